"""What is given up of an invoice: proposed by one, approved by another, and then a credit note of
its own reason, because its tax is corrected with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

import asyncpg

from billing.invoicing import billed, credit_note, invoices
from billing.invoicing.credit_note import About
from billing.invoicing.invoices import Invoice
from billing.payments import payment
from billing.receivables import local_day, receivable, written_off
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 100


class NothingOpen(Conflict):
    code = "nothing-open"
    title = "Nothing of this invoice is open: there is nothing to write off"


class Proposed(Conflict):
    code = "write-off-proposed"
    title = "Writing this invoice off is proposed already"


class Decided(Conflict):
    code = "write-off-decided"
    title = "This was decided already"


class Moved(Conflict):
    code = "open-amount-moved"
    title = "What is open has changed since this was proposed: refuse it and propose it again"


class OwnProposal(Forbidden):
    code = "own-write-off"
    title = "Who proposed a write-off does not decide it: ask somebody else"


@dataclass(frozen=True, slots=True)
class WriteOff:
    """`amount` was open when it was proposed; approved, `credit_note_id` is its document."""

    id: UUID
    invoice: str
    currency: str
    amount: Decimal
    reason: str
    state: str
    proposed_by: UUID
    proposed_at: datetime
    decided_at: datetime | None
    credit_note_id: UUID | None


SELECT = """
SELECT w.id, i.number AS invoice, i.currency, w.amount, w.reason, w.state, w.proposed_by,
       w.proposed_at, w.decided_at, w.credit_note_id
FROM write_off w JOIN invoice i ON i.tenant_id = w.tenant_id AND i.id = w.invoice_id
WHERE w.tenant_id = $1
"""


@read("invoice.read", STAFF)
async def of_tenant(act: Act, tenant: int, before: UUID | None = None) -> list[WriteOff]:
    """Newest first, a hundred at a time."""
    rows = await db.rows(
        f"{SELECT} AND ($2::uuid IS NULL OR w.id < $2) ORDER BY w.id DESC LIMIT {PAGE}",
        *(tenant, before),
    )
    return [_read(row) for row in rows]


@read("invoice.read", STAFF)
async def of_invoice(act: Act, tenant: int, number: str) -> list[WriteOff]:
    """Newest first."""
    rows = await db.rows(f"{SELECT} AND i.number = $2 ORDER BY w.id DESC", tenant, number)
    return [_read(row) for row in rows]


@write("write_off.propose", STAFF)
async def propose(act: Act, number: str, reason: str) -> WriteOff:
    """All that is open of a final invoice. Raises NotFound, NothingOpen, Proposed, Malformed."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: 1 to 2000 characters; the client reads them.", field="reason")
    invoice = await invoices.held(act, number)
    if _open(invoice) <= 0:
        raise NothingOpen
    made = ids.new()
    try:
        await db.execute(
            "INSERT INTO write_off (tenant_id, id, invoice_id, amount, reason, state, "
            "proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7)",
            *(act.tenant_id, made, invoice.id, _open(invoice), reason.strip()),
            *(act.person_id, act.now),
        )
    except asyncpg.UniqueViolationError as stands:
        raise Proposed from stands
    return await _one(act, made)


@write("write_off.approve", STAFF)
async def approve(act: Act, write_off_id: UUID) -> WriteOff:
    """By somebody else. Raises NotFound, Decided, OwnProposal, Moved."""
    found, invoice = await _undecided(act, write_off_id)
    if _open(invoice) != found.amount:
        raise Moved
    note = await _credit(act, invoice, found)
    await _decide(act, write_off_id, "approved", note)
    await db.execute(
        "UPDATE receivable SET written_off = true WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, invoice.id),
    )
    body = {"invoice": invoice.number, "amount": str(found.amount)}
    await events.emit(act, events.New("invoice.written_off", invoice.id, body))
    return await _one(act, write_off_id)


@write("write_off.approve", STAFF)
async def refuse(act: Act, write_off_id: UUID) -> WriteOff:
    """By somebody else. Raises NotFound, Decided, OwnProposal."""
    await _undecided(act, write_off_id)
    await _decide(act, write_off_id, "refused", None)
    return await _one(act, write_off_id)


async def _credit(act: Act, invoice: Invoice, found: WriteOff) -> UUID | None:
    """The note, issued at once; the rest that no note comes to is closed as it is."""
    lines = await billed.lines(act.tenant_id, invoice.id)
    given_up = written_off.of(lines, found.amount, invoice.currency)
    note_id = None
    if given_up.parts:
        about = About(found.reason, purpose="write_off")
        words = (given_up.parts, about, found.proposed_by)
        note = await credit_note.write_proposal(act, invoice, *words)
        note_id = (await credit_note.issue(act, found.invoice, note.id)).id
    if given_up.rest:
        today = await local_day.today(act, act.tenant_id)
        await payment.book(act, invoice.id, given_up.rest, today, method="write_off")
    await receivable.refresh(act, invoice.id)
    return note_id


async def _undecided(act: Act, write_off_id: UUID) -> tuple[WriteOff, Invoice]:
    """With its invoice, locked."""
    invoice = await invoices.held(act, (await _one(act, write_off_id)).invoice)
    found = await _one(act, write_off_id)
    if found.state != "proposed":
        raise Decided
    if found.proposed_by == act.person_id:
        raise OwnProposal
    return found, invoice


async def _decide(act: Act, write_off_id: UUID, state: str, note: UUID | None) -> None:
    await db.update(
        "write_off",
        {"tenant_id": act.tenant_id, "id": write_off_id},
        {
            "state": state,
            "decided_by": act.person_id,
            "decided_at": act.now,
            "credit_note_id": note,
        },
    )


async def _one(act: Act, write_off_id: UUID) -> WriteOff:
    row = await db.row(f"{SELECT} AND w.id = $2", act.tenant_id, write_off_id)
    if row is None:
        raise NotFound
    return _read(row)


def _open(of: Invoice) -> Decimal:
    return of.gross - of.credited - of.paid


def _read(row: db.Row) -> WriteOff:
    return WriteOff(**invoices.in_minor_units(row, "amount"))
