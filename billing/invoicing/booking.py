"""What stands on finalised documents, per key: an invoice's lines less what a correction took off.

The next run rates the whole again and asks for what is missing, so that late usage, progressive
billing and corrections are one mechanism.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from billing.amounts import canonical
from billing.amounts.money import Money
from billing.invoicing.line import Booked, Line
from billing.pricing.count import Key
from billing.pricing.period import Period
from underpin.kernel import db
from underpin.kernel.act import Act

STANDING = """
SELECT key, sum(net) AS net,
       (array_agg(name ORDER BY booked_at DESC, document_id DESC))[1] AS name,
       (array_agg(days_start ORDER BY booked_at DESC, document_id DESC))[1] AS days_start,
       (array_agg(days_end ORDER BY booked_at DESC, document_id DESC))[1] AS days_end,
       (array_agg(tax_class ORDER BY booked_at DESC, document_id DESC))[1] AS tax_class
FROM booking
WHERE tenant_id = $1 AND subscription_id = $2 AND period_start = ANY ($3::date[])
GROUP BY key_hash, key ORDER BY key_hash
"""
WRITE = """
INSERT INTO booking (tenant_id, document_id, key_hash, subscription_id, period_start, key, net,
                     name, days_start, days_end, tax_class, booked_at)
SELECT $1, $2, u.hash, $3, u.period, u.key::jsonb, u.net, u.name, u.starts, u.ends, u.class, $4
FROM unnest($5::text[], $6::date[], $7::text[], $8::numeric[], $9::text[], $10::date[],
            $11::date[], $12::text[])
     AS u(hash, period, key, net, name, starts, ends, class)
"""


async def standing(
    tenant: int, subscription: UUID, periods: Iterable[date], currency: str
) -> tuple[Booked, ...]:
    """Of the periods that begin on these days; amounts in the subscription's currency."""
    rows = await db.rows(STANDING, tenant, subscription, list(periods))
    return tuple(
        Booked(
            key=msgspec.json.decode(row["key"], type=Key),
            net=Money(row["net"], currency),
            name=row["name"],
            days=Period(row["days_start"], row["days_end"]),
            tax_class=row["tax_class"],
        )
        for row in rows
    )


async def book(act: Act, document: UUID, subscription: UUID, lines: Sequence[Line]) -> None:
    """Write what a document's lines come to; extras have no key and are booked nowhere."""
    rows = [
        (
            *(digest(line.source), line.source.period, canonical.encode(line.source).decode()),
            *(line.net.amount, line.name, line.days.start, line.days.end, line.tax_class),
        )
        for line in lines
        if isinstance(line.source, Key) and line.days is not None
    ]
    if rows:
        whose = (act.tenant_id, document, subscription, act.now)
        await db.execute(WRITE, *whose, *zip(*rows, strict=True))


def digest(key: Key) -> str:
    """A key in fixed length."""
    return hashlib.sha256(canonical.encode(key)).hexdigest()
