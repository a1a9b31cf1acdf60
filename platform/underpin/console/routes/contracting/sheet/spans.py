"""Working time as people type it: "4h", "1h 30m", "90 min", "2d", "1:30".

A day is a working day of the calendar it is counted on, so that 2d of office hours are 16h and 2d
round the clock are 48h; it is shown in hours again, which mean the same to everybody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from contracts.calendars import calendar_definition, calendar_wall
from contracts.instant import DAY, HOUR, MINUTE, SECOND

PART: Final = re.compile(r"(\d{1,7})(?:[.,](\d{1,3}))?\s*([a-zµ]*)\s*", re.IGNORECASE)
CLOCK: Final = re.compile(r"(\d{1,5}):([0-5]\d)")
UNITS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("s", "sec"), SECOND),
    **dict.fromkeys(("m", "min", "mins"), MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "g", "godz"), HOUR),
}
DAYS: Final = ("d", "day", "days", "dni")


def read(text: str, day: int = DAY) -> int | None:
    """Microseconds of working time, a day being so many; a bare number is hours. None for what is
    no time."""
    plain = text.strip()
    if clock := CLOCK.fullmatch(plain):
        return int(clock[1]) * HOUR + int(clock[2]) * MINUTE
    total, at = 0, 0
    while at < len(plain):
        part = PART.match(plain, at)
        size = None if part is None else _size(part[3].lower(), day, bare=part.end() == len(plain))
        if part is None or size is None:
            return None
        total += _times(part, size)
        at = part.end()
    return total if plain else None


def _size(unit: str, day: int, *, bare: bool) -> int | None:
    if not unit:
        return HOUR if bare else None
    return day if unit in DAYS else UNITS.get(unit)


def _times(part: re.Match[str], size: int) -> int:
    """ "1.5" of a unit, exactly: decimals are thousandths at most."""
    decimals = (part[2] or "").ljust(3, "0")
    return (int(part[1]) * 1000 + int(decimals)) * size // 1000


def write(microseconds: int) -> str:
    """ "1h 30m", as `read` takes it; "0m" for none."""
    parts = []
    for unit, size in (("h", HOUR), ("m", MINUTE), ("s", SECOND)):
        count, microseconds = divmod(microseconds, size)
        parts += [f"{count}{unit}"] if count else []
    return " ".join(parts) or "0m"


def day_of(definition: Mapping[str, Any]) -> int:
    """How long a working day of a calendar is, in microseconds: the commonest length of its open
    weekdays, the longest of several; a whole day where it never opens in the week."""
    week = calendar_definition.from_json(definition).week
    lengths = Counter(_open(day) for day in week if day)
    if not lengths:
        return DAY
    return max(lengths, key=lambda length: (lengths[length], length))


def _open(day: calendar_wall.Intervals) -> int:
    return sum(end - start for start, end in day)
