"""What a frozen month earns under the credit schedules of its SLA versions, from its evidence.

The arithmetic is what-if's own, so that what was forecast and what is owed are one sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from contracts.agreements.credit_clause import Measured
from contracts.agreements.credit_schedule import Schedule
from contracts.compliance.frozen.compliance_period import Period
from contracts.compliance.outages import availability, availability_evidence, availability_reading
from contracts.metric import AVAILABILITY
from contracts.what_if import what_if_credit
from contracts.what_if.what_if_credit import Due
from contracts.what_if.what_if_tally import Cell, Count, Line, Tally
from underpin.kernel import db
from underpin.kernel.act import Act

ABOUT: Final = ("month", "metric", "ticket_type", "priority")
LOOK_BACK: Final = timedelta(days=2 * 366)
"""How far misses in a row are counted."""


@dataclass(frozen=True, slots=True)
class Earned:
    """`detail` is JSON: the months judged, the counts by metric, type and priority, open caps and
    any right that misses in a row give."""

    version_id: UUID
    due: Due
    schedule: Schedule
    detail: str


# Versions in force during the month, or that governed what was decided in it.
GOVERNED: Final = """
SELECT v.id, v.agreement_id,
       CASE WHEN a.service_id IS NOT NULL THEN ARRAY[a.service_id]
            ELSE ARRAY(SELECT s.id FROM service s WHERE s.tenant_id = $1
                       AND s.contract_id = a.contract_id ORDER BY s.id) END AS services
FROM agreement_version v
JOIN agreement a ON a.tenant_id = v.tenant_id AND a.id = v.agreement_id
WHERE v.tenant_id = $1 AND v.state IN ('active', 'superseded') AND (
    (v.effective_from < $4 AND NOT EXISTS (
        SELECT FROM agreement_version n WHERE n.tenant_id = $1
        AND n.agreement_id = v.agreement_id AND n.state IN ('active', 'superseded')
        AND n.effective_from > v.effective_from AND n.effective_from <= $3))
    OR EXISTS (SELECT FROM compliance_evidence e WHERE e.tenant_id = $1 AND e.period_id = $2
               AND e.version_id = v.id))
ORDER BY v.id
"""

# What counted in the frozen months up to this one, under any version of these agreements.
COUNTS: Final = """
SELECT v.agreement_id, e.version_id, p.year, p.month, e.metric, e.ticket_type, e.priority,
       count(*) FILTER (WHERE e.outcome = 'met') AS met,
       count(*) FILTER (WHERE e.outcome = 'breached') AS breached,
       count(*) FILTER (WHERE e.outcome = 'breached' AND e.caused_by_change) AS caused_by_change,
       coalesce(array_agg(e.over_us ORDER BY e.over_us)
                FILTER (WHERE e.outcome = 'breached' AND NOT e.caused_by_change), '{}') AS overs
FROM compliance_evidence e
JOIN compliance_period p ON p.tenant_id = e.tenant_id AND p.id = e.period_id
JOIN agreement_version v ON v.tenant_id = e.tenant_id AND v.id = e.version_id
WHERE e.tenant_id = $1 AND v.agreement_id = ANY ($2::uuid[]) AND p.starts_at >= $3
  AND p.starts_at <= $4 AND e.outcome IN ('met', 'breached')
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


async def of_period(act: Act, period: Period) -> list[Earned]:
    """Of each version with a credit schedule whose own period ends with this month."""
    words = (act.tenant_id, period.id, period.starts_at, period.ends_at)
    governed = await db.rows(GOVERNED, *words)
    contents = await version_store.of_tenant(act.tenant_id, [row["id"] for row in governed])
    crediting = [row for row in governed if contents[row["id"]].credits]
    if not crediting:
        return []
    agreements = sorted({row["agreement_id"] for row in crediting})
    since = period.starts_at - LOOK_BACK
    counts = await db.rows(COUNTS, act.tenant_id, agreements, since, period.starts_at)
    found = [await _earned(act, period, row, contents[row["id"]], counts) for row in crediting]
    return [each for each in found if each is not None]


async def _earned(
    act: Act, period: Period, row: db.Row, content: Content, counts: Sequence[db.Row]
) -> Earned | None:
    """Before this month every version of the agreement stands for this one."""
    own = [
        each
        for each in counts
        if each["agreement_id"] == row["agreement_id"]
        and (each["version_id"] == row["id"] or _month(each) != _name(period))
    ]
    lines = [_line(each, str(row["id"])) for each in own]
    lines += await _availability(act, period, row, content)
    dues = what_if_credit.due(Tally() + Tally(tuple(lines)), str(row["id"]), content)
    now = [due for due in dues if due.months[-1] == _name(period)]
    if not now or content.credits is None:
        return None
    judged = [line for line in lines if line.cell.month in now[0].months]
    return Earned(row["id"], now[0], content.credits, _detail(now[0], judged))


async def _availability(act: Act, period: Period, row: db.Row, content: Content) -> list[Line]:
    """Of each service that the agreement speaks of, where a clause judges it: microseconds up and
    down instead of clocks."""
    given, schedule = content.availability, content.credits
    judged = schedule is not None and any(c.metric == AVAILABILITY for c in schedule.clauses)
    if given is None or not judged:
        return []
    day = availability_evidence.last_day(period)
    lines = []
    for service in row["services"]:
        try:
            read = await availability_reading.of_service(act, act.tenant_id, service, day)
        except availability_reading.NothingPromised:
            continue
        if read.version_id == row["id"] and read.ends == period.ends_at:
            lines.append(up_and_down(availability.measured(given, read.figure), period, row["id"]))
    return lines


def up_and_down(measured: Measured, period: Period, version: UUID) -> Line:
    """A share of service time as a line of counts: microseconds up and down."""
    cell = Cell(_name(period), AVAILABILITY, "", "", str(version))
    down = measured.counted - measured.kept
    return Line(cell, Count(met=measured.kept, breached=down), tuple(map(int, measured.overs_us)))


def _line(row: db.Row, version: str) -> Line:
    about = (row["metric"], row["ticket_type"], row["priority"], version)
    counted = {name: row[name] for name in ("met", "breached", "caused_by_change")}
    return Line(Cell(_month(row), *about), Count(**counted), tuple(row["overs"]))


def _month(row: db.Row) -> str:
    return f"{row['year']:04}-{row['month']:02}"


def _name(period: Period) -> str:
    return f"{period.year:04}-{period.month:02}"


def _detail(due: Due, lines: Iterable[Line]) -> str:
    said = {
        "months": due.months,
        "open_caps": due.open_caps,
        "right": due.right,
        "counted": [
            {
                **{name: getattr(line.cell, name) for name in ABOUT},
                "met": line.count.met,
                "breached": line.count.breached,
                "caused_by_change": line.count.caused_by_change,
            }
            for line in lines
        ],
    }
    return msgspec.json.encode(said, order="deterministic").decode()
