"""The coming weeks of a calendar, day by day, and what its author should be warned of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts import instant
from contracts.calendars import calendar, zone
from contracts.calendars.calendar_definition import Definition


class Mark(StrEnum):
    """Why a day does not follow its weekday; an override beats a holiday."""

    OVERRIDE = "override"
    HOLIDAY = "holiday"


class CalendarWarning(StrEnum):
    """``NO_WORKING_TIME``: targets that count on this calendar are never due."""

    NO_WORKING_TIME = "no_working_time"
    CLOSED_THIS_WEEK = "closed_this_week"


@dataclass(frozen=True)
class Day:
    """One local date. ``stretches`` are instants, ``clocks_move`` microseconds."""

    day: date
    mark: Mark | None
    stretches: tuple[tuple[int, int], ...]
    clocks_move: int

    @property
    def worked(self) -> int:
        """Working time of the day in microseconds."""
        return sum(end - start for start, end in self.stretches)


@dataclass(frozen=True)
class Preview:
    """``next_change`` is the instant of the next change of offset within two years."""

    days: tuple[Day, ...]
    next_change: int | None
    next_open: int | None
    warnings: tuple[CalendarWarning, ...]


def preview(definition: Definition, now: int, days: int = 28) -> Preview:
    """The days from the local date of ``now`` on."""
    compiled = calendar.compile(definition)
    following = zone.next_change(definition.time_zone, now)
    return Preview(
        days=tuple(_days(definition, now, days)),
        next_change=following.start if following else None,
        next_open=compiled.next_open(now),
        warnings=warnings(definition, now),
    )


def warnings(definition: Definition, now: int) -> tuple[CalendarWarning, ...]:
    """No working time from now to the horizon, or none within seven days."""
    opening = calendar.compile(definition).next_open(now)
    if opening is None:
        return (CalendarWarning.NO_WORKING_TIME,)
    return (CalendarWarning.CLOSED_THIS_WEEK,) if opening >= now + 7 * instant.DAY else ()


def _days(definition: Definition, now: int, count: int) -> Iterator[Day]:
    compiled, name = calendar.compile(definition), definition.time_zone
    today = instant.at(now + zone.offset_at(name, now)).date()
    for day in (today + timedelta(days=number) for number in range(count)):
        start, end = (zone.start_of_day(name, at) for at in (day, day + timedelta(days=1)))
        yield Day(
            day=day,
            mark=_mark(definition, day),
            stretches=tuple(compiled.intervals(start, end)),
            clocks_move=zone.offset_at(name, end - 1) - zone.offset_at(name, start - 1),
        )


def _mark(definition: Definition, day: date) -> Mark | None:
    yearly = day.month, day.day
    if any(key in (day, yearly) for key, _ in definition.overrides):
        return Mark.OVERRIDE
    if day in definition.holidays or yearly in definition.yearly_holidays:
        return Mark.HOLIDAY
    return None
