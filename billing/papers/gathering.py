"""What a document carries besides its lines, gathered as of the day it was issued."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from billing.amounts import money
from billing.amounts.exchange import Rate
from billing.amounts.money import Money
from billing.invoicing.crediting import Billed, Part
from billing.invoicing.invoices import Invoice
from billing.papers import behind, letterhead, note_taxes
from billing.papers.letterhead import Behind, Letterhead, LocalTax, RateTax
from billing.parties import exchange_rates
from billing.parties.party import Buyer, Seller
from billing.pricing import price_list
from underpin.kernel import db
from underpin.kernel.errors import NotFound


async def preview(tenant: int, draft: Invoice, today: date) -> Letterhead:
    """What a draft would carry if it were issued today. Raises NoParties, NoRate."""
    return await _made(tenant, draft, today, draft.tax)


async def of_invoice(tenant: int, invoice: Invoice) -> Letterhead:
    """Raises NoParties, NoRate."""
    assert invoice.issued_on is not None, "what is final has its day"  # noqa: S101
    made = await _made(tenant, invoice, invoice.issued_on, invoice.tax)
    return msgspec.structs.replace(
        made,
        behind=await _behind(tenant, invoice.id, invoice.currency),
        from_balance=await _from_balance(tenant, invoice),
    )


async def _made(tenant: int, invoice: Invoice, day: date, tax: Decimal) -> Letterhead:
    codes = {each.code for each in invoice.taxes}
    seller, buyer, locale = await _parties(tenant, day, codes)
    local = None
    if tax and invoice.currency != seller.tax_currency:
        rate = await exchange_rates.on(day, invoice.currency, seller.tax_currency)
        local = letterhead.local_tax(tax, invoice.currency, rate)
    return Letterhead(seller, buyer, locale, local)


PARTIES = """
SELECT t.locale,
       (SELECT s.details FROM seller s WHERE s.starts_on <= $2
        ORDER BY s.starts_on DESC LIMIT 1) AS seller,
       (SELECT b.details FROM buyer b WHERE b.tenant_id = $1 AND b.starts_on <= $2
        ORDER BY b.starts_on DESC LIMIT 1) AS buyer
FROM tenant t WHERE t.id = $1
"""


async def _parties(tenant: int, day: date, codes: Collection[str]) -> tuple[Seller, Buyer, str]:
    row = await db.row(PARTIES, tenant, day)
    if row is None:
        raise NotFound
    seller = row["seller"] and msgspec.json.decode(row["seller"], type=Seller)
    buyer = row["buyer"] and msgspec.json.decode(row["buyer"], type=Buyer)
    return *letterhead.checked(seller, buyer, codes), row["locale"]


FROM_BALANCE = """
SELECT coalesce(sum(p.amount), 0) AS paid FROM payment p
JOIN invoice i ON i.tenant_id = p.tenant_id AND i.id = p.invoice_id
WHERE p.tenant_id = $1 AND p.invoice_id = $2 AND p.method = 'balance' AND p.amount > 0
  AND p.recorded_at = i.finalised_at
"""


async def _from_balance(tenant: int, invoice: Invoice) -> Decimal:
    """What was paid in the very transaction that issued it; later payments stand elsewhere."""
    paid = await db.value(FROM_BALANCE, tenant, invoice.id)
    return money.rounded(Money(paid, invoice.currency)).amount


async def _behind(tenant: int, invoice_id: UUID, currency: str) -> tuple[Behind, ...]:
    account = await price_list.account_of(tenant, currency)
    rows = await db.rows(
        "SELECT ordinal, body FROM invoice_line WHERE tenant_id = $1 AND invoice_id = $2",
        *(tenant, invoice_id),
    )
    if account is None:
        return ()
    return behind.of_lines(account.subscription, {row["ordinal"]: row["body"] for row in rows})


async def of_debit_note(tenant: int, note_id: UUID) -> Letterhead:
    """Of an issued debit note. Raises NotFound, NoParties."""
    issued_on = await db.value(
        "SELECT issued_on FROM debit_note WHERE tenant_id = $1 AND id = $2 AND state = 'issued'",
        *(tenant, note_id),
    )
    if issued_on is None:
        raise NotFound
    return Letterhead(*await _parties(tenant, issued_on, ()))


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
    codes = {each.code for each in invoice.taxes}
    seller, buyer, locale = await _parties(tenant, row["issued_on"], codes)
    local = await _local_tax(tenant, invoice, row["tax"], seller.tax_currency)
    return Letterhead(seller, buyer, locale, local, await _taxes(tenant, invoice, note_id))


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
