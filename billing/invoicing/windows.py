"""Which periods a run speaks of: the one that closed, earlier ones in which late usage lies, and
the opening of the next where something is paid in advance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from billing.invoicing.invoice_lines import Window
from billing.invoicing.line import Extra
from billing.metered import meter, reading
from billing.pricing import period
from billing.pricing import subscription as subscriptions
from billing.pricing.charge import Stage
from billing.pricing.period import Period
from billing.pricing.price import Timing
from billing.pricing.subscription import Subscription
from underpin.kernel import db

# Finalised periods before this one, each with its ends, in which something was stored or corrected
# after the last document that speaks of them. What is said of a level bears on all that follows.
LATE = """
SELECT s.period_start
FROM unnest($3::date[], $4::int[], $5::timestamptz[], $6::timestamptz[])
     AS s(period_start, cut, begins, ends)
WHERE EXISTS (
    SELECT FROM usage_event u WHERE u.tenant_id = $1 AND u.cut > s.cut AND u.cut <= $7
      AND u.happened_at < s.ends AND (u.happened_at >= s.begins OR u.meter = ANY ($8::text[])))
   OR EXISTS (
    SELECT FROM booking c JOIN credit_note n ON n.tenant_id = c.tenant_id AND n.id = c.document_id
    WHERE c.tenant_id = $1 AND c.subscription_id = $2 AND c.period_start = s.period_start
      AND n.cut > s.cut)
ORDER BY s.period_start
"""
SAID = """
SELECT b.period_start, max(i.cut) AS cut
FROM booking b JOIN invoice i ON i.tenant_id = b.tenant_id AND i.id = b.document_id
WHERE b.tenant_id = $1 AND b.subscription_id = $2 AND b.period_start < $3
GROUP BY b.period_start
"""


def month(day: date) -> Period:
    """The calendar month that holds the day."""
    return period.holding(day, period.CALENDAR, period.MONTHLY)


def ending_in(of: Subscription, days: Period) -> list[Period]:
    """The billing periods whose last day is one of these, the earliest first."""
    found = [subscriptions.period_of(of, last_day(days))]
    while found[0].start > days.start:
        found.insert(0, subscriptions.period_of(of, found[0].start - timedelta(days=1)))
    return [each for each in found if last_day(each) in days]


async def of_run(of: Subscription, closed: Period, last_cut: int) -> tuple[Window, ...]:
    """The windows of a run for `closed`, the earliest first."""
    late = await _late(of, closed, last_cut)
    earlier = [Window(each, Stage.CLOSED, each.start) for each in late]
    coming = subscriptions.period_of(of, closed.end)
    opening = [Window(coming, Stage.OPENING, closed.end)] if _in_advance(of) else []
    return (*earlier, Window(closed, Stage.CLOSED, closed.start), *opening)


async def _late(of: Subscription, closed: Period, last_cut: int) -> list[Period]:
    said = await db.rows(SAID, of.tenant_id, of.id, closed.start)
    if not said:
        return []
    periods = [subscriptions.period_of(of, row["period_start"]) for row in said]
    ends = (reading.instants(of, each.start, each.end) for each in periods)
    rows = await db.rows(
        LATE,
        *(of.tenant_id, of.id, [each.start for each in periods], [row["cut"] for row in said]),
        *zip(*ends, strict=True),
        *(last_cut, list(meter.levels(subscriptions.meters(of)))),
    )
    return [subscriptions.period_of(of, row["period_start"]) for row in rows]


def last_tax_point(spoken_of: Iterable[Window], waiting: Iterable[Extra]) -> date:
    """The latest day on which something of a run is taxed."""
    days = [each.tax_point for each in spoken_of] + [each.tax_point for each in waiting]
    return max(days)


def last_day(of: Period) -> date:
    return of.end - timedelta(days=1)


def _in_advance(of: Subscription) -> bool:
    return any(price.timing is Timing.ADVANCE for term in of.terms for price in term.plan.prices)
