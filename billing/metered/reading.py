"""Reading a client's ledger for what it is charged: sums where they are exact, entries where each
one matters, and the hash of all that was read."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from billing.metered import cumulating, ledger, ledger_keeping, meter
from billing.metered.cumulating import Sums
from billing.metered.ledger import Dated, Dimensions, UsageEvent, Used
from billing.pricing import subscription as subscriptions
from billing.pricing.period import Period
from billing.pricing.subscription import Subscription
from contracts import instant
from underpin.kernel import db

BETWEEN: Final = "\x1f"
SUMMED: Final = "summed"

# What stands: neither taken back by the end of that cut, nor what takes another back. A reversal is
# of its entry's meter and moment, so that all of them are found at once.
STANDS: Final = """
u.tenant_id = $1 AND u.happened_at >= $2 AND u.happened_at < $3
  AND ($4::int IS NULL OR u.cut <= $4) AND u.reverses IS NULL
  AND (u.source, u.event_id) NOT IN (
      SELECT r.source, r.reverses FROM usage_event r
      WHERE r.tenant_id = $1 AND r.meter = ANY ($5::text[]) AND r.happened_at >= $2
        AND r.happened_at < $3 AND r.reverses IS NOT NULL AND ($4::int IS NULL OR r.cut <= $4))
"""
SUMS: Final = f"""
SELECT u.meter, width_bucket(u.happened_at, $8::timestamptz[]) AS span,
       ARRAY(SELECT u.dimensions ->> n FROM unnest(w.names) n) AS said,
       sum(u.quantity) AS quantity, count(*) AS entries
FROM (SELECT meter, alike, string_to_array(nullif(names, ''), '{BETWEEN}') AS names
      FROM unnest($5::text[], $6::boolean[], $7::text[]) AS w(meter, alike, names)) w
JOIN usage_event u ON u.meter = w.meter
WHERE u.meter = ANY ($5::text[]) AND {STANDS}
GROUP BY u.meter, span, said, CASE WHEN w.alike THEN u.quantity END
"""
# An entry is never changed, so its id stands for all that it says; as text it would cost thrice
# as much.
DIGEST: Final = """
SELECT encode(sha256(coalesce(string_agg(uuid_send(u.id) || numeric_send(u.quantity)
           || timestamptz_send(u.happened_at), ''::bytea ORDER BY u.id), ''::bytea)), 'hex')
FROM usage_event u
WHERE u.tenant_id = $1 AND u.meter = ANY ($5::text[]) AND u.happened_at >= $2
  AND u.happened_at < $3 AND ($4::int IS NULL OR u.cut <= $4)
"""


@dataclass(frozen=True, slots=True)
class _Span:
    """Of whose ledger, from which instant to which, and by the end of which cut."""

    of: Subscription
    starts: datetime
    ends: datetime
    last_cut: int | None

    @property
    def words(self) -> tuple[int, datetime, datetime, int | None]:
        return self.of.tenant_id, self.starts, self.ends, self.last_cut


async def of_periods(
    of: Subscription, periods: Sequence[Period], last_cut: int | None = None
) -> Used:
    """All that is charged of these periods, stored by the end of that cut of the ledger, or all
    there is; and of each level what was last said before."""
    span = _Span(of, *instants(of, periods[0].start, periods[-1].end), last_cut)
    wanted = cumulating.of(of)
    sums = {key: each for key, each in wanted.items() if each is not None}
    summed = await _sums(span, sums, _days(of, periods))
    single = await _single(span, [key for key, each in wanted.items() if each is None])
    digest: str = await db.value(DIGEST, *span.words, list(wanted)) if wanted else ""
    before = [each for each in single if each.happened_at < instant.of(span.starts)]
    return Used(
        tuple(sorted((*summed, *ledger.dated(single, of.zone_info())), key=_day)),
        digest if not before else ledger.digest(before) + digest,
    )


def instants(of: Subscription, start: date, end: date) -> tuple[datetime, datetime]:
    """The client's local midnights of two days."""
    zone = of.zone_info()
    return datetime.combine(start, time(), zone), datetime.combine(end, time(), zone)


def _day(dated: Dated) -> date:
    return dated.day


def _days(of: Subscription, periods: Sequence[Period]) -> list[date]:
    """The days on which something other than the day before's may be charged."""
    slices = [piece for each in periods for piece, _ in subscriptions.slices(of, each)]
    ends = [(each.start, each.end) for each in periods]
    ends += [(each.start, each.end) for each in slices]
    return sorted({day for pair in ends for day in pair})


async def _sums(span: _Span, wanted: Mapping[str, Sums], days: list[date]) -> list[Dated]:
    if not wanted:
        return []
    zone = span.of.zone_info()
    rows = await db.rows(
        SUMS,
        *span.words,
        list(wanted),
        [each.alike for each in wanted.values()],
        [BETWEEN.join(each.names) for each in wanted.values()],
        [datetime.combine(day, time(), zone) for day in days],
    )
    made = [_sum(span.of, row, wanted[row["meter"]], days) for row in rows]
    return sorted(made, key=_in_order)


def _sum(of: Subscription, row: db.Row, sums: Sums, days: list[date]) -> Dated:
    day = days[row["span"] - 1]
    said = itertools.zip_longest(sums.names, row["said"] or ())
    dimensions: Dimensions = tuple((name, value) for name, value in said if value)
    event = UsageEvent(
        tenant_id=of.tenant_id,
        source=SUMMED,
        event_id=BETWEEN.join(map(str, (row["meter"], day, row["quantity"], *dimensions))),
        meter=row["meter"],
        quantity=Decimal(row["quantity"]),
        happened_at=instant.start_of(day),
        dimensions=dimensions,
        entries=row["entries"],
    )
    return Dated(day, event)


def _in_order(dated: Dated) -> tuple[date, str, Dimensions, Decimal]:
    event = dated.event
    return dated.day, event.meter, event.dimensions, event.quantity


async def _single(span: _Span, keys: Sequence[str]) -> Sequence[UsageEvent]:
    if not keys:
        return []
    levels = meter.levels(subscriptions.meters(span.of))
    return await ledger_keeping.between(*span.words, levels=levels, keys=keys)
