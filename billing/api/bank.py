"""The JSON API over bank accounts, statements and what came in on them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.payments.matching import allocation, bank_entry, matching, progress, reversal
from billing.payments.matching.allocation import OfClient
from billing.payments.matching.bank_entry import BankEntry, State
from billing.payments.matching.matching import Imported, Outcome
from billing.payments.matching.progress import Progress
from billing.payments.statement import account, storing
from billing.payments.statement.account import BankAccount
from billing.payments.statement.csv_mapping import CsvMapping
from billing.payments.statement.storing import Form, Preview, Statement
from underpin.kernel import verb
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest

ACCOUNT = "/bank-accounts/{account_id:uuid}"
ENTRY = "/bank-entries/{bank_entry_id:uuid}"


class NewAccount(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    currency: str
    iban: str = ""
    mapping: CsvMapping | None = None


class File(msgspec.Struct, forbid_unknown_fields=True):
    """`file` in base64."""

    form: Form
    file: Annotated[bytes, msgspec.Meta(min_length=1)]


@get("/bank-accounts", **route.of(account.every, "desk"))
async def accounts(request: AnyRequest) -> list[BankAccount]:
    found: list[BankAccount] = await route.perform(request, account.every)
    return found


@post("/bank-accounts", **route.of(account.open_account, "desk"))
async def open_account(request: AnyRequest, data: JSONBody[NewAccount]) -> BankAccount:
    words = (data.name, data.iban, data.currency, data.mapping)
    made: BankAccount = await route.perform(request, account.open_account, *words)
    return made


@put(f"{ACCOUNT}/mapping", **route.of(account.map_columns, "desk"))
async def map_columns(
    request: AnyRequest, account_id: FromPath[UUID], data: JSONBody[CsvMapping]
) -> BankAccount:
    made: BankAccount = await route.perform(request, account.map_columns, account_id, data)
    return made


@post(f"{ACCOUNT}/statement-previews", status_code=200, **route.of(storing.preview, "desk"))
async def preview(request: AnyRequest, account_id: FromPath[UUID], data: JSONBody[File]) -> Preview:
    words = (account_id, data.form, data.file)
    found: Preview = await route.perform(request, storing.preview, *words)
    return found


@post(f"{ACCOUNT}/statements", **route.of(matching.take_in, "desk"))
async def take_in(
    request: AnyRequest, account_id: FromPath[UUID], data: JSONBody[File]
) -> Imported:
    words = (account_id, data.form, data.file)
    made: Imported = await verb.begin(matching.take_in, route.principal_of(request), *words)
    return made


@get(f"{ACCOUNT}/statements", **route.of(storing.of_account, "desk"))
async def statements(
    request: AnyRequest, account_id: FromPath[UUID], before: FromQuery[UUID | None] = None
) -> list[Statement]:
    found: list[Statement] = await route.perform(request, storing.of_account, account_id, before)
    return found


@get("/bank-statements/{statement_id:uuid}/matching", **route.of(progress.of_statement, "desk"))
async def how_far(request: AnyRequest, statement_id: FromPath[UUID]) -> Progress:
    found: Progress = await route.perform(request, progress.of_statement, statement_id)
    return found


@get("/bank-entries", **route.of(bank_entry.listed, "desk"))
async def entries(
    request: AnyRequest,
    entry_state: FromQuery[State] = "open",
    after: FromQuery[UUID | None] = None,
) -> list[BankEntry]:
    found: list[BankEntry] = await route.perform(request, bank_entry.listed, entry_state, after)
    return found


@post("/bank-entries/matching-runs", **route.of(matching.run, "desk"))
async def run(request: AnyRequest) -> Outcome:
    made: Outcome = await verb.begin(matching.run, route.principal_of(request))
    return made


@get(f"{ENTRY}/allocations", **route.of(allocation.parts, "desk"))
async def parts(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> list[OfClient]:
    found: list[OfClient] = await route.perform(request, allocation.parts, bank_entry_id)
    return found


@get(f"{ENTRY}/originals", **route.of(reversal.candidates, "desk"))
async def originals(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> list[BankEntry]:
    found: list[BankEntry] = await route.perform(request, reversal.candidates, bank_entry_id)
    return found


@put(f"{ENTRY}/original/{{original_id:uuid}}", **route.of(reversal.take_back, "desk"))
async def take_back(
    request: AnyRequest, bank_entry_id: FromPath[UUID], original_id: FromPath[UUID]
) -> None:
    await route.perform(request, reversal.take_back, bank_entry_id, original_id)


@put(f"{ENTRY}/not-ours", **route.of(bank_entry.not_ours, "desk"))
async def not_ours(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> BankEntry:
    made: BankEntry = await route.perform(request, bank_entry.not_ours, bank_entry_id)
    return made


@put(f"{ENTRY}/refund-due", **route.of(bank_entry.refund_due, "desk"))
async def refund_due(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> BankEntry:
    made: BankEntry = await route.perform(request, bank_entry.refund_due, bank_entry_id)
    return made


@put(f"{ENTRY}/refund", **route.of(bank_entry.refunded, "desk"))
async def refunded(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> BankEntry:
    made: BankEntry = await route.perform(request, bank_entry.refunded, bank_entry_id)
    return made


@put(f"{ENTRY}/reopening", **route.of(bank_entry.reopen, "desk"))
async def reopen(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> BankEntry:
    made: BankEntry = await route.perform(request, bank_entry.reopen, bank_entry_id)
    return made


@get("/bank-statements/matching", **route.of(progress.going, "desk"))
async def going(request: AnyRequest) -> list[Progress]:
    """What is not finished, oldest first."""
    found: list[Progress] = await route.perform(request, progress.going)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        going,
        *(accounts, open_account, map_columns, preview, take_in, statements, how_far),
        *(entries, run, not_ours, refund_due, refunded, reopen),
        *(parts, originals, take_back),
    ],
    tags=["bank"],
)
