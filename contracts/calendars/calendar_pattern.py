"""What a definition opens on each local date, before any zone is thought of."""

import calendar as gregorian
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from contracts import instant
from contracts.calendars import calendar_wall as wall
from contracts.calendars.calendar_definition import Definition

_MONDAY: Final = 3  # day 0 is 1970-01-01, a Thursday
_FOREVER: Final = 10**18


class Pattern:
    """Local time, in microseconds since 1970-01-01T00:00 on the wall clock."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._overrides = dict(definition.overrides)
        self._breaks = dict(definition.breaks)
        self._holidays = frozenset(definition.holidays) | frozenset(definition.yearly_holidays)
        self._week = tuple(
            wall.without(open_on, self._breaks.get(weekday, ()))
            for weekday, open_on in enumerate(definition.week)
        )
        special = (*self._holidays, *self._overrides, *self._breaks)
        self._dated = {_number(day): self.on(day) for day in special if isinstance(day, date)}
        self._yearly = sorted({day for day in special if isinstance(day, tuple)})
        self._first = _bound(definition.valid_from, -_FOREVER)
        self._end = _bound(definition.valid_to, _FOREVER)
        self.special_years = frozenset(
            day.year
            for day in (*special, definition.valid_from, definition.valid_to)
            if isinstance(day, date)
        )
        """Years with a date that other years do not have."""

    def on(self, day: date) -> wall.Intervals:
        """The open intervals of a date, its breaks taken off; validity is not looked at."""
        yearly = day.month, day.day
        breaks = (self._breaks.get(key, ()) for key in (day, yearly, day.weekday()))
        off = wall.merged(interval for part in breaks for interval in part)
        return wall.without(self._base(day, yearly), off)

    def between(self, start: int, end: int) -> Iterator[wall.Interval]:
        """The open intervals within local times ``start`` to ``end``, in order."""
        start, end = max(start, self._first), min(end, self._end)
        first, last = start // instant.DAY, (end - 1) // instant.DAY
        special = self._special(first, last)
        for day in range(first, last + 1):
            intervals = special.get(day)
            if intervals is None:
                intervals = self._week[(day + _MONDAY) % 7]
            midnight = day * instant.DAY
            for opens, closes in intervals:
                opened, closed = opens + midnight, closes + midnight
                if first < day < last:
                    yield opened, closed
                elif max(opened, start) < min(closed, end):
                    yield max(opened, start), min(closed, end)

    def valid_in(self, year: int) -> bool:
        """Whether the calendar is valid in a year that is not special."""
        return self._first <= instant.start_of(date(year, 1, 1)) < self._end

    def _base(self, day: date, yearly: wall.MonthDay) -> wall.Intervals:
        for key in (day, yearly):
            if key in self._overrides:
                return self._overrides[key]
        if day in self._holidays or yearly in self._holidays:
            return ()
        return self._definition.week[day.weekday()]

    def _special(self, first: int, last: int) -> Mapping[int, wall.Intervals]:
        if not self._yearly or first > last:
            return self._dated
        years = range(_date(first).year, _date(last).year + 1)
        yearly = _occurrences(self._yearly, years)
        return {_number(day): self.on(day) for day in yearly} | self._dated


def _occurrences(days: Iterable[wall.MonthDay], years: Iterable[int]) -> Iterator[date]:
    """29 February occurs in leap years only."""
    for month, day in days:
        for year in years:
            if (month, day) != (2, 29) or gregorian.isleap(year):
                yield date(year, month, day)


def _number(day: date) -> int:
    return instant.start_of(day) // instant.DAY


def _date(number: int) -> date:
    return instant.at(number * instant.DAY).date()


def _bound(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else instant.start_of(day)
