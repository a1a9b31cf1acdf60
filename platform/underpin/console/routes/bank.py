"""What came in on the bank accounts and is nobody's yet, and saying whose it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.payments.matching import allocation
from billing.payments.matching.bank_entry import BankEntry
from billing.payments.matching.rule import Part
from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes import owed as reading
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/bank-entries", **route.of(reading.entries, "desk"))
async def entries(request: AnyRequest, after: FromQuery[UUID | None] = None) -> Response[Any]:
    found = await route.perform(request, reading.entries, after)
    may = route.principal_of(request).may("bank.match")
    rows = found.entries
    view = views.BankEntriesPage(
        frame.shell(request, area="receivables", now=found.now),
        tuple(_row(each, may=may) for each in rows),
        f"/bank-entries?after={rows[-1].id}" if found.more else "",
        tuple((each.seen, each.entries) for each in found.going),
    )
    return answering.page(request, "bank_entries", view)


def _row(of: BankEntry, *, may: bool) -> views.BankRow:
    said = " ".join(filter(None, (of.reference, of.remittance)))
    path = f"/bank-entries/{of.id}/allocations" if may and of.left > 0 else ""
    return views.BankRow(of.booked_on, of.payer, said, of.amount, of.left, of.currency, path)


@post("/bank-entries/{bank_entry_id:uuid}/allocations", **route.of(allocation.assign, "desk"))
async def assign(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> Response[Any]:
    """An invoice's number begins with its client's key."""
    form = await forms.of(request)
    number = forms.field(form, "number").upper()
    tenant = route.tenant_of(request, number.partition("-")[0])
    parts = [Part(number, forms.amount(form, "amount"))]
    await route.perform(request, allocation.assign, bank_entry_id, parts, tenant=tenant)
    return answering.Going("/bank-entries")


HANDLERS = [entries, assign]
