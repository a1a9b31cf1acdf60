"""What a month came to under the client's contracts: promises, trend, availability, credits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from contracts.compliance.counted import compliance
from contracts.compliance.counted.compliance import Compliance
from contracts.compliance.counted.figures import Figure
from contracts.compliance.entitlements import entitlement_rows
from contracts.compliance.frozen import compliance_month
from contracts.compliance.outages import availability_reading
from underpin.desk.service_reports.told import Availability, Credit, Outage, Point, Promise
from underpin.kernel import db
from underpin.kernel.act import Act

TREND: Final = 6
"""Months, this one among them."""


def promises(found: Compliance) -> tuple[Promise, ...]:
    """Each metric as a whole, its priorities after it."""
    figures = sorted((*found.totals, *found.figures), key=lambda each: (each.metric, each.priority))
    return tuple(_promise(each) for each in figures)


def _promise(of: Figure) -> Promise:
    return Promise(
        metric=of.metric,
        priority=of.priority,
        met=of.met,
        breached=of.breached,
        excluded=sum(each.count for each in of.excluded),
        withdrawn=of.withdrawn,
        shown=of.shown,
        commitment=None if of.commitment is None else f"{of.commitment:f}",
        kept=of.kept,
    )


async def trend(act: Act, tenant: int, found: Compliance) -> tuple[Point, ...]:
    """This month and those before it, the earliest first."""
    points: list[Point] = []
    for year, month in _months(found.year, found.month):
        own = (year, month) == (found.year, found.month)
        each = found if own else await compliance.of_month(act, tenant, year, month)
        points += [
            Point(year=year, month=month, metric=total.metric, shown=total.shown)
            for total in each.totals
        ]
    return tuple(points)


def _months(year: int, month: int) -> Iterator[tuple[int, int]]:
    for back in reversed(range(TREND)):
        yield compliance_month.moved(year, month, -back)


SERVICES: Final = "SELECT id, name FROM service WHERE tenant_id = $1 ORDER BY name, id"


async def availability(act: Act, tenant: int, last: date) -> tuple[Availability, ...]:
    """Of each service whose availability is promised, in the period of the month's last day."""
    found = []
    for row in await db.rows(SERVICES, tenant):
        reading = await availability_reading.promised(act, tenant, row["id"], last)
        if reading is None:
            continue
        found.append(
            Availability(
                service=row["name"],
                shown=reading.shown,
                commitment=f"{reading.commitment:f}",
                kept=reading.kept,
            )
        )
    return tuple(found)


OUTAGES: Final = """
SELECT s.name AS service, o.starts_at, o.ends_at, o.note FROM outage o
JOIN service s ON s.tenant_id = o.tenant_id AND s.id = o.service_id
WHERE o.tenant_id = $1 AND o.state = 'confirmed' AND o.starts_at < $3
  AND (o.ends_at IS NULL OR o.ends_at > $2) ORDER BY o.starts_at, o.id
"""


async def outages(tenant: int, starts: datetime, ends: datetime) -> tuple[Outage, ...]:
    """Confirmed ones that touch the month; whose fault they were is not the client's to read."""
    return tuple(Outage(**row) for row in await db.rows(OUTAGES, tenant, starts, ends))


CREDITS: Final = f"{entitlement_rows.SELECT} AND p.year = $2 AND p.month = $3 ORDER BY e.id"


async def credits_of(tenant: int, year: int, month: int) -> tuple[Credit, ...]:
    return tuple(
        Credit(
            percent=row["percent"],
            basis=row["basis"],
            nature=row["nature"],
            state=row["state"],
            answer=row["answer"] or "",
            settled_with=row["settled_with"] or "",
        )
        for row in await db.rows(CREDITS, tenant, year, month)
    )
