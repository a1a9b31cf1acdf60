"""The JSON API over invoices, what is credited of them and what was paid."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing import (
    blocks,
    credit_note,
    drafting,
    extras,
    finalising,
    invoices,
    margin_of_run,
    payment,
    selling,
    usage,
)
from billing.blocks import Holding
from billing.credit_note import CreditNote
from billing.crediting import Part
from billing.invoices import Invoice, Summary
from billing.margin_of_run import MarginOfRun
from billing.payment import Payment
from billing.selling import NewBlock
from billing.usage import Counted, Entry, Taken
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
INVOICES = "/clients/{key:str}/invoices"
NUMBERED = "/clients/{key:str}/invoices/by-number/{number:str}"


class Finalisation(msgspec.Struct, forbid_unknown_fields=True):
    """The `inputs_hash` of the draft that was reviewed."""

    inputs_hash: str


class NewExtra(msgspec.Struct, forbid_unknown_fields=True):
    """`price` is net, for one, in major units of `currency`."""

    name: str
    quantity: Decimal
    price: Decimal
    currency: str
    on_day: date
    kind: Literal["one_off", "adjustment"] = "one_off"
    tax_class: str = "standard"


class NewCreditNote(msgspec.Struct, forbid_unknown_fields=True):
    """Without `lines` all that is left of the invoice is credited."""

    reason: str
    lines: list[Part] = []
    is_correction: bool = False


class Refusal(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class NewPayment(msgspec.Struct, forbid_unknown_fields=True):
    amount: Decimal
    received_on: date
    reference: str = ""


async def _in(request: AnyRequest, verb: Any, key: str, *words: Any) -> Any:
    tenant = route.tenant_of(request, key)
    return await route.perform(request, verb, tenant, *words, tenant=tenant)


async def _for(request: AnyRequest, verb: Any, key: str, *words: Any, **more: Any) -> Any:
    tenant = route.tenant_of(request, key)
    return await route.perform(request, verb, *words, tenant=tenant, **more)


@get(INVOICES, **route.of(invoices.of_tenant))
async def listed(
    request: AnyRequest, key: FromPath[str], before: FromQuery[date | None] = None
) -> list[Summary]:
    found: list[Summary] = await _in(request, invoices.of_tenant, key, before)
    return found


@get(NUMBERED, **route.of(invoices.by_number))
async def one(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> Invoice:
    found: Invoice = await _in(request, invoices.by_number, key, number)
    return found


@post("/clients/{key:str}/invoices/{month:date}/draft", **route.of(drafting.draft, "desk"))
async def draft(request: AnyRequest, key: FromPath[str], month: FromPath[date]) -> Invoice:
    made: Invoice = await _for(request, drafting.draft, key, month)
    return made


@get("/clients/{key:str}/invoices/{month:date}/draft", **route.of(drafting.drafted, "desk"))
async def drafted(request: AnyRequest, key: FromPath[str], month: FromPath[date]) -> Invoice:
    found: Invoice = await _in(request, drafting.drafted, key, month.replace(day=1))
    return found


@put(
    "/clients/{key:str}/invoices/{month:date}/finalisation",
    **route.of(finalising.finalise, "desk"),
)
async def finalise(
    request: AnyRequest, key: FromPath[str], month: FromPath[date], data: JSONBody[Finalisation]
) -> Invoice:
    made: Invoice = await _for(request, finalising.finalise, key, month, data.inputs_hash)
    return made


@post("/clients/{key:str}/extra-lines", **route.of(extras.add, "desk"))
async def add_extra(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewExtra]
) -> dict[str, UUID]:
    said = msgspec.structs.asdict(data)
    return {"id": await _for(request, extras.add, key, **said)}


@delete("/clients/{key:str}/extra-lines/{extra_line_id:uuid}", **route.of(extras.remove, "desk"))
async def remove_extra(
    request: AnyRequest, key: FromPath[str], extra_line_id: FromPath[UUID]
) -> None:
    await _for(request, extras.remove, key, extra_line_id)


@get("/clients/{key:str}/usage", **route.of(usage.of_span, "desk"))
async def counted(
    request: AnyRequest, key: FromPath[str], start: FromQuery[datetime], end: FromQuery[datetime]
) -> list[Counted]:
    found: list[Counted] = await _in(request, usage.of_span, key, start, end)
    return found


@post("/clients/{key:str}/usage/{source:str}", **route.of(usage.report, "desk"))
async def report(
    request: AnyRequest, key: FromPath[str], source: FromPath[str], data: JSONBody[list[Entry]]
) -> Taken:
    taken: Taken = await _for(request, usage.report, key, source, data)
    return taken


@put(
    "/clients/{key:str}/usage/{source:str}/{event_id:str}/reversal",
    **route.of(usage.take_back, "desk"),
)
async def take_back(
    request: AnyRequest, key: FromPath[str], source: FromPath[str], event_id: FromPath[str]
) -> Taken:
    taken: Taken = await _for(request, usage.take_back, key, source, event_id)
    return taken


@get("/clients/{key:str}/blocks", **route.of(blocks.of_tenant))
async def held(request: AnyRequest, key: FromPath[str]) -> list[Holding]:
    found: list[Holding] = await _in(request, blocks.of_tenant, key)
    return found


@post("/clients/{key:str}/blocks", **route.of(selling.sell, "desk"))
async def sell(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewBlock]
) -> dict[str, UUID]:
    return {"id": await _for(request, selling.sell, key, data)}


@get(f"{NUMBERED}/credit-notes", **route.of(credit_note.of_invoice))
async def credited(
    request: AnyRequest, key: FromPath[str], number: FromPath[str]
) -> list[CreditNote]:
    found: list[CreditNote] = await _in(request, credit_note.of_invoice, key, number)
    return found


@post(f"{NUMBERED}/credit-notes", **route.of(credit_note.propose, "desk"))
async def propose(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    data: JSONBody[NewCreditNote],
) -> CreditNote:
    words = (number, data.reason, data.lines)
    more = {"is_correction": data.is_correction}
    made: CreditNote = await _for(request, credit_note.propose, key, *words, **more)
    return made


@put(
    f"{NUMBERED}/credit-notes/{{credit_note_id:uuid}}/issue", **route.of(credit_note.issue, "desk")
)
async def issue(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], credit_note_id: FromPath[UUID]
) -> CreditNote:
    made: CreditNote = await _for(request, credit_note.issue, key, number, credit_note_id)
    return made


@put(
    f"{NUMBERED}/credit-notes/{{credit_note_id:uuid}}/refusal",
    **route.of(credit_note.refuse, "desk"),
)
async def refuse(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    credit_note_id: FromPath[UUID],
    data: JSONBody[Refusal],
) -> CreditNote:
    words = (number, credit_note_id, data.reason)
    made: CreditNote = await _for(request, credit_note.refuse, key, *words)
    return made


@get(f"{NUMBERED}/payments", **route.of(payment.of_invoice))
async def paid(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> list[Payment]:
    found: list[Payment] = await _in(request, payment.of_invoice, key, number)
    return found


@post(f"{NUMBERED}/payments", **route.of(payment.record, "desk"))
async def pay(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], data: JSONBody[NewPayment]
) -> Payment:
    words = (number, data.amount, data.received_on, data.reference)
    made: Payment = await _for(request, payment.record, key, *words)
    return made


@get("/clients/{key:str}/what-if/{run_id:uuid}/margin", **route.of(margin_of_run.of_run, "desk"))
async def margin(request: AnyRequest, key: FromPath[str], run_id: FromPath[UUID]) -> MarginOfRun:
    found: MarginOfRun = await _in(request, margin_of_run.of_run, key, run_id)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        *(listed, one, draft, drafted, finalise, add_extra, remove_extra, held, sell),
        *(counted, report, take_back),
        *(credited, propose, issue, refuse, paid, pay, margin),
    ],
    tags=["billing"],
)
