"""A calendar as fields of a form, and back to the API's form. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from contracts.calendars import calendar_wall
from contracts.calendars.calendar_holidays import Listed
from contracts.calendars.calendars import CalendarVersion
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

WEEKDAYS: Final = calendar_wall.WEEKDAYS
HOURS: Final = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")
CLOSED: Final = ("closed", "-", "–")
LISTS: Final = ("overrides", "breaks")


def write(version: CalendarVersion) -> dict[str, str]:
    given = version.definition
    return {
        "time_zone": given.get("time_zone", ""),
        **{f"week.{day}": _hours(given.get("week", {}).get(day, ())) for day in WEEKDAYS},
        "holidays": "\n".join(_own_days(given, version.public_holidays)),
        **{name: _lines(given.get(name, {})) for name in LISTS},
        "valid_from": given.get("valid_from") or "",
        "valid_to": given.get("valid_to") or "",
        **_region(version.public_holidays),
    }


def empty(time_zone: str, year: int) -> dict[str, str]:
    """Office hours, for somebody to begin with."""
    office = {f"week.{day}": "09:00-17:00" for day in WEEKDAYS[:5]}
    years = {"first_year": str(year), "last_year": str(year + 1)}
    return {"time_zone": time_zone, **office, **years}


def _own_days(given: Mapping[str, Any], listed: Listed | None) -> list[str]:
    """Dates that no public holiday explains, and days closed every year."""
    known = {day.isoformat() for day in listed.dates} if listed else set()
    dates = [each for each in given.get("holidays", ()) if each not in known]
    return [*dates, *given.get("yearly_holidays", ())]


def _region(listed: Listed | None) -> dict[str, str]:
    if listed is None:
        return {}
    return {
        "country": listed.country,
        "subdivision": listed.subdivision or "",
        "first_year": str(listed.first_year),
        "last_year": str(listed.last_year),
    }


def _hours(intervals: Iterable[Iterable[str]]) -> str:
    return ", ".join("-".join(each) for each in intervals)


def _lines(days: Mapping[str, Any]) -> str:
    return "\n".join(f"{day} {_hours(hours) or 'closed'}" for day, hours in days.items())


def read(form: Mapping[str, str]) -> dict[str, Any]:
    """The API's form; what is in it is checked where it is written. Raises Malformed for what is
    no line of hours."""
    days = form.get("holidays", "").split()
    definition: dict[str, Any] = {
        "time_zone": form.get("time_zone", "").strip(),
        "week": {day: hours for day in WEEKDAYS if (hours := _intervals(form, f"week.{day}"))},
        "holidays": [each for each in days if len(each) > len("12-26")],
        "yearly_holidays": [each for each in days if len(each) <= len("12-26")],
        **{name: _days(form, name) for name in LISTS},
        "valid_from": form.get("valid_from", "").strip() or None,
        "valid_to": form.get("valid_to", "").strip() or None,
    }
    return definition | _public(form)


def _public(form: Mapping[str, str]) -> dict[str, Any]:
    country = form.get("country", "").strip().upper()
    if not country:
        return {}
    region: dict[str, Any] = {"country": country}
    if form.get("subdivision", "").strip():
        region["subdivision"] = form["subdivision"].strip().upper()
    for name in ("first_year", "last_year"):
        given = form.get(name, "").strip()
        year = digits.read(given, 4) if len(given) == 4 else None
        if year is None:
            raise Malformed(f"{name}: write a year like 2027.", field=name)
        region[name] = year
    return {"public_holidays": region}


def _days(form: Mapping[str, str], name: str) -> dict[str, list[list[str]]]:
    """Lines like "2026-12-24 09:00-12:00" or "12-24 closed"."""
    found = {}
    for line in filter(None, map(str.strip, form.get(name, "").splitlines())):
        day, _, hours = line.partition(" ")
        found[day] = _read(hours, name)
    return found


def _intervals(form: Mapping[str, str], name: str) -> list[list[str]]:
    return _read(form.get(name, ""), name)


def _read(text: str, field: str) -> list[list[str]]:
    plain = text.strip()
    if plain.lower() in ("", *CLOSED):
        return []
    rest = HOURS.sub("", plain).strip(" ,;")
    if rest:
        raise Malformed(f"{field}: write hours like 09:00-12:30, 13:00-17:00.", field=field)
    return [[f"{int(a):02d}:{b}", f"{int(c):02d}:{d}"] for a, b, c, d in HOURS.findall(plain)]
