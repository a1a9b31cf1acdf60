"""Money that came in for an invoice, by whatever way: one table, one way to write into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from billing.amounts import money
from billing.amounts.money import Money
from billing.invoicing import invoices
from billing.receivables import receivable
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

Method = Literal["bank_transfer", "card", "direct_debit", "stripe", "balance", "write_off"]
"""`balance`: from the client's credit, or below zero into it; `write_off`: the last cent of one."""


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount` in major units of the invoice's currency; below zero for what went back."""

    id: UUID
    amount: Decimal
    received_on: date
    reference: str
    method: str


BOOK = """
WITH made AS (
    INSERT INTO payment (tenant_id, id, invoice_id, method, amount, received_on, reference,
                         recorded_by, recorded_at, external_id, reverses)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT DO NOTHING RETURNING invoice_id
)
SELECT i.number FROM made JOIN invoice i ON i.tenant_id = $1 AND i.id = made.invoice_id
"""


async def book(
    act: Act,
    invoice_id: UUID,
    amount: Decimal,
    received_on: date,
    *,
    method: Method,
    reference: str = "",
    external_id: str | None = None,
    reverses: UUID | None = None,
) -> Payment | None:
    """Money for a final invoice that the caller has locked (`invoices.held`, or FOR UPDATE).

    `external_id` is the payment's name at whoever collected it; `reverses` a payment that this one
    takes back. None, and nothing changed, where either was booked already.
    """
    made = Payment(ids.new(), amount, received_on, reference[:200], method)
    row = await db.row(
        BOOK,
        *(act.tenant_id, made.id, invoice_id, method, amount, received_on, made.reference),
        *(act.principal.person_id, act.now, external_id, reverses),
    )
    if row is None:
        return None
    await receivable.refresh(act, invoice_id)
    body = {"invoice": row["number"], "amount": str(amount), "method": method}
    await events.emit(act, events.New("payment.recorded", made.id, body))
    return made


@write("payment.record", STAFF)
async def record(
    act: Act, number: str, amount: Decimal, received_on: date, reference: str = ""
) -> Payment:
    """By bank transfer, as finance reads it off a statement by hand. Parts and too much are taken
    as they come; a wrong entry is set right by one of the opposite sign. Raises NotFound,
    Malformed."""
    invoice = await invoices.held(act, number)
    if not amount.is_finite() or not amount or _finer(amount, invoice.currency):
        raise Malformed("amount: an amount in whole minor units, not 0.", field="amount")
    if len(reference) > 200:
        raise Malformed("reference: at most 200 characters.", field="reference")
    made = await book(
        act, invoice.id, amount, received_on, method="bank_transfer", reference=reference
    )
    assert made is not None, "without a name elsewhere it is new"  # noqa: S101
    return made


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Payment]:
    """In the order in which they came in. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    rows = await db.rows(
        "SELECT id, amount, received_on, reference, method FROM payment "
        "WHERE tenant_id = $1 AND invoice_id = $2 ORDER BY received_on, id",
        tenant,
        invoice.id,
    )
    return [Payment(**invoices.in_minor_units(row, "amount", of=invoice.currency)) for row in rows]


def _finer(amount: Decimal, currency: str) -> bool:
    return money.rounded(Money(amount, currency)).amount != amount
