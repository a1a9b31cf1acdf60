"""Compliance: how many of a month's promises were met, by metric and priority.

A clock counts in the period in which it was decided: a breach at its instant, a target met when
its clock stopped. What was withdrawn, or went with a merged ticket, is listed apart and in no
percentage; one silence is one miss (PRACTICE 18, 28). A month begins at midnight in the tenant's
zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from contracts import coherence_window, instant
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Figure:
    """`priority` is empty for all of a metric. `caused_by_change` of the breached ones earn no
    credit by default. `running` are open by now and began before the period's end.

    `shown` is the percentage rounded down to two decimals, None where nothing was decided: none
    is not 100 %. `commitment` in percent; `kept` compares unrounded, None where either is missing.
    """

    metric: str
    priority: str
    met: int
    breached: int
    caused_by_change: int
    withdrawn: int
    merged: int
    running: int
    commitment: Decimal | None
    shown: str | None
    kept: bool | None

    @property
    def percent(self) -> Fraction | None:
        return share(self.met, self.breached)


@dataclass(frozen=True, slots=True)
class Compliance:
    """Of the tickets the asker may see; `ends` is the first instant of the next month."""

    year: int
    month: int
    starts: datetime
    ends: datetime
    is_over: bool
    figures: tuple[Figure, ...]
    totals: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """One breach of the month; `allowed_us` of working time were exceeded at `breached_at`."""

    ticket_id: UUID
    metric: str
    priority: str
    breached_at: datetime
    allowed_us: int
    caused_by_change: bool


# A reply asked for while the first response was still owed waits for the same message: where the
# response was missed, that reply is no second miss.
SAME_MISS = """
(c.same_silence AND EXISTS (
    SELECT FROM clock f WHERE f.tenant_id = c.tenant_id AND f.ticket_id = c.ticket_id
    AND f.metric = 'first_response' AND f.breached_at IS NOT NULL))
"""

COUNT = f"""
WITH period AS (
    SELECT c.*, {SAME_MISS} AS same_miss
    FROM clock c WHERE c.tenant_id = $1 AND c.kind = 'SLA'
      AND ((c.decided_at >= $2 AND c.decided_at < $3)
           OR (c.decided_at IS NULL AND c.started_at < $3 AND c.state <> 'released'))
), said AS (
    SELECT metric, priority, version_id, caused_by_change,
           CASE WHEN decided_at IS NULL THEN 'running' WHEN state = 'merged' THEN 'merged'
                WHEN breached_at IS NOT NULL AND same_miss THEN 'same_miss'
                WHEN breached_at IS NOT NULL THEN 'breached'
                WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' ELSE 'met' END AS outcome
    FROM period
)
SELECT metric, coalesce(priority, '') AS priority,
       count(*) FILTER (WHERE outcome = 'met') AS met,
       count(*) FILTER (WHERE outcome = 'breached') AS breached,
       count(*) FILTER (WHERE outcome = 'breached' AND caused_by_change) AS caused_by_change,
       count(*) FILTER (WHERE outcome = 'withdrawn') AS withdrawn,
       count(*) FILTER (WHERE outcome = 'merged') AS merged,
       count(*) FILTER (WHERE outcome = 'running') AS running,
       (SELECT v.commitment_percent FROM agreement_version v
        WHERE v.tenant_id = $1 AND v.id = ANY (array_agg(said.version_id))
        ORDER BY v.effective_from DESC LIMIT 1) AS commitment
FROM said GROUP BY GROUPING SETS ((metric, priority), (metric))
ORDER BY metric, grouping(priority), priority
"""

MISSES = f"""
SELECT c.ticket_id, c.metric, c.priority, c.breached_at, c.allowed_us, c.caused_by_change
FROM clock c
WHERE c.tenant_id = $1 AND c.kind = 'SLA' AND c.state <> 'merged'
  AND c.breached_at >= $2 AND c.breached_at < $3 AND NOT {SAME_MISS}
ORDER BY c.breached_at, c.id LIMIT 1000
"""


@read("compliance.read", STAFF, MEMBER)
async def of_month(act: Act, tenant: int, year: int, month: int) -> Compliance:
    """Raises Malformed for what is no month, NotFound for another tenant than a member's own."""
    starts, ends, now = await _period(act, tenant, year, month)
    rows = await db.rows(COUNT, tenant, starts, ends)
    figures = [_figure(row) for row in rows]
    return Compliance(
        year=year,
        month=month,
        starts=starts,
        ends=ends,
        is_over=ends <= now,
        figures=tuple(figure for figure in figures if figure.priority),
        totals=tuple(figure for figure in figures if not figure.priority),
    )


@read("compliance.read", STAFF, MEMBER)
async def misses(act: Act, tenant: int, year: int, month: int) -> list[Miss]:
    """The month's breaches in order, at most a thousand. Raises as `of_month`."""
    starts, ends, _ = await _period(act, tenant, year, month)
    return [Miss(**row) for row in await db.rows(MISSES, tenant, starts, ends)]


def share(met: int, breached: int) -> Fraction | None:
    """Percent of what was decided; None of nothing."""
    return Fraction(100 * met, met + breached) if met + breached else None


def shown(percent: Fraction | None) -> str | None:
    """Rounded down to two decimals, so that 99.999 % never shows as 100."""
    if percent is None:
        return None
    whole, hundredths = divmod(percent * 100 // 1, 100)
    return f"{whole}.{hundredths:02}"


async def _period(
    act: Act, tenant: int, year: int, month: int
) -> tuple[datetime, datetime, datetime]:
    """The month's first instant, the next one's, and the tenant's now."""
    if act.audience is Audience.MEMBER and tenant != act.principal.own_tenant:
        raise NotFound
    if not (1 <= month <= 12 and 1970 <= year <= 9000):
        raise Malformed("month: write a year and a month like 2026-11.", field="month")
    row = await db.row("SELECT time_zone, simulated_now FROM tenant WHERE id = $1", tenant)
    if row is None:
        raise NotFound
    begins = (date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))
    starts, ends = (coherence_window.begins(day, row["time_zone"]) for day in begins)
    return instant.at(starts), instant.at(ends), row["simulated_now"] or act.now


def _figure(row: db.Row) -> Figure:
    percent = share(row["met"], row["breached"])
    return Figure(**row, shown=shown(percent), kept=_kept(percent, row["commitment"]))


def _kept(percent: Fraction | None, commitment: Decimal | None) -> bool | None:
    return None if percent is None or commitment is None else percent >= Fraction(commitment)
