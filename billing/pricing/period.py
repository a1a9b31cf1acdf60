"""Billing periods: whole local days, from an anchor, at any interval.

A period is half-open and has no time of day: a thing belongs to the local date on which it
happened in the client's zone, so an hour that a clock change repeats or removes changes nothing.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from billing.amounts import check
from contracts import instant


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` up to but without `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise check.Invalid("end", f"{self.end} is not after {self.start}", "give a later day")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Interval:
    """`count` days, weeks, months or years: a quarter is 3 months."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 1:
            raise check.Invalid("count", f"{self.count} is below one", "give at least 1")


MONTHLY = Interval(1, Unit.MONTH)
CALENDAR = date(2000, 1, 1)
"""The anchor of calendar months, quarters and years."""


def day_of(happened_at: int, zone: ZoneInfo) -> date:
    """The local date of an instant given in microseconds since 1970 UTC."""
    return instant.at(happened_at).astimezone(zone).date()


def holding(day: date, anchor: date, interval: Interval) -> Period:
    """The period that holds `day`; periods begin at `anchor` and every interval from it.

    An anchor on the 31st begins a shorter month's period on its last day, and the next long
    month's on the 31st again.
    """
    number = _estimate(day, anchor, interval)
    while nth_start(number + 1, anchor, interval) <= day:
        number += 1
    while nth_start(number, anchor, interval) > day:
        number -= 1
    return Period(nth_start(number, anchor, interval), nth_start(number + 1, anchor, interval))


def nth_start(number: int, anchor: date, interval: Interval) -> date:
    """The first day of the period `number` intervals after the anchor's (before, if negative)."""
    steps = number * interval.count
    if interval.unit in (Unit.DAY, Unit.WEEK):
        return anchor + timedelta(days=steps * (7 if interval.unit is Unit.WEEK else 1))
    months = anchor.month - 1 + steps * (12 if interval.unit is Unit.YEAR else 1)
    year, month = anchor.year + months // 12, months % 12 + 1
    return date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))


def _estimate(day: date, anchor: date, interval: Interval) -> int:
    longest = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.YEAR: 366}[interval.unit]
    return (day - anchor).days // (longest * interval.count)
