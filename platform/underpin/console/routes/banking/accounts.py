"""The provider's bank accounts: opened, and how each bank writes CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.payments.statement import account, storing
from billing.payments.statement.account import BankAccount
from billing.payments.statement.csv_mapping import CsvMapping, Encoding
from billing.payments.statement.storing import Statement
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.banking import gathered
from underpin.console.routes.banking.gathered import OneAccount
from underpin.console.views import banking as views
from underpin.console.views.pricing import Choices
from underpin.kernel import digits
from underpin.kernel.errors import Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PATH: Final = "/bank-accounts"
ACCOUNT: Final = f"{PATH}/{{account_id:uuid}}"
NOTHING: Mapping[str, str] = {}
NEW: Final = ("name", "iban", "currency")
MAPPED: Final = CsvMapping.__struct_fields__
DELIMITERS: Final = {",": ",", ";": ";", "tab": "\t", "|": "|"}
CHOICES: Final[Mapping[str, Choices]] = {
    "decimal": ((".", "1200.50"), (",", "1200,50")),
    "delimiter": tuple((name, name) for name in DELIMITERS),
    "encoding": tuple((each, each) for each in get_args(Encoding)),
}


@get(PATH, **route.of(gathered.accounts, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    return await _listed(request)


@post(PATH, **route.of(account.open_account, "desk"))
async def open_(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        currency = forms.field(form, "currency").upper()
        words = (form.get("name", ""), form.get("iban", ""), currency)
        made = await route.perform(request, account.open_account, *words)
    except of_client.REFUSED as wrong:
        return await _listed(request, form, wrong)
    return answering.Going(f"{PATH}/{made.id}")


@get(ACCOUNT, **route.of(gathered.one_account, "desk"))
async def one(
    request: AnyRequest, account_id: FromPath[UUID], before: FromQuery[UUID | None] = None
) -> Response[Any]:
    return await drawn(request, account_id, before=before)


@post(f"{ACCOUNT}/columns", **route.of(account.map_columns, "desk"))
async def map_columns(request: AnyRequest, account_id: FromPath[UUID]) -> Response[Any]:
    """For the files to come."""
    form = await forms.of(request)
    try:
        await route.perform(request, account.map_columns, account_id, _mapping(form))
    except of_client.REFUSED as wrong:
        return await drawn(request, account_id, form, wrong)
    return answering.Going(f"{PATH}/{account_id}")


def _mapping(form: Mapping[str, str]) -> CsvMapping:
    """Empty fields are left to their usual value. Raises Malformed."""
    said: dict[str, object] = {name: form[name].strip() for name in MAPPED if form.get(name)}
    said = {name: value for name, value in said.items() if value}
    said["delimiter"] = DELIMITERS.get(form.get("delimiter", ""), ",")
    if "text" in said:
        said["text"] = [each.strip() for each in str(said["text"]).split(",") if each.strip()]
    skip = digits.read(str(said.get("skip", "0")), 9)
    said["skip"] = -1 if skip is None else skip
    try:
        return msgspec.convert(said, CsvMapping)
    except msgspec.ValidationError as wrong:
        raise Malformed(f"mapping: {wrong}", field="mapping") from wrong


async def _listed(
    request: AnyRequest, typed: Mapping[str, str] = NOTHING, wrong: Problem | None = None
) -> Response[Any]:
    found = await route.perform(request, gathered.accounts)
    view = views.AccountsPage(
        frame.shell(request, area="receivables", now=found.now),
        tuple(map(_row, found.accounts)),
        route.principal_of(request).may("bank.import"),
        {name: typed.get(name, "") for name in NEW},
        wrong.detail if wrong else "",
    )
    return answering.page(request, "banking/accounts", view, wrong.status if wrong else 200)


def _row(of: BankAccount) -> views.AccountRow:
    mapped = of.mapping is not None
    return views.AccountRow(of.name, of.iban, of.currency, mapped, f"{PATH}/{of.id}")


async def drawn(
    request: AnyRequest,
    account_id: UUID,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
    *,
    before: UUID | None = None,
    preview: views.Preview | None = None,
) -> Response[Any]:
    found: OneAccount = await route.perform(request, gathered.one_account, account_id, before)
    row, full = _row(found.account), len(found.statements) == storing.PAGE
    view = views.AccountPage(
        frame.shell(request, area="receivables", now=found.now),
        row,
        tuple(_statement(each, found) for each in found.statements),
        _columns(found.account.mapping, typed),
        CHOICES,
        route.principal_of(request).may("bank.import"),
        preview,
        f"{row.path}?before={found.statements[-1].id}" if full else "",
        row.path if before else "",
        wrong.detail if wrong else "",
    )
    return answering.page(request, "banking/account", view, wrong.status if wrong else 200)


def _statement(of: Statement, found: OneAccount) -> views.StatementRow:
    going = next((each for each in found.going if each.statement_id == of.id), None)
    seen = (going.seen, going.entries) if going else None
    return views.StatementRow(of.form, of.entries, of.added, of.imported_at, seen)


def _columns(of: CsvMapping | None, typed: Mapping[str, str]) -> Mapping[str, str]:
    """As it was typed, else as it holds."""
    if typed.get("booked_on") or of is None:
        usual = {"date_format": "YYYY-MM-DD", "skip": "0", "encoding": "utf-8"}
        return {name: typed.get(name, usual.get(name, "")) for name in MAPPED}
    held = msgspec.structs.asdict(of)
    held["text"] = ", ".join(of.text)
    held["delimiter"] = {value: name for name, value in DELIMITERS.items()}[of.delimiter]
    return {name: "" if value is None else str(value) for name, value in held.items()}


HANDLERS = [listed, open_, one, map_columns]
