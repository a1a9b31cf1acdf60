"""Compliance: how many of a month's promises were met, by service, metric and priority.

A month begins at midnight in the tenant's zone. It is provisional while the client may object, and
then frozen: from there on it is told from its evidence, and what turns out differently later
stands beside it as a correction (PRACTICE 28).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.compliance.counted import compliance_terms, counting, figures
from contracts.compliance.counted.compliance_terms import Judged
from contracts.compliance.counted.figures import Figure, Reason, share, shown
from contracts.compliance.frozen import compliance_month
from contracts.compliance.frozen.compliance_month import Month
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

__all__ = [
    "Compliance",
    "Figure",
    "Judged",
    "Miss",
    "Reason",
    "misses",
    "of_month",
    "share",
    "shown",
]


@dataclass(frozen=True, slots=True)
class Compliance:
    """Of the tickets the asker may see; `ends` is the first instant of the next month.

    `figures` are by metric and priority, `totals` by metric, `services` and `service_totals` the
    same by service; `commitments` by clause of the versions that governed. `state`: provisional or
    frozen. `provisional_until` is when objecting ends, None for a month of which nothing is kept
    yet. `corrections` were recorded after the freeze, `period_id` is of what is kept of it.
    """

    year: int
    month: int
    starts: datetime
    ends: datetime
    is_over: bool
    figures: tuple[Figure, ...]
    totals: tuple[Figure, ...]
    services: tuple[Figure, ...] = ()
    service_totals: tuple[Figure, ...] = ()
    commitments: tuple[Judged, ...] = ()
    state: str = "provisional"
    provisional_until: datetime | None = None
    corrections: int = 0
    period_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """One breach of the month; `allowed_us` of working time were exceeded at `breached_at`.

    `outcome` is what it counts as: breached, or excluded or apart for the reason `why`.
    """

    ticket_id: UUID
    metric: str
    priority: str
    breached_at: datetime
    allowed_us: int
    caused_by_change: bool
    clock_id: UUID
    outcome: str
    why: str


MISSES = f"""
SELECT ticket_id, metric, priority, missed_at AS breached_at, allowed_us, caused_by_change,
       clock_id, outcome, why
FROM (SELECT d.*, coalesce(breached_at, decided_at) AS missed_at FROM ({counting.DECIDED}) AS d) m
WHERE (breached_at IS NOT NULL OR outcome = 'breached') AND why NOT IN ('merged', 'one_silence')
  AND ($4::uuid IS NULL OR (missed_at, clock_id) > (
      SELECT coalesce(p.breached_at, p.decided_at), p.id FROM clock p
      WHERE p.tenant_id = $1 AND p.id = $4))
  AND ($5::text IS NULL OR metric = $5)
ORDER BY missed_at, clock_id LIMIT 1000
"""


@read("compliance.read", STAFF, MEMBER)
async def of_month(
    act: Act, tenant: int, year: int, month: int, *, running: bool = True
) -> Compliance:
    """Without `running` none is counted that still runs. Raises Malformed for what is no month,
    NotFound for another tenant than a member's own."""
    asked = await _month(act, tenant, year, month)
    tallies = await _tallies(tenant, asked, running=running)
    versions = await compliance_terms.of_versions(tenant, (each.version_id for each in tallies))
    return Compliance(
        year=year,
        month=month,
        starts=asked.starts,
        ends=asked.ends,
        is_over=asked.ends <= asked.now,
        figures=figures.by_priority(tallies, versions),
        totals=figures.by_metric(tallies, versions),
        services=figures.by_service(tallies, versions),
        service_totals=figures.of_services(tallies, versions),
        commitments=compliance_terms.judged(versions, tallies),
        state=asked.state,
        provisional_until=asked.provisional_until,
        corrections=asked.corrections,
        period_id=asked.period_id,
    )


@read("compliance.read", STAFF, MEMBER)
async def misses(
    act: Act,
    tenant: int,
    year: int,
    month: int,
    *,
    after: UUID | None = None,
    metric: str | None = None,
) -> list[Miss]:
    """The month's breaches in order, or those of one metric, a thousand at a time; `after` is the
    clock of the last one seen. Raises as `of_month`."""
    asked = await _month(act, tenant, year, month)
    rows = await db.rows(MISSES, tenant, asked.starts, asked.ends, after, metric)
    return [Miss(**row) for row in rows]


async def _tallies(tenant: int, asked: Month, *, running: bool) -> list[figures.Tally]:
    if asked.frozen_period is not None:
        return await counting.frozen(tenant, asked.frozen_period)
    count = counting.live if running else counting.so_far
    return await count(tenant, asked.starts, asked.ends)


async def _month(act: Act, tenant: int, year: int, number: int) -> Month:
    act.only_own(tenant)
    return await compliance_month.of(act, tenant, year, number)
