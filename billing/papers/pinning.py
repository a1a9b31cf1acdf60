"""Pinning on a document who sold and who bought on the day it was issued, so that it reads the same
for ever, whatever the company is called later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import msgspec

from billing.amounts.exchange import NoRate
from billing.invoicing import invoices
from billing.papers import gathering, gathering_notes
from billing.papers.letterhead import Letterhead, NoParties
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class AlreadyPinned(Conflict):
    code = "letterhead-pinned"
    title = "This document says already who sold and who bought"


@dataclass(frozen=True, slots=True)
class Of:
    """A document that became final; `invoice_id` is None where it is about none."""

    kind: Literal["invoice", "credit_note", "debit_note"]
    id: UUID
    invoice_id: UUID | None = None


@write("party.write", STAFF)
async def pin_invoice(act: Act, number: str) -> Letterhead:
    """For an invoice issued before its parties were known: those of the day it was issued. Raises
    NotFound, AlreadyPinned, NoParties, NoRate."""
    invoice = await invoices.held(act, number)
    made = await gathering.of_invoice(act.tenant_id, invoice.id)
    return await _pin(act, Of("invoice", invoice.id, invoice.id), made)


@write("party.write", STAFF)
async def pin_note(act: Act, number: str, note_id: UUID) -> Letterhead:
    """The same for an issued credit note."""
    invoice = await invoices.held(act, number)
    made = await gathering_notes.of_note(act.tenant_id, invoice, note_id)
    return await _pin(act, Of("credit_note", note_id, invoice.id), made)


@write("party.write", STAFF)
async def pin_debit_note(act: Act, note_id: UUID) -> Letterhead:
    """The same for an issued debit note."""
    made = await gathering_notes.of_debit_note(act.tenant_id, note_id)
    return await _pin(act, Of("debit_note", note_id), made)


async def when_known(act: Act, of: Of) -> None:
    """In the transaction that makes a document final. One whose parties are not set yet is issued
    all the same, because the number and what it books do not wait; it is printed once somebody
    has set them and pinned it."""
    try:
        made = await _gathered(act.tenant_id, of)
    except (NoParties, NoRate):
        return
    await _pin(act, of, made)


async def _gathered(tenant: int, of: Of) -> Letterhead:
    if of.kind == "invoice":
        return await gathering.of_invoice(tenant, of.id)
    if of.invoice_id is None:
        return await gathering_notes.of_debit_note(tenant, of.id)
    invoice = await invoices.one(tenant, of.invoice_id)
    return await gathering_notes.of_note(tenant, invoice, of.id)


async def _pin(act: Act, of: Of, made: Letterhead) -> Letterhead:
    written = await db.execute(
        "INSERT INTO letterhead (tenant_id, id, kind, invoice_id, body, pinned_at) "
        "VALUES ($1, $2, $3, $4, $5::text::jsonb, $6) ON CONFLICT DO NOTHING",
        *(act.tenant_id, of.id, of.kind, of.invoice_id),
        *(msgspec.json.encode(made).decode(), act.now),
    )
    if not written:
        raise AlreadyPinned
    return made
