"""Which days are no working days, of the calendars that a promise and its stages count on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from contracts.calendars.calendar_wall import WEEKDAYS
from contracts.calendars.calendars import CalendarVersion
from underpin.console.routes.contracting.course import SATURDAY_SUNDAY, DaysOff


def of(promise: CalendarVersion | None, behind: Iterable[CalendarVersion]) -> DaysOff:
    """The weekend is that of the promise's hours, or Saturday and Sunday where they have none."""
    every = [each for each in (promise, *behind) if each is not None]
    holidays: dict[date, str] = {}
    for each in reversed(every):
        holidays |= _holidays(each)
    closed = _closed(promise.definition) if promise else frozenset()
    return DaysOff(closed or SATURDAY_SUNDAY, holidays)


def newest(versions: Sequence[CalendarVersion]) -> list[CalendarVersion]:
    """One of each calendar."""
    found: dict[UUID, CalendarVersion] = {}
    for each in sorted(versions, key=lambda version: -version.number):
        found.setdefault(each.calendar_id, each)
    return list(found.values())


def _closed(definition: Mapping[str, Any]) -> frozenset[int]:
    week = definition.get("week") or {}
    return frozenset(number for number, day in enumerate(WEEKDAYS) if not week.get(day))


def _holidays(version: CalendarVersion) -> dict[date, str]:
    dates = (date.fromisoformat(each) for each in version.definition.get("holidays") or ())
    listed = version.public_holidays
    named = {each.day: each.name for each in listed.days} if listed else {}
    return {day: named.get(day, "") for day in dates}
