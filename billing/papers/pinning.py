"""Pinning on a document who sold and who bought on the day it was issued, so that it reads the same
for ever, whatever the company is called later."""

from __future__ import annotations

from uuid import UUID

import msgspec

from billing.amounts.exchange import NoRate
from billing.invoicing import invoices
from billing.invoicing.invoices import Invoice
from billing.papers import gathering
from billing.papers.letterhead import Letterhead, NoParties
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class AlreadyPinned(Conflict):
    code = "letterhead-pinned"
    title = "This document says already who sold and who bought"


@write("party.write", STAFF)
async def pin_invoice(act: Act, number: str) -> Letterhead:
    """For an invoice issued before its parties were known: those of the day it was issued. Raises
    NotFound, AlreadyPinned, NoParties, NoRate."""
    invoice = await invoices.held(act, number)
    return await _pin(act, invoice.id, invoice, await gathering.of_invoice(act.tenant_id, invoice))


@write("party.write", STAFF)
async def pin_note(act: Act, number: str, note_id: UUID) -> Letterhead:
    """The same for an issued credit note."""
    invoice = await invoices.held(act, number)
    return await _pin(
        act, note_id, invoice, await gathering.of_note(act.tenant_id, invoice, note_id)
    )


async def when_known(act: Act, invoice_id: UUID, note_id: UUID | None = None) -> None:
    """In the transaction that makes a document final. One whose parties are not set yet is issued
    all the same, because the number and what it books do not wait; it is printed once somebody
    has set them and pinned it."""
    known = "SELECT EXISTS (SELECT FROM seller) AND EXISTS (SELECT FROM buyer WHERE tenant_id = $1)"
    if not await db.value(known, act.tenant_id):
        return
    invoice = await invoices.one(act.tenant_id, invoice_id)
    try:
        if note_id is None:
            made = await gathering.of_invoice(act.tenant_id, invoice)
        else:
            made = await gathering.of_note(act.tenant_id, invoice, note_id)
    except (NoParties, NoRate):
        return
    await _pin(act, note_id or invoice_id, invoice, made)


async def _pin(act: Act, document: UUID, invoice: Invoice, made: Letterhead) -> Letterhead:
    written = await db.execute(
        "INSERT INTO letterhead (tenant_id, id, kind, invoice_id, body, pinned_at) "
        "VALUES ($1, $2, $3, $4, $5::text::jsonb, $6) ON CONFLICT DO NOTHING",
        *(act.tenant_id, document, "invoice" if document == invoice.id else "credit_note"),
        *(invoice.id, msgspec.json.encode(made).decode(), act.now),
    )
    if not written:
        raise AlreadyPinned
    return made
