"""What came in on the bank accounts and is nobody's yet, and saying whose it is."""

from __future__ import annotations

from typing import Any, cast, get_args
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.payments.matching import allocation
from billing.payments.matching.bank_entry import BankEntry, State
from billing.payments.matching.rule import Part
from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes import owed as reading
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/bank-entries", **route.of(reading.entries, "desk"))
async def entries(
    request: AnyRequest, which: FromQuery[str] = "open", after: FromQuery[UUID | None] = None
) -> Response[Any]:
    state = cast(State, which if which in get_args(State) else "open")
    found = await route.perform(request, reading.entries, state, after)
    may = route.principal_of(request).may("bank.match")
    rows = found.entries
    view = views.BankEntriesPage(
        frame.shell(request, area="receivables", now=found.now),
        tuple(_row(each, may=may) for each in rows),
        f"/bank-entries?which={state}&after={rows[-1].id}" if found.more else "",
        tuple((each.seen, each.entries) for each in found.going),
        state,
        get_args(State),
        may,
    )
    return answering.page(request, "bank_entries", view)


def _row(of: BankEntry, *, may: bool) -> views.BankRow:
    said = " ".join(filter(None, (of.reference, of.remittance)))
    one = f"/bank-entries/{of.id}"
    path = f"{one}/allocations" if may and of.state == "open" and of.left > 0 else ""
    return views.BankRow(of.booked_on, of.payer, said, of.amount, of.left, of.currency, path, one)


@post("/bank-entries/{bank_entry_id:uuid}/allocations", **route.of(allocation.assign, "desk"))
async def assign(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> Response[Any]:
    """An invoice's number begins with its client's key; the key alone means its balance."""
    form = await forms.of(request)
    number = forms.field(form, "number").upper()
    tenant = route.tenant_of(request, number.partition("-")[0])
    parts = [Part(number if "-" in number else None, forms.amount(form, "amount"))]
    await route.perform(request, allocation.assign, bank_entry_id, parts, tenant=tenant)
    return answering.Going("/bank-entries")


HANDLERS = [entries, assign]
