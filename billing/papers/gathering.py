"""What an invoice carries besides its lines, gathered as of the day it was issued: read in one
statement, because every invoice of a run is asked for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec

from billing.amounts import money
from billing.amounts.money import Money
from billing.papers import behind, letterhead
from billing.papers.letterhead import Behind, Letterhead, LocalTax
from billing.parties import exchange_rates
from billing.parties.party import Buyer, Seller
from billing.pricing import price_list
from underpin.kernel import db
from underpin.kernel.errors import NotFound

# What the balance paid in the very transaction that issued it; later payments stand elsewhere.
HEAD = """
SELECT i.id, i.currency, i.tax, o.day, t.locale,
       ARRAY(SELECT DISTINCT x.code FROM invoice_tax x
             WHERE x.tenant_id = i.tenant_id AND x.invoice_id = i.id) AS codes,
       (SELECT s.details FROM seller s WHERE s.starts_on <= o.day
        ORDER BY s.starts_on DESC LIMIT 1) AS seller,
       (SELECT b.details FROM buyer b WHERE b.tenant_id = i.tenant_id AND b.starts_on <= o.day
        ORDER BY b.starts_on DESC LIMIT 1) AS buyer,
       (SELECT coalesce(sum(p.amount), 0) FROM payment p
        WHERE p.tenant_id = i.tenant_id AND p.invoice_id = i.id AND p.method = 'balance'
          AND p.amount > 0 AND p.recorded_at = i.finalised_at) AS from_balance
FROM invoice i JOIN tenant t ON t.id = i.tenant_id
CROSS JOIN LATERAL (SELECT coalesce(i.issued_on, $3::date) AS day) o
WHERE i.tenant_id = $1 AND i.id = $2
"""
COUNTED = """
SELECT ordinal, body FROM invoice_line
WHERE tenant_id = $1 AND invoice_id = $2 AND body -> 'source' ->> 'part' = 'usage'
"""


async def preview(tenant: int, draft: UUID, today: date) -> Letterhead:
    """What a draft would carry if it were issued today. Raises NoParties, NoRate."""
    return await _made(await _head(tenant, draft, today))


async def of_invoice(tenant: int, invoice: UUID) -> Letterhead:
    """Of a final one. Raises NoParties, NoRate."""
    row = await _head(tenant, invoice, None)
    made = await _made(row)
    paid = money.rounded(Money(row["from_balance"], row["currency"])).amount
    counted = await _behind(tenant, invoice, row["currency"])
    return msgspec.structs.replace(made, behind=counted, from_balance=paid)


def parties(row: db.Row, codes: Collection[str]) -> tuple[Seller, Buyer]:
    """Of a row with both as they are stored. Raises NoParties."""
    seller = row["seller"] and msgspec.json.decode(row["seller"], type=Seller)
    buyer = row["buyer"] and msgspec.json.decode(row["buyer"], type=Buyer)
    return letterhead.checked(seller, buyer, codes)


async def _head(tenant: int, invoice: UUID, today: date | None) -> db.Row:
    row = await db.row(HEAD, tenant, invoice, today)
    if row is None:
        raise NotFound
    return row


async def _made(row: db.Row) -> Letterhead:
    seller, buyer = parties(row, row["codes"])
    local: LocalTax | None = None
    if row["tax"] and row["currency"] != seller.tax_currency:
        rate = await exchange_rates.on(row["day"], row["currency"], seller.tax_currency)
        local = letterhead.local_tax(row["tax"], row["currency"], rate)
    return Letterhead(seller, buyer, row["locale"], local)


async def _behind(tenant: int, invoice: UUID, currency: str) -> tuple[Behind, ...]:
    rows = await db.rows(COUNTED, tenant, invoice)
    account = await price_list.account_of(tenant, currency) if rows else None
    if account is None:
        return ()
    return behind.of_lines(account.subscription, {row["ordinal"]: row["body"] for row in rows})
