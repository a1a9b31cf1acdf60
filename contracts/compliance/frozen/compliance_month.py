"""A calendar month of a tenant: when it begins and ends there, and whether it is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts import instant
from contracts.calendars import zone as zones
from contracts.coherence import coherence_window
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound


@dataclass(frozen=True, slots=True)
class Month:
    """`now` is the tenant's. `period_id` None: nothing of it is kept yet."""

    starts: datetime
    ends: datetime
    now: datetime
    period_id: UUID | None = None
    state: str = "provisional"
    provisional_until: datetime | None = None
    corrections: int = 0

    @property
    def frozen_period(self) -> UUID | None:
        return self.period_id if self.state == "frozen" else None


SELECT = """
SELECT t.time_zone, t.simulated_now, p.id AS period_id, p.state, p.provisional_until,
       (SELECT count(*) FROM compliance_correction c
        WHERE c.tenant_id = p.tenant_id AND c.period_id = p.id)
       + (SELECT count(*) FROM availability_evidence e JOIN availability_correction c
          ON c.tenant_id = e.tenant_id AND c.evidence_id = e.id
          WHERE e.tenant_id = p.tenant_id AND e.period_id = p.id) AS corrections
FROM tenant t
LEFT JOIN compliance_period p ON p.tenant_id = t.id AND p.year = $2 AND p.month = $3
WHERE t.id = $1
"""


async def of(act: Act, tenant: int, year: int, month: int) -> Month:
    """Raises Malformed for what is no month, NotFound for a tenant that cannot be seen."""
    check(year, month)
    row = await db.row(SELECT, tenant, year, month)
    if row is None:
        raise NotFound
    starts, ends = bounds(year, month, row["time_zone"])
    return Month(
        starts=starts,
        ends=ends,
        now=row["simulated_now"] or act.now,
        period_id=row["period_id"],
        state=row["state"] or "provisional",
        provisional_until=row["provisional_until"],
        corrections=row["corrections"],
    )


def check(year: int, month: int) -> None:
    """Raises Malformed."""
    if not (1 <= month <= 12 and 1970 <= year <= 9000):
        raise Malformed("month: write a year and a month like 2026-11.", field="month")


def bounds(year: int, month: int, zone: str) -> tuple[datetime, datetime]:
    """Its first instant and the next month's, in that zone."""
    days = (date(year, month, 1), date(*following(year, month), 1))
    starts, ends = (coherence_window.begins(day, zone) for day in days)
    return instant.at(starts), instant.at(ends)


def following(year: int, month: int) -> tuple[int, int]:
    return moved(year, month, 1)


def moved(year: int, month: int, by: int) -> tuple[int, int]:
    """So many months later, or earlier."""
    last = year * 12 + month - 1 + by
    return last // 12, last % 12 + 1


def containing(at: datetime, zone: str) -> tuple[int, int]:
    """The month by the wall clock of that zone."""
    local = at.astimezone(zones.named(zone))
    return local.year, local.month
