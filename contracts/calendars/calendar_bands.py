"""In which hours of a calendar an instant lies, for what is paid more outside them. Pure."""

from __future__ import annotations

from typing import Final

from contracts import instant
from contracts.calendars import zone
from contracts.calendars.calendar import Calendar

AFTER: Final = "after"
HOLIDAY: Final = "holiday"


def band(of: Calendar, moment: int) -> str:
    """Empty within the calendar's hours; `moment` in microseconds since 1970 UTC. A holiday that an
    override opens has hours like any day."""
    if of.is_open(moment):
        return ""
    said = of.definition
    day = instant.at(moment).astimezone(zone.named(said.time_zone)).date()
    holiday = day in said.holidays or (day.month, day.day) in said.yearly_holidays
    return HOLIDAY if holiday else AFTER
