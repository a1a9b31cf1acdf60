"""Reads a calendar in the API's form into the parts of a definition, refusing what it is not."""

import difflib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from contracts.calendars import calendar_wall as wall
from contracts.calendars import holiday, zone
from contracts.calendars.calendar_wall import DefinitionError

_T = TypeVar("_T")

_FIELDS: Final = (
    "time_zone",
    "week",
    "holidays",
    "yearly_holidays",
    "overrides",
    "breaks",
    "public_holidays",
    "valid_from",
    "valid_to",
)


def read(written: object) -> dict[str, Any]:
    """The parts by name; fields that are absent or null are empty."""
    fields = _object(written, "")
    _known(fields, _FIELDS, "")
    holidays = _list(fields.get("holidays"), "holidays", wall.read_date)
    return {
        "time_zone": _zone(fields.get("time_zone")),
        "week": _week(fields.get("week")),
        "holidays": (*holidays, *_public(fields.get("public_holidays"))),
        "yearly_holidays": _list(
            fields.get("yearly_holidays"), "yearly_holidays", wall.read_month_day
        ),
        "overrides": _days(fields.get("overrides"), "overrides", _date_or_yearly),
        "breaks": _days(fields.get("breaks"), "breaks", _any_day),
        **_validity(fields),
    }


def _zone(written: object) -> str:
    if not isinstance(written, str):
        why = "is missing" if written is None else "is not a name"
        raise DefinitionError("time_zone", why, "write an IANA zone like Europe/Berlin")
    try:
        zone.named(written)
    except zone.UnknownZone as unknown:
        reason, _, cure = str(unknown).partition("; ")
        raise DefinitionError("time_zone", reason, cure) from None
    return written


def _week(written: object) -> tuple[wall.Intervals, ...]:
    week: list[wall.Intervals] = [()] * 7
    for name, intervals in _object(written, "week").items():
        week[wall.read_weekday(name, "week")] = wall.read_intervals(intervals, f"week.{name}")
    return tuple(week)


def _list(written: object, field: str, one: Callable[[object, str], _T]) -> tuple[_T, ...]:
    if written is None:
        return ()
    if not isinstance(written, list):
        raise DefinitionError(field, "is not a list", "write the days between [ and ]")
    return tuple(one(entry, f"{field}[{index}]") for index, entry in enumerate(written))


def _days(
    written: object, field: str, one: Callable[[str, str], wall.Day]
) -> tuple[tuple[wall.Day, wall.Intervals], ...]:
    return tuple(
        (one(day, field), wall.read_intervals(intervals, f"{field}.{day}"))
        for day, intervals in _object(written, field).items()
    )


def _date_or_yearly(written: str, field: str) -> wall.Day:
    yearly = written.count("-") == 1
    return wall.read_month_day(written, field) if yearly else wall.read_date(written, field)


def _any_day(written: str, field: str) -> wall.Day:
    if written in wall.WEEKDAYS:
        return wall.read_weekday(written, field)
    return _date_or_yearly(written, field)


def _public(written: object) -> tuple[date, ...]:
    if written is None:
        return ()
    fields = _object(written, "public_holidays")
    _known(fields, ("country", "subdivision", "first_year", "last_year"), "public_holidays.")
    country, subdivision = fields.get("country"), fields.get("subdivision")
    first, last = fields.get("first_year"), fields.get("last_year")
    if not isinstance(country, str) or not isinstance(subdivision, str | None):
        raise DefinitionError("public_holidays", "names no country", "write its code, like DE")
    if type(first) is not int or type(last) is not int:
        raise DefinitionError(
            "public_holidays", "names no years", "write first_year and last_year as numbers"
        )
    try:
        return holiday.dates(country, subdivision, first, last)
    except ValueError as refused:
        raise DefinitionError(
            "public_holidays", str(refused), "or list the dates under holidays"
        ) from None


def _validity(fields: Mapping[str, object]) -> dict[str, date | None]:
    first, end = (
        None if fields.get(name) is None else wall.read_date(fields[name], name)
        for name in ("valid_from", "valid_to")
    )
    if first and end and end <= first:
        raise DefinitionError(
            "valid_to", f"{end} is not after {first}", "name the first day it no longer holds"
        )
    return {"valid_from": first, "valid_to": end}


def _object(written: object, field: str) -> Mapping[str, object]:
    if written is None and field:
        return {}
    if not isinstance(written, dict):
        raise DefinitionError(
            field, "is not an object" if field else "a calendar is an object", "write { ... }"
        )
    return written


def _known(fields: Mapping[str, object], known: tuple[str, ...], prefix: str) -> None:
    for name in fields:
        if name not in known:
            near = difflib.get_close_matches(str(name)[:40], known, n=1)
            cure = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise DefinitionError(f"{prefix}{str(name)[:40]}", "is no field of a calendar", cure)
