"""The share of service time in which a service was there (PRACTICE 20). No I/O.

What counts as down is the confirmed outages, less maintenance announced as agreed. Instants and
durations are microseconds; the share is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from contracts import metric
from contracts.agreements import clause
from contracts.agreements.agreed import Content
from contracts.agreements.credit_clause import Measured
from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence_window
from contracts.instant import HOUR

MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Span(NamedTuple):
    """From an instant up to, and without, another."""

    start: int
    end: int


class Window(NamedTuple):
    """Maintenance, and when the client was told of it."""

    start: int
    end: int
    announced: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Of `service_us` working time the service was down for `down_us`; `excused_us` more fell into
    maintenance and count as up."""

    service_us: int
    down_us: int
    excused_us: int

    @property
    def share(self) -> Fraction | None:
        """None without any service time."""
        up = self.service_us - self.down_us
        return Fraction(up, self.service_us) if self.service_us else None


def period(given: clause.Availability, day: date, time_zone: str) -> Span:
    """The month, quarter or year of that date, from midnight to midnight in the zone."""
    months = MONTHS[given.period]
    first = (day.month - 1) // months * months
    year, next_month = divmod(day.year * 12 + first + months, 12)
    begins = (date(day.year, first + 1, 1), date(year, next_month + 1, 1))
    return Span(*(coherence_window.begins(each, time_zone) for each in begins))


def announced(content: Content, windows: Iterable[Window]) -> list[Span]:
    """The maintenance that excuses: told of with the agreed notice, under an exclusion for it."""
    notices = [
        each.notice_hours or 0
        for each in content.exclusions or clause.EXCLUDED_BY_DEFAULT
        if each.reason == "planned_maintenance"
    ]
    if not notices:
        return []
    return [
        Span(window.start, window.end)
        for window in windows
        if window.announced + notices[0] * HOUR <= window.start
    ]


def measure(
    given: clause.Availability,
    calendar: Calendar,
    within: Span,
    outages: Iterable[Span],
    maintenance: Iterable[Span],
) -> Figure:
    """What a period came to; give it up to now while it runs, and open outages up to now.

    Outages that overlap or touch are one. Its length, maintenance taken off, is compared with the
    minimum by the clock on the wall, also where it reaches beyond the period or the service hours.
    """
    excusing = merged(maintenance)
    down = excused = 0
    for outage in merged(outages):
        left = _length(_without(outage, excusing))
        both = _worked(calendar, within, _common(outage, excusing))
        excused += both
        if left and left >= given.minimum_outage_us:
            down += _worked(calendar, within, [outage]) - both
    if given.maintenance_us is not None and excused > given.maintenance_us:
        down += excused - given.maintenance_us
        excused = given.maintenance_us
    return Figure(calendar.between(*within), down, excused)


def measured(given: clause.Availability, figure: Figure) -> Measured:
    """As a credit schedule judges it: the time over is the downtime beyond what is allowed."""
    allowed = figure.service_us * (1 - Fraction(given.percent) / 100)
    over = figure.down_us - allowed
    return Measured(
        metric.AVAILABILITY,
        figure.service_us - figure.down_us,
        figure.service_us,
        (over,) if over > 0 else (),
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, those that overlap or touch as one, empty ones left out."""
    found: list[Span] = []
    for span in sorted(each for each in spans if each.start < each.end):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _common(span: Span, others: Sequence[Span]) -> list[Span]:
    clipped = (Span(max(span.start, each.start), min(span.end, each.end)) for each in others)
    return [each for each in clipped if each.start < each.end]


def _without(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """What is left of it; `others` are merged."""
    start = span.start
    for each in _common(span, others):
        yield Span(start, each.start)
        start = each.end
    yield Span(start, span.end)


def _length(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _worked(calendar: Calendar, within: Span, spans: Sequence[Span]) -> int:
    clipped = (each for span in spans for each in _common(span, [within]))
    return sum(calendar.between(*span) for span in clipped)
