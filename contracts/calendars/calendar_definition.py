"""A calendar as people write it: zone, weekly intervals, holidays, overrides and breaks."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.calendars import calendar_wall as wall
from contracts.calendars.calendar_reading import read
from contracts.calendars.calendar_wall import DefinitionError

__all__ = ["ALWAYS", "Definition", "DefinitionError", "definition_hash", "from_json", "to_json"]

_NEVER: Final[tuple[wall.Intervals, ...]] = ((),) * 7


@dataclass(frozen=True)
class Definition:
    """One version of a calendar; equal definitions have equal working time.

    Times of day are microseconds on the wall clock. An override replaces the weekly intervals of
    its day, ``()`` closes it, and it beats a holiday; one for a date beats one for every year.
    Breaks for a date, for a day of every year and for a weekday are all taken off, on override
    days too. From ``valid_from`` on and before ``valid_to`` the calendar has working time at all.
    Sorts and merges what it is given; it does not check it, ``from_json`` does.
    """

    time_zone: str
    week: tuple[wall.Intervals, ...] = _NEVER
    holidays: tuple[date, ...] = ()
    yearly_holidays: tuple[wall.MonthDay, ...] = ()
    overrides: tuple[tuple[wall.Day, wall.Intervals], ...] = ()
    breaks: tuple[tuple[wall.Day, wall.Intervals], ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        for name, canonical in {
            "week": tuple(wall.merged(day) for day in self.week),
            "holidays": tuple(sorted(set(self.holidays))),
            "yearly_holidays": tuple(sorted(set(self.yearly_holidays))),
            "overrides": _in_order(self.overrides),
            "breaks": _in_order(self.breaks),
        }.items():
            object.__setattr__(self, name, canonical)


def from_json(written: object) -> Definition:
    """The calendar in the API's form; DefinitionError names field, reason and cure.

    Besides the dates themselves, ``public_holidays`` (country, subdivision, first and last year)
    is replaced by the dates it stands for.
    """
    return Definition(**read(written))


def to_json(definition: Definition) -> dict[str, Any]:
    """The API's form; empty parts are left out."""
    written: dict[str, Any] = {
        "week": {
            wall.WEEKDAYS[day]: wall.write_intervals(intervals)
            for day, intervals in enumerate(definition.week)
            if intervals
        },
        "holidays": [day.isoformat() for day in definition.holidays],
        "yearly_holidays": [wall.write_day(day) for day in definition.yearly_holidays],
        "overrides": _written(definition.overrides),
        "breaks": _written(definition.breaks),
        "valid_from": definition.valid_from and definition.valid_from.isoformat(),
        "valid_to": definition.valid_to and definition.valid_to.isoformat(),
    }
    return {"time_zone": definition.time_zone} | {k: v for k, v in written.items() if v}


def definition_hash(definition: Definition) -> str:
    """SHA-256 in hex of the canonical form: the same for every way of writing the calendar."""
    canonical = json.dumps(to_json(definition), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _in_order(
    days: tuple[tuple[wall.Day, wall.Intervals], ...],
) -> tuple[tuple[wall.Day, wall.Intervals], ...]:
    merged = ((day, wall.merged(intervals)) for day, intervals in days)
    return tuple(sorted(merged, key=lambda entry: wall.write_day(entry[0])))


def _written(days: tuple[tuple[wall.Day, wall.Intervals], ...]) -> Mapping[str, list[list[str]]]:
    return {wall.write_day(day): wall.write_intervals(intervals) for day, intervals in days}


ALWAYS: Final = Definition("UTC", week=(((0, 86_400_000_000),),) * 7)
"""Round the clock, every day."""
