"""Which documents are pushed to Stripe, and what for; called in the transaction that hears of them.

A document is pushed once, whoever asks how often.
"""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from billing.amounts.money import Money
from billing.invoicing import invoices
from billing.invoicing.invoices import Invoice
from billing.payments.gateway import minor_units
from billing.payments.gateway.minor_units import NotCollectable
from billing.payments.pushing import plan, push
from billing.payments.pushing.push import New, Planned
from underpin.kernel import db
from underpin.kernel.act import Act

OF_INVOICE = """
SELECT i.prepaid, t.key FROM invoice i JOIN tenant t ON t.id = i.tenant_id
WHERE i.tenant_id = $1 AND i.id = $2 AND i.state = 'final'
"""
OF_NOTE = """
SELECT n.number, n.gross, n.reason, n.invoice_id, i.currency, p.state
FROM credit_note n
JOIN invoice i ON i.tenant_id = n.tenant_id AND i.id = n.invoice_id
LEFT JOIN stripe_push p ON p.tenant_id = n.tenant_id AND p.kind = 'invoice'
  AND p.document_id = n.invoice_id
WHERE n.tenant_id = $1 AND n.id = $2 AND n.state = 'issued'
"""

OF_PAYMENT = """
SELECT p.amount, p.invoice_id, i.number, i.currency, s.state, coalesce(r.is_open, true) AS is_open
FROM payment p
JOIN invoice i ON i.tenant_id = p.tenant_id AND i.id = p.invoice_id
JOIN stripe_push s ON s.tenant_id = p.tenant_id AND s.kind = 'invoice'
  AND s.document_id = p.invoice_id
LEFT JOIN receivable r ON r.tenant_id = p.tenant_id AND r.id = p.invoice_id
WHERE p.tenant_id = $1 AND p.id = $2 AND p.method <> 'stripe'
"""

EARLIER = """
SELECT id, true AS is_note FROM credit_note
WHERE tenant_id = $1 AND invoice_id = $2 AND state = 'issued'
UNION ALL
SELECT id, false FROM payment
WHERE tenant_id = $1 AND invoice_id = $2 AND method <> 'stripe' AND amount > 0
"""


async def push_invoice(act: Act, invoice_id: UUID) -> UUID | None:
    """None for one that prepaid money covers whole, and for one that was pushed before. What
    cannot be said to Stripe to the last digit is set aside from the start."""
    row = await db.row(OF_INVOICE, act.tenant_id, invoice_id)
    if row is None:
        return None
    invoice = await invoices.one(act.tenant_id, invoice_id)
    if invoice.gross <= row["prepaid"]:
        return None
    try:
        steps = plan.invoice(invoice, row["prepaid"], row["key"])
        goal = plan.goal(invoice, row["prepaid"])
    except NotCollectable as reason:
        return await push.begin(act, _new(invoice, 0), [], trouble=reason.detail)
    begun = await push.begin(act, _new(invoice, goal), steps)
    if begun is not None:
        await _catch_up(act, invoice_id)
    return begun


async def _catch_up(act: Act, invoice_id: UUID) -> None:
    """What was credited or paid before its push began, whoever heard of it first."""
    for row in await db.rows(EARLIER, act.tenant_id, invoice_id):
        if row["is_note"]:
            await push_credit_note(act, row["id"])
        else:
            await push_payment(act, row["id"])


async def push_credit_note(act: Act, note_id: UUID) -> UUID | None:
    """None where its invoice is not collected through Stripe, or nothing is credited."""
    row = await db.row(OF_NOTE, act.tenant_id, note_id)
    if row is None or row["state"] is None or row["gross"] <= 0:
        return None
    amount = _units(row["gross"], row["currency"])
    steps = [plan.credit_note(row["number"], amount, row["reason"])]
    words = (row["number"], amount, row["currency"], row["invoice_id"])
    held = row["state"] != "done"
    return await push.begin(act, New("credit_note", note_id, *words), steps, hold=held)


async def push_refund(act: Act, refund_id: UUID, invoice_id: UUID, amount: Money) -> UUID | None:
    """What was paid through Stripe, given back: `amount` above zero. Raises NotCollectable."""
    number = await db.value(
        "SELECT number FROM invoice WHERE tenant_id = $1 AND id = $2", act.tenant_id, invoice_id
    )
    units = minor_units.of(amount)
    body = {"amount": units, "metadata": {"underpin_number": number}}
    new = New("refund", refund_id, number, units, amount.currency, invoice_id)
    return await push.begin(act, new, [Planned("refund", body)])


async def push_payment(act: Act, payment_id: UUID) -> UUID | None:
    """Money that came another way: Stripe is told, so that it does not collect it again. Nothing
    where the invoice is not there. What is taken back cannot be said to Stripe: set aside."""
    row = await db.row(OF_PAYMENT, act.tenant_id, payment_id)
    if row is None:
        return None
    number, currency, amount = row["number"], row["currency"], row["amount"]
    words = (number, 0, currency, row["invoice_id"])
    if amount < 0:
        said = f"{-amount} {currency} were taken back: Stripe collects that much less than is open."
        return await push.begin(act, New("settle", payment_id, *words), [], trouble=said)
    units, held = _units(amount, currency), row["state"] != "done"
    words = (number, units, currency, row["invoice_id"])
    if not row["is_open"]:
        steps = [Planned("settle", {})]
        return await push.begin(act, New("settle", payment_id, *words), steps, hold=held)
    steps = [plan.credit_note(number, units, "paid another way")]
    return await push.begin(act, New("credit_note", payment_id, *words), steps, hold=held)


def _new(invoice: Invoice, goal: int) -> New:
    return New("invoice", invoice.id, invoice.number or "", goal, invoice.currency, invoice.id)


def _units(amount: Decimal, currency: str) -> int:
    return minor_units.of(Money(amount, currency))
