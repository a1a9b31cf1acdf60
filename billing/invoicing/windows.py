"""Which periods a run speaks of: the month that closed, earlier ones in which late usage lies, and
the opening of the next where something is paid in advance."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from billing.invoicing.invoice_lines import Window
from billing.pricing import period
from billing.pricing.charge import Stage
from billing.pricing.period import Interval, Period, Unit
from billing.pricing.price import Timing
from billing.pricing.subscription import Subscription
from underpin.kernel import db

MONTHLY = Interval(1, Unit.MONTH)
ANCHOR = date(2000, 1, 1)

# Finalised months before this one, in which something was stored or corrected after the last
# document that speaks of them.
LATE = """
WITH said AS (
    SELECT b.period_start, max(i.cut) AS cut
    FROM booking b JOIN invoice i ON i.tenant_id = b.tenant_id AND i.id = b.document_id
    WHERE b.tenant_id = $1 AND b.subscription_id = $2 AND b.period_start < $3
    GROUP BY b.period_start
)
SELECT s.period_start FROM said s
WHERE EXISTS (
    SELECT FROM usage_event u WHERE u.tenant_id = $1 AND u.cut > s.cut AND u.cut <= $4
      AND u.happened_at >= s.period_start::timestamp AT TIME ZONE $5
      AND u.happened_at < (s.period_start + interval '1 month') AT TIME ZONE $5)
   OR EXISTS (
    SELECT FROM booking c JOIN credit_note n ON n.tenant_id = c.tenant_id AND n.id = c.document_id
    WHERE c.tenant_id = $1 AND c.subscription_id = $2 AND c.period_start = s.period_start
      AND n.cut > s.cut)
ORDER BY s.period_start
"""


def month(day: date) -> Period:
    """The calendar month that holds the day."""
    return period.holding(day, ANCHOR, MONTHLY)


async def of_run(of: Subscription, closed: Period, last_cut: int) -> tuple[Window, ...]:
    """The windows of a run for `closed`, the earliest first."""
    late = await _late(of.tenant_id, of.id, closed, last_cut, of.zone)
    earlier = [Window(each, Stage.CLOSED, each.start) for each in late]
    opening = [Window(month(closed.end), Stage.OPENING, closed.end)] if _in_advance(of) else []
    return (*earlier, Window(closed, Stage.CLOSED, closed.start), *opening)


async def _late(
    tenant: int, subscription: UUID, closed: Period, last_cut: int, zone: str
) -> list[Period]:
    rows = await db.rows(LATE, tenant, subscription, closed.start, last_cut, zone)
    return [month(row["period_start"]) for row in rows]


def last_day(of: Period) -> date:
    return of.end - timedelta(days=1)


def _in_advance(of: Subscription) -> bool:
    return any(price.timing is Timing.ADVANCE for term in of.terms for price in term.plan.prices)
