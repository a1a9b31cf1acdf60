"""What is open of each final invoice, kept beside it: gross less credited less paid.

The row is reckoned anew from the invoice's notes, payments and questions whenever one of them is
written, so that lists of what is open never walk a client's whole history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.invoicing import billed, crediting, invoices
from billing.invoicing.crediting import Part
from billing.receivables import dunning, local_day, overdue
from billing.receivables.standing import Standing
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PAGE = 100


@dataclass(frozen=True, slots=True)
class Receivable:
    """One open invoice. `dunned` is what the client is reminded of: without what it questions."""

    id: UUID
    number: str
    currency: str
    gross: Decimal
    credited: Decimal
    paid: Decimal
    questioned: Decimal
    open: Decimal
    dunned: Decimal
    due_on: date
    state: str


REFRESH = f"""
INSERT INTO receivable (tenant_id, id, currency, gross, credited, paid, questioned, due_on, is_open)
SELECT $1, o.id, o.currency, o.gross, o.credited, o.paid, $3, o.due_on,
       o.gross <> o.credited + o.paid
FROM (SELECT i.id, i.currency, i.gross, i.due_on, {invoices.SETTLED}
      FROM invoice i WHERE i.tenant_id = $1 AND i.id = $2 AND i.state = 'final') o
ON CONFLICT (tenant_id, id) DO UPDATE
SET credited = excluded.credited, paid = excluded.paid, questioned = excluded.questioned,
    is_open = excluded.is_open
"""


async def refresh(act: Act, invoice_id: UUID) -> None:
    """After a payment, a note, a question or the finalising itself, in its transaction; the invoice
    locked. What hangs on it follows: reminders, and whether the client is overdue."""
    questioned = await _questioned(act.tenant_id, invoice_id)
    await db.execute(REFRESH, act.tenant_id, invoice_id, questioned)
    await dunning.rearm(act, invoice_id)
    await overdue.refresh(act)


OPEN = """
SELECT r.id, i.number, r.currency, r.gross, r.credited, r.paid, r.questioned, r.written_off,
       r.due_on
FROM receivable r JOIN invoice i ON i.tenant_id = r.tenant_id AND i.id = r.id
WHERE r.tenant_id = $1 AND r.is_open
  AND ($2::date IS NULL OR (r.due_on, r.id) > ($2, $3::uuid))
ORDER BY r.due_on, r.id LIMIT $4
"""


@read("invoice.read", STAFF, MEMBER)
async def of_tenant(
    act: Act, tenant: int, after_due: date | None = None, after: UUID | None = None
) -> list[Receivable]:
    """What is open, by due day, a hundred at a time; go on with the last one's day and id."""
    act.only_own(tenant)
    today = await local_day.today(act, tenant)
    rows = await db.rows(OPEN, tenant, after_due, after or UUID(int=0), PAGE)
    return [read_row(row, today) for row in rows]


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> Receivable:
    """How one final invoice stands today, also when it is paid. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    row = await db.row(
        "SELECT r.id, $3 AS number, r.currency, r.gross, r.credited, r.paid, r.questioned, "
        "r.written_off, r.due_on FROM receivable r WHERE r.tenant_id = $1 AND r.id = $2",
        *(tenant, invoice.id, number),
    )
    if row is None:
        raise NotFound
    return read_row(row, await local_day.today(act, tenant))


AMOUNTS = ("gross", "credited", "paid", "questioned")


def read_row(row: db.Row, today: date) -> Receivable:
    """A row of `receivable` with its invoice's number, on a day of the client's."""
    said = invoices.in_minor_units(row, *AMOUNTS)
    written_off = said.pop("written_off")
    amounts = {name: said[name] for name in AMOUNTS}
    stands = Standing(**amounts, written_off=written_off, due_on=row["due_on"])
    return Receivable(**said, open=stands.open, dunned=stands.dunned, state=stands.state(today))


# Lines the client asks about: until they are explained, or the note over them is decided.
ASKED = """
SELECT DISTINCT q.ordinal FROM line_question q
LEFT JOIN credit_note n ON n.tenant_id = q.tenant_id AND n.id = q.credit_note_id
WHERE q.tenant_id = $1 AND q.invoice_id = $2
  AND (q.state = 'open' OR (q.state = 'accepted' AND n.state = 'proposed'))
"""


async def _questioned(tenant: int, invoice_id: UUID) -> Decimal:
    """The gross of what these lines have left, at their tax."""
    ordinals = {row["ordinal"] for row in await db.rows(ASKED, tenant, invoice_id)}
    if not ordinals:
        return Decimal(0)
    lines = await billed.lines(tenant, invoice_id)
    parts = [Part(each.ordinal, each.left) for each in lines if each.ordinal in ordinals]
    taken = [part for part in parts if part.net]
    if not taken:
        return Decimal(0)
    currency = await db.value(
        "SELECT currency FROM invoice WHERE tenant_id = $1 AND id = $2", tenant, invoice_id
    )
    return max(crediting.note(lines, taken, currency).gross, Decimal(0))
