"""Credit notes: the one way to correct what is final; proposed by one person, issued by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from billing.invoicing import billed, crediting, invoices, series
from billing.invoicing.crediting import Part
from billing.invoicing.invoices import Invoice
from billing.metered import cut
from billing.papers import pinning
from billing.receivables import receivable
from contracts.compliance.entitlements import entitlement
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write


class Decided(Conflict):
    code = "credit-note-decided"
    title = "This credit note was decided already"


class Proposed(Conflict):
    code = "credit-note-proposed"
    title = "A credit note for this credit is proposed or issued already"


class OwnProposal(Forbidden):
    code = "own-proposal"
    title = "Who proposed a credit note cannot issue it: ask somebody else"


@dataclass(frozen=True, slots=True)
class CreditNote:
    """`net`, `tax` and `gross` are taken off the invoice; `is_correction`: what it takes back is
    rated anew on the next invoice. A refusal says why."""

    id: UUID
    invoice_id: UUID
    state: str
    is_correction: bool
    reason: str
    number: str | None
    net: Decimal
    tax: Decimal
    gross: Decimal
    proposed_at: datetime
    decided_at: datetime | None
    issued_on: date | None
    refusal: str | None


@dataclass(frozen=True, slots=True)
class About:
    """Why a note is proposed; the client reads `reason`."""

    reason: str
    is_correction: bool = False
    entitlement_id: UUID | None = None
    purpose: Literal["", "write_off", "question"] = ""


COLUMNS = (
    "id, invoice_id, state, is_correction, reason, number, net, tax, gross, proposed_at, "
    "decided_at, issued_on, refusal"
)


@write("credit.propose", STAFF)
async def propose(
    act: Act,
    number: str,
    reason: str,
    parts: Sequence[Part] = (),
    *,
    is_correction: bool = False,
    entitlement_id: UUID | None = None,
) -> CreditNote:
    """Take these parts off a final invoice, or all that is left of it where none are named.

    `entitlement_id`: what is due under the SLA and settled by it. Raises NotFound, Malformed for
    no reason, Proposed where that is proposed already, and as `crediting.note`.
    """
    invoice = await invoices.held(act, number)
    about = About(reason, is_correction=is_correction, entitlement_id=entitlement_id)
    return await write_proposal(act, invoice, parts, about, act.person_id)


async def write_proposal(
    act: Act, invoice: Invoice, parts: Sequence[Part], about: About, by: UUID
) -> CreditNote:
    """For rooms' own reasons, on a locked invoice; `by` is who may not issue it. Raises as
    `propose`."""
    if not about.reason.strip():
        raise Malformed("reason: say why; the client reads it.", field="reason")
    lines = await billed.lines(act.tenant_id, invoice.id)
    note = crediting.note(lines, parts or crediting.everything(lines), invoice.currency)
    note_id = ids.new()
    written = await db.execute(
        "INSERT INTO credit_note (tenant_id, id, invoice_id, state, is_correction, reason, net, "
        "tax, gross, proposed_by, proposed_at, entitlement_id, purpose) "
        "VALUES ($1, $2, $3, 'proposed', $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "ON CONFLICT (tenant_id, entitlement_id) WHERE state <> 'refused' DO NOTHING",
        *(act.tenant_id, note_id, invoice.id, about.is_correction, about.reason.strip()),
        *(note.net, note.tax, note.gross, by, act.now, about.entitlement_id, about.purpose),
    )
    if not written:
        raise Proposed
    await db.many(
        "INSERT INTO credit_note_line (tenant_id, credit_note_id, ordinal, net) "
        "VALUES ($1, $2, $3, $4)",
        [(act.tenant_id, note_id, part.ordinal, part.net) for part in note.parts],
    )
    return await _one(act.tenant_id, note_id, invoice.currency)


@write("credit.approve", STAFF)
async def issue(act: Act, number: str, note_id: UUID) -> CreditNote:
    """Give it its number. By somebody other than who proposed it; its tax is reckoned again over
    what was issued meanwhile. Raises NotFound, Decided, OwnProposal, TooMuch."""
    invoice = await invoices.held(act, number)
    settles = await _undecided(act, invoice.id, note_id)
    lines = await billed.lines(act.tenant_id, invoice.id)
    note = crediting.note(lines, await _parts(act.tenant_id, note_id), invoice.currency)
    zone = ZoneInfo(await db.value("SELECT time_zone FROM tenant WHERE id = $1", act.tenant_id))
    today = act.now.astimezone(zone).date()
    given = await series.take(act, "credit_note", today)
    await db.execute(
        "UPDATE credit_note SET state = 'issued', number = $3, issued_on = $4, tax = $5, "
        "gross = net + $5, decided_by = $6, decided_at = $7, cut = $8 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, note_id, given, today, note.tax, act.person_id, act.now),
        await cut.current(act.tenant_id),
    )
    await _unbook(act, note_id)
    await receivable.refresh(act, invoice.id)
    await pinning.when_known(act, pinning.Of("credit_note", note_id, invoice.id))
    if settles is not None:
        await entitlement.settle(act, settles, given)
    body = {"number": given, "invoice": number, "gross": str(note.gross)}
    await events.emit(act, events.New("credit_note.issued", note_id, body))
    return await _one(act.tenant_id, note_id, invoice.currency)


@write("credit.approve", STAFF)
async def refuse(act: Act, number: str, note_id: UUID, reason: str) -> CreditNote:
    """Raises NotFound, Decided, OwnProposal, Malformed for no reason."""
    if not reason.strip():
        raise Malformed("reason: say why not.", field="reason")
    invoice = await invoices.held(act, number)
    await _undecided(act, invoice.id, note_id)
    await db.execute(
        "UPDATE credit_note SET state = 'refused', refusal = $3, decided_by = $4, "
        "decided_at = $5 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, note_id, reason.strip(), act.person_id, act.now),
    )
    await receivable.refresh(act, invoice.id)
    return await _one(act.tenant_id, note_id, invoice.currency)


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> list[CreditNote]:
    """An invoice's notes, oldest first; a client sees those that were issued. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM credit_note WHERE tenant_id = $1 AND invoice_id = $2 "
        "ORDER BY proposed_at, id",
        tenant,
        invoice.id,
    )
    return [_note(row, invoice.currency) for row in rows]


