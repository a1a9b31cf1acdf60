"""Rates of exchange as somebody publishes them, stated by finance: what a foreign currency's tax is
declared at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from billing.amounts import check, exact
from billing.amounts.exchange import NoRate, Rate
from billing.metered.ledger import Dated
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

PAGE: Final = 100
FINEST: Final = Decimal("1e-10")
NEWEST: Final = """
SELECT base, quote, value, day, source FROM exchange_rate
WHERE base = $1 AND quote = $2 AND day <= $3 ORDER BY day DESC LIMIT $4
"""

BEHIND: Final = """
SELECT r.base, r.quote, r.value, r.day, r.source
FROM unnest($2::text[], $3::date[], $4::date[]) AS s(base, first, last)
JOIN exchange_rate r ON r.quote = $1 AND r.base = s.base AND r.day <= s.last
  AND r.day >= coalesce((SELECT max(n.day) FROM exchange_rate n
                         WHERE n.base = s.base AND n.quote = $1 AND n.day <= s.first), s.first)
ORDER BY r.base, r.day
"""


@provide("party.write")
async def state(
    act: Act, base: str, quote: str, day: date, value: Decimal, *, published_by: str
) -> Rate:
    """One `base` is `value` of `quote` from that day on; stated again it replaces what was. Raises
    Malformed."""
    rate = Rate(
        base, quote, check.positive(value, "value"), day, check.name(published_by, "source")
    )
    if base == quote:
        raise check.Invalid("quote", "it is the currency itself", "name the other one")
    if exact.rounded(value, FINEST) != value or len(published_by) > 80:
        raise check.Invalid("value", "it or its source is too long", "10 places, 80 letters")
    await db.execute(
        "INSERT INTO exchange_rate (base, quote, day, value, source, stated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (base, quote, day) DO UPDATE "
        "SET value = excluded.value, source = excluded.source, stated_at = excluded.stated_at",
        *(base, quote, day, value, published_by, act.now),
    )
    return rate


@read("invoice.read", STAFF)
async def rates(act: Act, base: str, quote: str, until: date | None = None) -> list[Rate]:
    """Up to a hundred of a pair, the newest first; go on with `until` before the last one's day."""
    rows = await db.rows(NEWEST, base, quote, until or date.max, PAGE)
    return [_rate(row) for row in rows]


@read("invoice.read", STAFF)
async def pairs(act: Act) -> list[tuple[str, str]]:
    """Those of which a rate was stated, up to a hundred."""
    rows = await db.rows(
        f"SELECT DISTINCT base, quote FROM exchange_rate ORDER BY base, quote LIMIT {PAGE}"
    )
    return [(row["base"], row["quote"]) for row in rows]


async def on(day: date, base: str, quote: str) -> Rate:
    """The newest not after that day. Raises NoRate."""
    row = await db.row(NEWEST, base, quote, day, 1)
    if row is None:
        raise NoRate(
            f"No rate from {base} to {quote} is stated for {day}: add it, with its source."
        )
    return _rate(row)


async def behind(used: Iterable[Dated], quote: str) -> tuple[Rate, ...]:
    """What converts these entries of money into that currency: of each other one they are in, the
    rates of their days and the newest before them."""
    days: dict[str, list[date]] = {}
    for each in used:
        base = each.event.dimension("currency")
        if base not in ("", quote):
            days.setdefault(base, []).append(each.day)
    spans = [(base, min(of), max(of)) for base, of in sorted(days.items())]
    if not spans:
        return ()
    rows = await db.rows(BEHIND, quote, *zip(*spans, strict=True))
    return tuple(_rate(row) for row in rows)


def _rate(row: db.Row) -> Rate:
    return Rate(**{**row, "value": Decimal(row["value"])})
