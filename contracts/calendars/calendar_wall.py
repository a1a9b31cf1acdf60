"""Wall-clock times, their intervals within a day, and the days a calendar names.

A time of day is microseconds since 00:00 on the wall clock, up to 24:00, the end of the day.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, TypeAlias

from contracts import instant

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Interval: TypeAlias = tuple[int, int]
Intervals: TypeAlias = tuple[Interval, ...]
MonthDay: TypeAlias = tuple[int, int]
Day: TypeAlias = date | MonthDay | int
"""A date, a (month, day) of every year, or a weekday (0 is Monday)."""

MOST_INTERVALS: Final = 288
"""A day: one every five minutes, so that no calendar outgrows memory when it is compiled."""
_TIME: Final = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONTH_DAY: Final = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_A_LEAP_YEAR: Final = 2000


class DefinitionError(ValueError):
    """A calendar that cannot be: names the field, what is wrong there, and what to write."""

    def __init__(self, field: str, reason: str, cure: str) -> None:
        super().__init__(f"{field}: {reason}; {cure}" if field else f"{reason}; {cure}")
        self.field = field
        self.reason = reason
        self.cure = cure


def merged(intervals: Iterable[Interval]) -> Intervals:
    """The same open time as sorted intervals that neither overlap nor touch."""
    result: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def without(intervals: Intervals, breaks: Intervals) -> Intervals:
    """The intervals less the breaks; both merged."""
    left = list(intervals)
    for off, on in breaks:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, off)), (max(start, on), end))
            if part[0] < part[1]
        ]
    return tuple(left)


def read_intervals(written: object, field: str) -> Intervals:
    """``[["09:00", "12:30"], ...]`` as merged intervals."""
    if not isinstance(written, list):
        raise DefinitionError(
            field, "is not a list of intervals", 'write one like [["09:00", "17:00"]]'
        )
    if len(written) > MOST_INTERVALS:
        raise DefinitionError(
            field, f"has {len(written)} intervals", f"write {MOST_INTERVALS} a day at most"
        )
    return merged(_interval(pair, f"{field}[{index}]") for index, pair in enumerate(written))


def write_intervals(intervals: Intervals) -> list[list[str]]:
    return [[_write_time(start), _write_time(end)] for start, end in intervals]


def read_date(written: object, field: str) -> date:
    if isinstance(written, str) and _DATE.fullmatch(written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise DefinitionError(
                field, f"{written} is not in the calendar", "name a day that exists"
            ) from None
    raise DefinitionError(field, f"{_shown(written)} is no date", "write one like 2026-12-25")


def read_month_day(written: object, field: str) -> MonthDay:
    """``12-26`` as (12, 26); 02-29 is allowed and holds in leap years only."""
    found = _MONTH_DAY.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        raise DefinitionError(
            field, f"{_shown(written)} is no day of the year", "write month and day like 12-26"
        )
    month, day = int(found[1]), int(found[2])
    try:
        date(_A_LEAP_YEAR, month, day)
    except ValueError:
        raise DefinitionError(
            field, f"{found[0]} is in no year", "name a month and day that exist"
        ) from None
    return month, day


def read_weekday(written: str, field: str) -> int:
    if written not in WEEKDAYS:
        raise DefinitionError(
            field, f"{_shown(written)} is no weekday", f"write one of {', '.join(WEEKDAYS)}"
        )
    return WEEKDAYS.index(written)


def write_day(day: Day) -> str:
    """The day as the API writes it; also its place in the canonical order."""
    if isinstance(day, date):
        return day.isoformat()
    if isinstance(day, int):
        return WEEKDAYS[day]
    return f"{day[0]:02}-{day[1]:02}"


def _interval(pair: object, field: str) -> Interval:
    if not isinstance(pair, list) or len(pair) != 2:
        raise DefinitionError(field, "is not a start and an end", 'write ["09:00", "17:00"]')
    start, end = _read_time(pair[0], f"{field}[0]"), _read_time(pair[1], f"{field}[1]")
    if end <= start:
        how = "ends when it starts" if end == start else "ends before it starts"
        raise DefinitionError(
            field,
            f"{pair[0]} to {pair[1]} {how}",
            "put the earlier time first; a shift past midnight is two intervals, one to 24:00"
            " and one from 00:00 on the next day",
        )
    return start, end


def _read_time(written: object, field: str) -> int:
    found = _TIME.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        raise DefinitionError(field, f"{_shown(written)} is no time of day", "write it like 09:00")
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    time = hours * instant.HOUR + minutes * instant.MINUTE + seconds * instant.SECOND
    if minutes > 59 or seconds > 59 or time > instant.DAY:
        raise DefinitionError(
            field, f"{found[0]} is not on the clock", "write a time from 00:00 to 24:00"
        )
    return time


def _write_time(time: int) -> str:
    minutes, seconds = divmod(time // instant.SECOND, 60)
    shown = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{shown}:{seconds:02}" if seconds else shown


def _shown(written: object) -> str:
    shown = repr(written)
    return shown if len(shown) <= 40 else shown[:37] + "..."
