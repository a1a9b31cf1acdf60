"""Payments that the client's bank takes back on its cardholder's word: kept as Stripe last said,
shown with the invoice, answered in time by finance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from billing.invoicing import invoices
from billing.payments.following import picture
from billing.receivables import receivable
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

MOVED = "payment.disputed"
"""Emitted when a dispute begins, or its state changes."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class Dispute:
    """`status` and `reason` are Stripe's words; `amount` in major units of the invoice's currency.
    `respond_by`: until when evidence is taken."""

    id: UUID
    invoice: str
    external_id: str
    amount: Decimal
    currency: str
    status: str
    reason: str
    opened_at: datetime
    respond_by: datetime | None
    is_over: bool


SELECT = """
SELECT d.id, i.number AS invoice, d.external_id, d.amount, i.currency, d.status, d.reason,
       d.opened_at, d.respond_by, d.is_over
FROM payment_dispute d JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
"""
KEEP = """
INSERT INTO payment_dispute AS d (tenant_id, id, invoice_id, external_id, amount, status, reason,
                                  opened_at, respond_by, is_over, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (tenant_id, external_id) DO UPDATE
SET amount = excluded.amount, status = excluded.status, reason = excluded.reason,
    respond_by = excluded.respond_by, is_over = excluded.is_over, changed_at = excluded.changed_at
WHERE (d.amount, d.status, d.reason, d.respond_by)
      IS DISTINCT FROM (excluded.amount, excluded.status, excluded.reason, excluded.respond_by)
RETURNING id
"""


async def keep(act: Act, invoice_id: UUID, seen: picture.Dispute, amount: Decimal) -> None:
    """The invoice locked. Where nothing changed, nothing is written."""
    said = (seen.id, amount, seen.status, seen.reason, seen.at, seen.respond_by, seen.is_over)
    moved = await db.value(KEEP, act.tenant_id, ids.new(), invoice_id, *said, act.now)
    if moved is not None:
        await receivable.refresh(act, invoice_id)
        body = {"invoice_id": str(invoice_id), "status": seen.status, "amount": str(amount)}
        await events.emit(act, events.New(MOVED, moved, body))


async def is_open(tenant: int, invoice_id: UUID) -> bool:
    """Whether one of the invoice's payments is under dispute."""
    found: bool = await db.value(
        "SELECT EXISTS (SELECT FROM payment_dispute WHERE tenant_id = $1 AND invoice_id = $2 "
        "AND NOT is_over)",
        *(tenant, invoice_id),
    )
    return found


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Dispute]:
    """In the order in which they began. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    rows = await db.rows(
        f"{SELECT} WHERE d.tenant_id = $1 AND d.invoice_id = $2 ORDER BY d.opened_at, d.id",
        *(tenant, invoice.id),
    )
    return _read(rows)


@read("payment_event.read", STAFF)
async def listed(act: Act, tenant: int, before: UUID | None = None) -> list[Dispute]:
    """A client's, those still open first, then the newest; up to fifty, go on with `before` the
    last one's id. Raises NotFound for another's."""
    if act.audience is Audience.MEMBER:
        raise NotFound
    rows = await db.rows(
        f"""{SELECT} WHERE d.tenant_id = $1 AND ($2::uuid IS NULL OR
        (d.is_over, d.external_id) > (SELECT l.is_over, l.external_id FROM payment_dispute l
                             WHERE l.tenant_id = $1 AND l.id = $2))
        ORDER BY d.is_over, d.external_id LIMIT {PAGE}""",
        *(tenant, before),
    )
    return _read(rows)


def _read(rows: list[db.Row]) -> list[Dispute]:
    return [Dispute(**invoices.in_minor_units(row, "amount")) for row in rows]
