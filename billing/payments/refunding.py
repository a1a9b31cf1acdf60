"""Money paid through Stripe and given back: proposed by one person, approved by another. What went
back is booked when Stripe says so, under Stripe's name for it, not here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from billing.amounts import money
from billing.amounts.money import Money
from billing.invoicing import invoices
from billing.payments.pushing import documents
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


class TooMuchBack(Conflict):
    code = "refund-too-much"
    title = "More than was paid cannot be given back"


class NotByStripe(Conflict):
    code = "not-paid-through-stripe"
    title = "This was not paid through Stripe: pay it back by transfer"


class RefundDecided(Conflict):
    code = "refund-decided"
    title = "This refund was decided already"


class OwnRefund(Forbidden):
    code = "own-refund"
    title = "Who proposed a refund cannot approve it: ask somebody else"


@dataclass(frozen=True, slots=True)
class Refund:
    """`amount` above zero, in major units of the invoice's currency."""

    id: UUID
    payment_id: UUID
    amount: Decimal
    reason: str
    state: str
    proposed_at: datetime
    decided_at: datetime | None


COLUMNS = "r.id, r.payment_id, r.amount, r.reason, r.state, r.proposed_at, r.decided_at"
# Never more than came in, however many are proposed at once: the invoice is locked meanwhile.
LEFT = """
SELECT p.amount - coalesce((
    SELECT sum(r.amount) FROM refund r
    WHERE r.tenant_id = p.tenant_id AND r.payment_id = p.id AND r.state <> 'refused'), 0) AS amount,
    p.method = 'stripe' AND p.external_id IS NOT NULL AND p.amount > 0 AS by_stripe
FROM payment p WHERE p.tenant_id = $1 AND p.id = $2 AND p.invoice_id = $3
"""
OF_INVOICE = f"""
SELECT {COLUMNS} FROM refund r
JOIN payment p ON p.tenant_id = r.tenant_id AND p.id = r.payment_id
WHERE r.tenant_id = $1 AND p.invoice_id = $2 ORDER BY r.proposed_at, r.id
"""
DECIDE = """
UPDATE refund SET state = $3, decided_by = $4, decided_at = $5 WHERE tenant_id = $1 AND id = $2
"""


@write("refund.propose", STAFF)
async def propose(act: Act, number: str, payment_id: UUID, amount: Decimal, reason: str) -> Refund:
    """Raises NotFound, NotByStripe, TooMuchBack, Malformed for no reason or no whole minor units
    above zero."""
    said = reason.strip()
    if not 1 <= len(said) <= 2000:
        raise Malformed("reason: say why, in 2000 characters at most.", field="reason")
    invoice = await invoices.held(act, number)
    _whole(amount, invoice.currency)
    left = await db.row(LEFT, act.tenant_id, payment_id, invoice.id)
    if left is None:
        raise NotFound
    if not left["by_stripe"]:
        raise NotByStripe
    if amount > left["amount"]:
        raise TooMuchBack
    made = ids.new()
    await db.execute(
        "INSERT INTO refund (tenant_id, id, payment_id, amount, reason, state, proposed_by, "
        "proposed_at) VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7)",
        *(act.tenant_id, made, payment_id, amount, said, act.person_id, act.now),
    )
    return await _one(act.tenant_id, made, invoice.currency)


@write("refund.approve", STAFF)
async def approve(act: Act, number: str, refund_id: UUID) -> Refund:
    """Have Stripe give it back. Raises NotFound, RefundDecided, OwnRefund, NotCollectable."""
    invoice = await invoices.held(act, number)
    found = await _undecided(act, invoice.id, refund_id)
    await db.execute(DECIDE, act.tenant_id, refund_id, "approved", act.person_id, act.now)
    amount = Money(found["amount"], invoice.currency)
    await documents.push_refund(act, refund_id, invoice.id, amount)
    body = {"invoice": number, "amount": str(found["amount"])}
    await events.emit(act, events.New("refund.approved", refund_id, body))
    return await _one(act.tenant_id, refund_id, invoice.currency)


@write("refund.approve", STAFF)
async def refuse(act: Act, number: str, refund_id: UUID) -> Refund:
    """Raises NotFound, RefundDecided, OwnRefund."""
    invoice = await invoices.held(act, number)
    await _undecided(act, invoice.id, refund_id)
    await db.execute(DECIDE, act.tenant_id, refund_id, "refused", act.person_id, act.now)
    return await _one(act.tenant_id, refund_id, invoice.currency)


@read("collecting.read", STAFF)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Refund]:
    """Oldest first. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    rows = await db.rows(OF_INVOICE, tenant, invoice.id)
    return [_refund(row, invoice.currency) for row in rows]


async def _undecided(act: Act, invoice_id: UUID, refund_id: UUID) -> db.Row:
    row = await db.row(
        "SELECT r.amount, r.state, r.proposed_by FROM refund r "
        "JOIN payment p ON p.tenant_id = r.tenant_id AND p.id = r.payment_id "
        "WHERE r.tenant_id = $1 AND r.id = $2 AND p.invoice_id = $3",
        *(act.tenant_id, refund_id, invoice_id),
    )
    if row is None:
        raise NotFound
    if row["state"] != "proposed":
        raise RefundDecided
    if row["proposed_by"] == act.person_id:
        raise OwnRefund
    return row


def _whole(amount: Decimal, currency: str) -> None:
    whole = amount.is_finite() and money.rounded(Money(amount, currency)).amount == amount
    if not whole or amount <= 0:
        raise Malformed("amount: whole minor units, more than 0.", field="amount")


async def _one(tenant: int, refund_id: UUID, currency: str) -> Refund:
    row = await db.row(
        f"SELECT {COLUMNS} FROM refund r WHERE tenant_id = $1 AND id = $2", tenant, refund_id
    )
    assert row is not None, "it was written in this transaction"  # noqa: S101
    return _refund(row, currency)


def _refund(row: db.Row, currency: str) -> Refund:
    return Refund(**invoices.in_minor_units(row, "amount", of=currency))
