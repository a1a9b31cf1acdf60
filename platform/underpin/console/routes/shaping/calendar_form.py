"""A calendar as a plain form says it: a line for each weekday, and a country for its holidays.
Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from contracts.calendars import calendar_wall
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

DAYS: Final = calendar_wall.WEEKDAYS
USUAL: Final = dict.fromkeys(DAYS[:5], "09:00-17:00")
YEARS: Final = 2
"""How far ahead public holidays are written down at first; later ones are looked up each year."""
SPAN: Final = re.compile(r"([0-2]?[0-9]:[0-5][0-9])\s*[-\u2013\u2014]\s*([0-2]?[0-9]:[0-5][0-9])")
ALWAYS: Final = [["00:00", "24:00"]]


def definition(form: Mapping[str, str]) -> dict[str, Any]:
    """In the form of docs/calendars.md; `year` is the first of its holidays. Raises Malformed for a
    line that cannot be read."""
    said: dict[str, Any] = {"time_zone": form.get("zone", "")}
    always = form.get("always") == "yes"
    week = {day: ALWAYS if always else parsed(day, form.get(day, "")) for day in DAYS}
    said["week"] = {day: spans for day, spans in week.items() if spans}
    if form.get("country"):
        said["public_holidays"] = _holidays(form)
    return said


def parsed(day: str, text: str) -> list[list[str]]:
    """The stretches of a line. Raises Malformed naming the day."""
    parts = [each.strip() for each in re.split("[,;]", text) if each.strip()]
    found = [SPAN.fullmatch(each) for each in parts]
    if not all(found):
        raise Malformed(f"{day}: write hours like 09:00-12:00, 13:00-17:00.", field=day)
    return [[each[1].zfill(5), each[2].zfill(5)] for each in found if each]


def _holidays(form: Mapping[str, str]) -> dict[str, Any]:
    said_year = form.get("year", "")
    year = digits.read(said_year, 4) if len(said_year) == 4 else None
    if year is None:
        raise Malformed("year: a year like 2026.", field="year")
    said: dict[str, Any] = {"country": form["country"]}
    if form.get("subdivision", "").strip():
        said["subdivision"] = form["subdivision"].strip().upper()
    return said | {"first_year": year, "last_year": year + YEARS}


def spans(found: list[list[str]]) -> str:
    """A day's hours as one reads them."""
    return ", ".join("\u2013".join(each) for each in found)
