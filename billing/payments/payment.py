"""Money that came in for an invoice, as finance records it from the bank's statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.amounts import money
from billing.amounts.money import Money
from billing.invoicing import invoices
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount` in major units of the invoice's currency; below zero for what went back."""

    id: UUID
    amount: Decimal
    received_on: date
    reference: str


@write("payment.record", STAFF)
async def record(
    act: Act, number: str, amount: Decimal, received_on: date, reference: str = ""
) -> Payment:
    """By bank transfer. Parts and too much are taken as they come; a wrong entry is set right by
    one of the opposite sign. Raises NotFound, Malformed."""
    invoice = await invoices.held(act, number)
    if not amount.is_finite() or not amount or _finer(amount, invoice.currency):
        raise Malformed("amount: an amount in whole minor units, not 0.", field="amount")
    if len(reference) > 200:
        raise Malformed("reference: at most 200 characters.", field="reference")
    made = Payment(ids.new(), amount, received_on, reference)
    await db.execute(
        "INSERT INTO payment (tenant_id, id, invoice_id, method, amount, received_on, reference, "
        "recorded_by, recorded_at) VALUES ($1, $2, $3, 'bank_transfer', $4, $5, $6, $7, $8)",
        *(act.tenant_id, made.id, invoice.id, amount, received_on, reference),
        *(act.person_id, act.now),
    )
    body = {"invoice": number, "amount": str(amount)}
    await events.emit(act, events.New("payment.recorded", made.id, body))
    return made


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Payment]:
    """In the order in which they came in. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    rows = await db.rows(
        "SELECT id, amount, received_on, reference FROM payment "
        "WHERE tenant_id = $1 AND invoice_id = $2 ORDER BY received_on, id",
        tenant,
        invoice.id,
    )
    return [Payment(**invoices.in_minor_units(row, "amount", of=invoice.currency)) for row in rows]


def _finer(amount: Decimal, currency: str) -> bool:
    return money.rounded(Money(amount, currency)).amount != amount
