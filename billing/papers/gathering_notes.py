"""What credit notes and debit notes carry besides their lines, gathered as of the day they were
issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from billing.amounts.exchange import Rate
from billing.invoicing.crediting import Billed, Part
from billing.invoicing.invoices import Invoice
from billing.papers import gathering, letterhead, note_taxes
from billing.papers.letterhead import Letterhead, LocalTax, RateTax
from billing.parties import exchange_rates
from underpin.kernel import db
from underpin.kernel.errors import NotFound

PARTIES = """
SELECT t.locale,
       (SELECT s.details FROM seller s WHERE s.starts_on <= $2
        ORDER BY s.starts_on DESC LIMIT 1) AS seller,
       (SELECT b.details FROM buyer b WHERE b.tenant_id = $1 AND b.starts_on <= $2
        ORDER BY b.starts_on DESC LIMIT 1) AS buyer
FROM tenant t WHERE t.id = $1
"""


async def of_debit_note(tenant: int, note_id: UUID) -> Letterhead:
    """Of an issued debit note. Raises NotFound, NoParties."""
    issued_on = await db.value(
        "SELECT issued_on FROM debit_note WHERE tenant_id = $1 AND id = $2 AND state = 'issued'",
        *(tenant, note_id),
    )
    if issued_on is None:
        raise NotFound
    row = await _parties(tenant, issued_on)
    return Letterhead(*gathering.parties(row, ()), row["locale"])


NOTE = """
SELECT issued_on, tax FROM credit_note
WHERE tenant_id = $1 AND id = $2 AND invoice_id = $3 AND state = 'issued'
"""
PARTS = "SELECT ordinal, net FROM credit_note_line WHERE tenant_id = $1 AND credit_note_id = $2"
# As it stood before this note: numbers are taken one after the other, under the invoice's lock.
BEFORE = """
SELECT l.ordinal, l.net, l.tax_code, l.tax_rate AS tax_percent, coalesce((
    SELECT sum(c.net) FROM credit_note_line c
    JOIN credit_note n ON n.tenant_id = c.tenant_id AND n.id = c.credit_note_id
    JOIN credit_note own ON own.tenant_id = n.tenant_id AND own.id = $3
    WHERE c.tenant_id = $1 AND n.invoice_id = $2 AND n.state = 'issued' AND c.ordinal = l.ordinal
      AND (extract(year FROM n.issued_on), length(n.number), n.number)
        < (extract(year FROM own.issued_on), length(own.number), own.number)), 0) AS credited
FROM invoice_line l WHERE l.tenant_id = $1 AND l.invoice_id = $2 ORDER BY l.ordinal
"""


async def of_note(tenant: int, invoice: Invoice, note_id: UUID) -> Letterhead:
    """Of an issued credit note. Raises NotFound, NoParties, NoRate."""
    row = await db.row(NOTE, tenant, note_id, invoice.id)
    if row is None:
        raise NotFound
    known = await _parties(tenant, row["issued_on"])
    seller, buyer = gathering.parties(known, {each.code for each in invoice.taxes})
    local = await _local_tax(tenant, invoice, row["tax"], seller.tax_currency)
    taxes = await _taxes(tenant, invoice, note_id)
    return Letterhead(seller, buyer, known["locale"], local, taxes)


async def _parties(tenant: int, day: date) -> db.Row:
    row = await db.row(PARTIES, tenant, day)
    if row is None:
        raise NotFound
    return row


async def _taxes(tenant: int, invoice: Invoice, note_id: UUID) -> tuple[RateTax, ...]:
    billed = [Billed(**row) for row in await db.rows(BEFORE, tenant, invoice.id, note_id)]
    parts: Sequence[Part] = [Part(**row) for row in await db.rows(PARTS, tenant, note_id)]
    return note_taxes.by_rate(billed, parts, invoice.taxes, invoice.currency)


async def _local_tax(
    tenant: int, invoice: Invoice, tax: Decimal, declared_in: str
) -> LocalTax | None:
    """At the rate the invoice was declared at, because the note takes back what it declared."""
    if not tax or invoice.currency == declared_in:
        return None
    row = await db.value(
        "SELECT body FROM letterhead WHERE tenant_id = $1 AND id = $2", tenant, invoice.id
    )
    of = msgspec.json.decode(row, type=Letterhead).local_tax if row else None
    if of is None or of.currency != declared_in:
        assert invoice.issued_on is not None, "what is final has its day"  # noqa: S101
        rate = await exchange_rates.on(invoice.issued_on, invoice.currency, declared_in)
    else:
        rate = Rate(invoice.currency, of.currency, of.rate, of.day, of.source)
    return letterhead.local_tax(tax, invoice.currency, rate)
