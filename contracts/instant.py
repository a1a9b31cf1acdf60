"""Instants and durations as integers: microseconds, instants since 1970-01-01T00:00Z.

Integers add and compare exactly; datetimes appear only at the edges, and there always aware.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = _EPOCH.toordinal()
_MICROSECOND: Final = timedelta(microseconds=1)

_ISO: Final = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[Tt ](?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)


def of(moment: datetime) -> int:
    """The instant of an aware datetime; ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no offset: give an aware datetime")
    return (moment - _EPOCH) // _MICROSECOND


def at(instant: int) -> datetime:
    """The instant as a datetime in UTC; ValueError outside the years 1 to 9999."""
    try:
        return _EPOCH + timedelta(microseconds=instant)
    except OverflowError:
        raise ValueError(f"{instant} µs lies outside the years 1 to 9999") from None


def text(instant: int) -> str:
    """ISO 8601 in UTC with Z; six decimals of a second only where they are not all zero."""
    return at(instant).replace(tzinfo=None).isoformat() + "Z"


def parse(written: str) -> int:
    """The instant that an ISO 8601 text with an offset names, exactly.

    24:00 is the end of its day. ValueError says what is wrong: the shape, a missing offset,
    a field out of range, a leap second, or digits finer than a microsecond.
    """
    parts = _ISO.fullmatch(written)
    if parts is None:
        raise ValueError(
            f"{_shown(written)} is no ISO 8601 instant; write it like 2026-11-22T09:00:00+01:00"
        )
    if parts["offset"] is None:
        raise ValueError(f"{_shown(written)} has no offset; end it with Z or one like +01:00")
    instant = _day(parts["date"]) + _time_of_day(parts) - _offset(parts["offset"])
    at(instant)
    return instant


def start_of(day: date) -> int:
    """Midnight in UTC at which this date begins."""
    return (day.toordinal() - _EPOCH_DAY) * DAY


def _shown(written: str) -> str:
    return repr(written if len(written) <= 60 else written[:57] + "...")


def _day(written: str) -> int:
    try:
        return start_of(date.fromisoformat(written))
    except ValueError:
        raise ValueError(f"{written} is not a date of the calendar") from None


def _time_of_day(parts: re.Match[str]) -> int:
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    fraction = _microseconds(parts["fraction"] or "")
    if hour == 24 and minute == second == fraction == 0:
        return DAY
    if hour > 23 or minute > 59:
        raise ValueError(f"{hour:02}:{minute:02} is not a time of day; 00:00 to 24:00 are")
    if second > 59:
        raise ValueError(f"second {second:02} does not exist here: leap seconds are not counted")
    return hour * HOUR + minute * MINUTE + second * SECOND + fraction


def _microseconds(digits: str) -> int:
    if digits[6:].strip("0"):
        raise ValueError(f"the fraction .{digits[:20]} is finer than a microsecond")
    return int(digits[:6].ljust(6, "0"))


def _offset(written: str) -> int:
    if written in "Zz":
        return 0
    digits = written[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(f"{written} is not an offset; -23:59 to +23:59 are")
    ahead = hours * HOUR + minutes * MINUTE + seconds * SECOND
    return -ahead if written[0] == "-" else ahead
