"""What was issued to a client, the newest first: invoices as they stand today, and credit notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.invoicing import invoices
from billing.receivables import local_day, receivable
from billing.receivables.receivable import Receivable
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PAGE = 50


@dataclass(frozen=True, slots=True)
class Issued:
    """A final invoice. `on_paper`: seller and buyer are pinned on it; it can be had as a file."""

    stands: Receivable
    issued_on: date
    on_paper: bool


INVOICES = f"""
SELECT r.id, i.number, r.currency, r.gross, r.credited, r.paid, r.questioned, r.written_off,
       r.due_on, i.issued_on, EXISTS (SELECT FROM letterhead l
         WHERE l.tenant_id = i.tenant_id AND l.id = i.id) AS on_paper
FROM invoice i JOIN receivable r ON r.tenant_id = i.tenant_id AND r.id = i.id
WHERE i.tenant_id = $1 AND i.state = 'final' AND ($2::text IS NULL OR (i.period_start, i.id) <
      (SELECT b.period_start, b.id FROM invoice b WHERE b.tenant_id = $1 AND b.number = $2))
ORDER BY i.period_start DESC, i.id DESC LIMIT {PAGE}
"""


@read("invoice.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int, before: str | None = None) -> list[Issued]:
    """Up to fifty by the period they are for; go on with `before` the last one's number. Raises
    NotFound for another's."""
    _own(act, tenant)
    today = await local_day.today(act, tenant)
    return [_issued(row, today) for row in await db.rows(INVOICES, tenant, before)]


def _issued(row: db.Row, today: date) -> Issued:
    said = dict(row)
    issued_on, on_paper = said.pop("issued_on"), said.pop("on_paper")
    return Issued(receivable.read_row(said, today), issued_on, on_paper)


@dataclass(frozen=True, slots=True)
class Note:
    """An issued credit note and the invoice that it takes `gross` off."""

    id: UUID
    number: str
    invoice: str
    currency: str
    gross: Decimal
    issued_on: date
    reason: str
    on_paper: bool


NOTES = f"""
SELECT n.id, n.number, i.number AS invoice, i.currency, n.gross, n.issued_on, n.reason,
       EXISTS (SELECT FROM letterhead l WHERE l.tenant_id = n.tenant_id AND l.id = n.id) AS on_paper
FROM credit_note n JOIN invoice i ON i.tenant_id = n.tenant_id AND i.id = n.invoice_id
WHERE n.tenant_id = $1 AND n.state = 'issued' AND ($2::text IS NULL OR i.number = $2)
ORDER BY n.issued_on DESC, n.id DESC LIMIT {PAGE}
"""


@read("invoice.read", STAFF, MEMBER)
async def notes(act: Act, tenant: int, invoice: str | None = None) -> list[Note]:
    """The fifty newest, of one invoice where its number is named. Raises NotFound for another's."""
    _own(act, tenant)
    rows = await db.rows(NOTES, tenant, invoice)
    return [Note(**invoices.in_minor_units(row, "gross")) for row in rows]


def _own(act: Act, tenant: int) -> None:
    act.only_own(tenant)