# A correction frees what it took: the key's next rating asks for it anew, rightly this time.
UNBOOK = """
INSERT INTO booking (tenant_id, document_id, key_hash, subscription_id, period_start, key, net,
                     name, days_start, days_end, tax_class, booked_at)
SELECT b.tenant_id, n.id, b.key_hash, b.subscription_id, b.period_start, b.key, -c.net, b.name,
       b.days_start, b.days_end, b.tax_class, $3
FROM credit_note n
JOIN credit_note_line c ON c.tenant_id = n.tenant_id AND c.credit_note_id = n.id
JOIN invoice_line l ON l.tenant_id = n.tenant_id AND l.invoice_id = n.invoice_id
  AND l.ordinal = c.ordinal
JOIN booking b ON b.tenant_id = n.tenant_id AND b.document_id = n.invoice_id
  AND b.key = l.body -> 'source'
WHERE n.tenant_id = $1 AND n.id = $2 AND n.is_correction
"""


async def _unbook(act: Act, note_id: UUID) -> None:
    await db.execute(UNBOOK, act.tenant_id, note_id, act.now)


async def _undecided(act: Act, invoice: UUID, note_id: UUID) -> UUID | None:
    """What is due and would be settled by it, if anything."""
    row = await db.row(
        "SELECT state, proposed_by, entitlement_id FROM credit_note "
        "WHERE tenant_id = $1 AND id = $2 AND invoice_id = $3",
        *(act.tenant_id, note_id, invoice),
    )
    if row is None:
        raise NotFound
    if row["state"] != "proposed":
        raise Decided
    if row["proposed_by"] == act.person_id:
        raise OwnProposal
    settles: UUID | None = row["entitlement_id"]
    return settles


async def _parts(tenant: int, note_id: UUID) -> list[Part]:
    rows = await db.rows(
        "SELECT ordinal, net FROM credit_note_line WHERE tenant_id = $1 AND credit_note_id = $2 "
        "ORDER BY ordinal",
        tenant,
        note_id,
    )
    return msgspec.convert([dict(row) for row in rows], list[Part])


async def _one(tenant: int, note_id: UUID, currency: str) -> CreditNote:
    row = await db.row(
        f"SELECT {COLUMNS} FROM credit_note WHERE tenant_id = $1 AND id = $2", tenant, note_id
    )
    assert row is not None, "it was written in this transaction"  # noqa: S101
    return _note(row, currency)


def _note(row: db.Row, currency: str) -> CreditNote:
    return CreditNote(**invoices.in_minor_units(row, "net", "tax", "gross", of=currency))
