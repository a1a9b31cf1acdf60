"""What confirmed outages come to under either side's promise of availability (PRACTICE 20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from contracts import instant, metric
from contracts.agreements.agreed import Content
from contracts.agreements.credit_clause import Measured
from contracts.calendars import compiled
from contracts.calendars import zone as zones
from contracts.compliance.outages import availability, availability_reading, outage_rows
from contracts.compliance.outages.availability import Figure, Span, Window
from contracts.what_if.what_if_tally import Cell, Count, Line, Tally
from underpin.kernel import db
from underpin.kernel.act import Act

SERVICES: Final = """
SELECT s.id FROM agreement_version v
JOIN agreement a ON a.tenant_id = $1 AND a.id = v.agreement_id
JOIN service s ON s.tenant_id = $1 AND s.contract_id = a.contract_id
    AND (a.service_id IS NULL OR a.service_id = s.id)
WHERE v.tenant_id = $1 AND v.id = $2 ORDER BY s.id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Days from `since` up to but without `until` of a client in its zone, seen from `as_of`."""

    since: date
    until: date
    zone: str
    as_of: datetime


def is_credited(content: Content) -> bool:
    clauses = content.credits.clauses if content.credits else ()
    return content.availability is not None and any(
        each.metric == metric.AVAILABILITY for each in clauses
    )


def periods(content: Content, asked: Asked) -> list[Span]:
    """Whole ones that hold a day of the question and are over by `as_of`."""
    given, day, found = content.availability, asked.since, list[Span]()
    while given is not None and day < asked.until:
        span = availability.period(given, day, asked.zone)
        if span.end <= instant.of(asked.as_of):
            found.append(span)
        day = _local_day(span.end, asked.zone)
    return found


async def of(act: Act, version: UUID, content: Content, within: Span, zone: str) -> Tally:
    """Of each service that the version's agreement speaks of: microseconds up and down, counted in
    the month in which the period ends."""
    if content.availability is None or not is_credited(content):
        return Tally()
    last = _local_day(within.end - 1, zone)
    cell = Cell(f"{last:%Y-%m}", metric.AVAILABILITY, "", "", str(version))
    services = await db.rows(SERVICES, act.tenant_id, version)
    figures = [await _figure(act, content, row["id"], within) for row in services]
    judged = [availability.measured(content.availability, each) for each in figures if each]
    return Tally() + Tally(tuple(_line(cell, each) for each in judged))


def _line(cell: Cell, judged: Measured) -> Line:
    count = Count(met=judged.kept, breached=judged.counted - judged.kept)
    return Line(cell, count, tuple(map(int, judged.overs_us)))


async def _figure(act: Act, content: Content, service: UUID, within: Span) -> Figure | None:
    if content.availability is None:
        return None
    counted = content.availability_calendar
    calendar = (await compiled.of_tenant(act.tenant_id, [counted]))[counted]
    words = (act.tenant_id, service, *map(instant.at, within))
    windows = await db.rows(availability_reading.WINDOWS, *words)
    down = await db.rows(outage_rows.select(act) + availability_reading.CONFIRMED, *words)
    excused = availability.announced(content, [_window(row) for row in windows])
    spans = [_span(row, within) for row in down]
    return availability.measure(content.availability, calendar, within, spans, excused)


def _window(row: db.Row) -> Window:
    return Window(*(instant.of(row[name]) for name in ("starts_at", "ends_at", "announced_at")))


def _span(row: db.Row, within: Span) -> Span:
    """One that goes on lasts at least to the period's end."""
    ends = row["ends_at"]
    return Span(instant.of(row["starts_at"]), within.end if ends is None else instant.of(ends))


def _local_day(moment: int, zone: str) -> date:
    return instant.at(moment).astimezone(zones.named(zone)).date()
