"""The worst ticket's way as lanes on one line of time: what of it the promise counts, who had the
ticket and when they worked on it, with weekends and holidays behind. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from contracts.coherence.coherence_line import Line, Part, Span
from underpin.console import formats
from underpin.console.views.contracting import Bar, Course, DayMark, Lane
from underpin.console.views.shell import Language

WIDTH: Final = 1000
LEAST: Final = 4
MOST_DAYS: Final = 45
SHOWN_WITHOUT_END: Final = timedelta(days=14)
ZERO: Final = timedelta(0)
SATURDAY_SUNDAY: Final = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Weekdays (Monday is 0) that are no working days, and what is celebrated when."""

    weekend: frozenset[int] = SATURDAY_SUNDAY
    holidays: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """In whose zone and language the days are named."""

    zone: str
    language: Language
    off: DaysOff


@dataclass(frozen=True, slots=True)
class _Line:
    start: datetime
    end: datetime

    def place(self, at: datetime) -> int:
        inside = min(max(at, self.start), self.end)
        return (inside - self.start) * WIDTH // (self.end - self.start)

    def bar(self, kind: str, start: datetime, end: datetime) -> Bar:
        x = min(self.place(start), WIDTH - LEAST)
        return Bar(kind, x, max(LEAST, self.place(end) - x))


def of(line: Line, reading: Reading) -> Course | None:
    """None where no ticket may be raised, or nothing is known of its way."""
    hours = line.shown.sla_hours
    if line.raised_at is None or not line.shown.timeline or hours is None:
        return None
    due = _due(hours, timedelta(microseconds=line.allowed_us))
    ends = line.done_at or line.raised_at + SHOWN_WITHOUT_END
    drawn = _Line(line.raised_at, max(ends, due or ends, line.raised_at + timedelta(minutes=1)))
    return Course(
        raised=line.raised_at,
        done=line.done_at,
        lanes=(_promise(drawn, hours, due), *(_held(drawn, part) for part in line.shown.timeline)),
        days=tuple(_days(drawn, reading)),
        due=None if due is None else drawn.place(due),
        due_at=due,
    )


def _due(hours: Part, allowed: timedelta) -> datetime | None:
    """When the promise ends; None where the ticket is done before."""
    used = ZERO
    for span in hours.works:
        if used + (span.end - span.start) >= allowed:
            return span.start + (allowed - used)
        used += span.end - span.start
    return None


def _promise(line: _Line, hours: Part, due: datetime | None) -> Lane:
    return Lane("", tuple(bar for span in hours.works for bar in _counted(line, span, due)))


def _counted(line: _Line, span: Span, due: datetime | None) -> Iterator[Bar]:
    until = span.end if due is None else min(span.end, due)
    if span.start < until:
        yield line.bar("counts", span.start, until)
    if due is not None and span.end > due:
        yield line.bar("late", max(span.start, due), span.end)


def _held(line: _Line, part: Part) -> Lane:
    ends = part.end or line.end
    works = (line.bar("works", each.start, each.end) for each in part.works if each.start < ends)
    return Lane(part.stage, (line.bar("holds", part.start, ends), *works))


def _days(line: _Line, reading: Reading) -> Iterator[DayMark]:
    zone = ZoneInfo(reading.zone)
    days = _dates(line.start.astimezone(zone).date(), line.end.astimezone(zone).date())
    midnights = (datetime.combine(day, time(), zone) for day in (*days, *_after(days)))
    for day, (x, ends) in zip(days, pairwise(map(line.place, midnights)), strict=True):
        if ends > x:
            yield _day(day, x, ends - x, reading)


def _day(day: date, x: int, width: int, reading: Reading) -> DayMark:
    name = reading.off.holidays.get(day)
    weekend = "weekend" if day.weekday() in reading.off.weekend else ""
    label = formats.weekday(day.weekday(), reading.language)
    return DayMark(label, x, width, "holiday" if name is not None else weekend, name or "")


def _after(days: Sequence[date]) -> tuple[date, ...]:
    return tuple(day + timedelta(days=1) for day in days[-1:])


def _dates(first: date, last: date) -> Sequence[date]:
    """None where there are too many to be told apart."""
    count = (last - first).days + 1
    return [first + timedelta(days=n) for n in range(count)] if count <= MOST_DAYS else ()
