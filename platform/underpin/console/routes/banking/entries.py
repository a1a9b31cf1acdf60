"""One entry of a bank account: whose it is, that it is nobody's, or that it goes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from billing.payments.matching import bank_entry, reversal
from billing.payments.matching.allocation import OfClient
from billing.payments.matching.bank_entry import BankEntry
from tenants.company import Company
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.banking import gathered
from underpin.console.routes.banking.gathered import Entry
from underpin.console.routes.shaping import owed
from underpin.console.views import banking as views
from underpin.kernel.errors import Problem
from underpin.kernel.principal import Principal
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ENTRY: Final = "/bank-entries/{bank_entry_id:uuid}"
NOTHING: Mapping[str, str] = {}
MARKS: Final = {
    "open": ("not-ours", "refund-due"),
    "not_ours": ("reopening",),
    "refund_due": ("refund", "reopening"),
}


@get(ENTRY, **route.of(gathered.entry, "desk"))
async def shown(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> Response[Any]:
    return await drawn(request, bank_entry_id)


@post(f"{ENTRY}/not-ours", **route.of(bank_entry.not_ours, "desk"))
async def not_ours(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> Response[Any]:
    return await _marked(request, bank_entry.not_ours, bank_entry_id)


@post(f"{ENTRY}/refund-due", **route.of(bank_entry.refund_due, "desk"))
async def refund_due(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> Response[Any]:
    return await _marked(request, bank_entry.refund_due, bank_entry_id)


@post(f"{ENTRY}/refund", **route.of(bank_entry.refunded, "desk"))
async def refunded(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> Response[Any]:
    """By somebody else than who marked it."""
    return await _marked(request, bank_entry.refunded, bank_entry_id)


@post(f"{ENTRY}/reopening", **route.of(bank_entry.reopen, "desk"))
async def reopen(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> Response[Any]:
    return await _marked(request, bank_entry.reopen, bank_entry_id)


@post(f"{ENTRY}/original", **route.of(reversal.take_back, "desk"))
async def take_back(request: AnyRequest, bank_entry_id: FromPath[UUID]) -> Response[Any]:
    """What the bank took back of what came in before."""
    form = await forms.of(request)
    try:
        original = forms.identity(form, "original_id")
        await route.perform(request, reversal.take_back, bank_entry_id, original)
    except of_client.REFUSED as wrong:
        return await drawn(request, bank_entry_id, form, wrong)
    return answering.Going(f"/bank-entries/{bank_entry_id}")


async def _marked(request: AnyRequest, wanted: Verb[Any, Any], entry_id: UUID) -> Response[Any]:
    try:
        await route.perform(request, wanted, entry_id)
    except of_client.REFUSED as wrong:
        return await drawn(request, entry_id, NOTHING, wrong)
    return answering.Going(f"/bank-entries/{entry_id}")


async def drawn(
    request: AnyRequest,
    entry_id: UUID,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    found: Entry = await route.perform(request, gathered.entry, entry_id)
    of, path = found.entry, f"/bank-entries/{found.entry.id}"
    asker = route.principal_of(request)
    may = asker.may("bank.match")
    view = views.EntryPage(
        frame.shell(request, area="receivables", now=found.now),
        of.booked_on,
        of.payer,
        of.iban,
        tuple(filter(None, (of.reference, of.remittance, of.end_to_end))),
        of.amount,
        of.left,
        of.currency,
        of.state,
        of.why,
        path,
        tuple(_part(each, found.companies, path if may else "") for each in found.parts),
        f"{path}/allocations" if may and of.state == "open" and of.left > 0 else "",
        _marks(of, asker) if may else (),
        of.state == "refund_due" and of.resolved_by == asker.person_id,
        tuple(map(_likely, found.likely)) if may else (),
        f"{path}/original",
        {name: typed.get(name, "") for name in ("number", "amount", "original_id")},
        wrong.detail if wrong else "",
    )
    return answering.page(request, "banking/entry", view, wrong.status if wrong else 200)


def _marks(of: BankEntry, asker: Principal) -> tuple[str, ...]:
    """What was assigned in part is undone first; who marked it does not confirm the refund."""
    own = of.resolved_by == asker.person_id
    every = MARKS.get(of.state, ()) if not of.allocated else ()
    return tuple(each for each in every if not (own and each == "refund"))


def _part(of: OfClient, companies: Any, path: str) -> views.PartRow:
    whose: Company = next(each for each in companies if each.key == of.client)
    part = of.part
    undo = f"/clients/{whose.slug}/bank-allocations/{part.id}/reversal"
    return views.PartRow(
        whose.name,
        part.invoice or "",
        f"{owed.under(whose)}/{part.invoice}/payments" if part.invoice else "",
        part.amount,
        part.rule,
        part.made_at,
        part.undone_at,
        undo if path and part.undone_at is None else "",
    )


def _likely(of: BankEntry) -> views.Likely:
    said = " ".join(filter(None, (of.reference, of.remittance)))
    return views.Likely(str(of.id), of.booked_on, of.payer, said, of.amount)


HANDLERS = [shown, not_ours, refund_due, refunded, reopen, take_back]
