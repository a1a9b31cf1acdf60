"""Our book of what Stripe collects for one client: what was booked in a window of time, what is
still open, and single things by Stripe's names."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from billing.amounts.money import Money
from billing.payments.gateway import minor_units
from billing.payments.reconciling.difference import DONE, OPEN, SETTLED, Item, Key
from underpin.kernel import db

MOST_OPEN = 500
"""Open invoices of one client that are asked after in one night; the longest due first."""

# At Stripe an invoice that was paid stays so, whatever was given back or lost of it afterwards.
INVOICES = """
SELECT p.stripe_id, p.goal, p.currency, p.number, r.gross > r.credited + r.paid - coalesce((
    SELECT sum(b.amount) FROM payment b WHERE b.tenant_id = r.tenant_id AND b.invoice_id = r.id
      AND b.method = 'stripe' AND (b.amount < 0 OR b.reverses IS NOT NULL)), 0) AS is_open
FROM stripe_push p JOIN receivable r ON r.tenant_id = p.tenant_id AND r.id = p.document_id
WHERE p.tenant_id = $1 AND p.kind = 'invoice' AND p.state = 'done'
  AND p.stripe_id = ANY ($2::text[])
"""
MONEY = """
SELECT p.external_id, p.amount, i.currency, i.number
FROM payment p JOIN invoice i ON i.tenant_id = p.tenant_id AND i.id = p.invoice_id
WHERE p.tenant_id = $1 AND p.method = 'stripe' AND p.external_id = ANY ($2::text[])
  AND p.reverses IS NULL AND NOT EXISTS (
    SELECT FROM payment b WHERE b.tenant_id = p.tenant_id AND b.reverses = p.id)
"""
DISPUTES = """
SELECT d.external_id, d.amount, i.currency, d.status, i.number
FROM payment_dispute d JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
WHERE d.tenant_id = $1 AND d.external_id = ANY ($2::text[])
"""
# Keys are made in order of time (RFC 9562), so that the table's own key serves the window.
BOOKED = """
SELECT p.external_id, p.amount > 0 AS is_payment, d.id IS NOT NULL AS is_dispute
FROM payment p
LEFT JOIN payment_dispute d ON d.tenant_id = p.tenant_id AND d.external_id = p.external_id
WHERE p.tenant_id = $1 AND p.id >= $2 AND p.id < $3 AND p.method = 'stripe'
  AND p.external_id IS NOT NULL AND p.reverses IS NULL
"""
STILL_OPEN = f"""
SELECT p.stripe_id FROM receivable r
JOIN stripe_push p ON p.tenant_id = r.tenant_id AND p.kind = 'invoice' AND p.document_id = r.id
  AND p.ordinal = 1
WHERE r.tenant_id = $1 AND r.is_open AND p.state = 'done' AND p.stripe_id IS NOT NULL
ORDER BY r.due_on, r.id LIMIT {MOST_OPEN}
"""


async def asked_after(tenant: int, since: datetime, until: datetime) -> set[Key]:
    """What must be at Stripe: booked in this window, or an invoice that is still open."""
    booked = await db.rows(BOOKED, tenant, _first_id(since), _first_id(until))
    still_open = await db.rows(STILL_OPEN, tenant)
    return {_key(row) for row in booked} | {Key("invoice", row["stripe_id"]) for row in still_open}


async def known(tenant: int, keys: Collection[Key]) -> dict[Key, Item]:
    """What our book says of these; nothing of what it does not hold."""
    named = {kind: [key.id for key in keys if key.kind == kind] for kind in _KINDS}
    invoices = await db.rows(INVOICES, tenant, named["invoice"])
    money = await db.rows(MONEY, tenant, named["payment"] + named["refund"])
    disputes = await db.rows(DISPUTES, tenant, named["dispute"])
    return {
        **{Key("invoice", row["stripe_id"]): _invoice(row) for row in invoices},
        **{_moved(row): _money(row, DONE) for row in money},
        **{Key("dispute", row["external_id"]): _money(row, row["status"]) for row in disputes},
    }


_KINDS = ("invoice", "payment", "refund", "dispute")


def _first_id(at: datetime) -> UUID:
    """Before every UUIDv7 made from then on, after all made before: 48 bits of milliseconds."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def _key(row: db.Row) -> Key:
    if row["is_dispute"]:
        return Key("dispute", row["external_id"])
    return Key("payment" if row["is_payment"] else "refund", row["external_id"])


def _moved(row: db.Row) -> Key:
    return Key("payment" if row["amount"] > 0 else "refund", row["external_id"])


def _invoice(row: db.Row) -> Item:
    state = OPEN if row["is_open"] else SETTLED
    return Item(row["goal"], row["currency"], state, row["number"])


def _money(row: db.Row, state: str) -> Item:
    units = minor_units.of(Money(abs(row["amount"]), row["currency"]))
    return Item(units, row["currency"], state, row["number"])
