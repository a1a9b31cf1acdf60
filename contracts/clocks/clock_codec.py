"""Clocks and their events as JSON values, to be kept and read back.

Calendars stay outside: a clock is read back with the compiled calendar it counts on, an event with
a way to look one up by the name its target carries.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from contracts.calendars.calendar import Calendar
from contracts.clocks.clock_events import KINDS, Event
from contracts.clocks.clock_state import Clock


class UnknownEvent(ValueError):
    """A stored clock event is of a kind that this version of the program does not know."""


def to_json(clock: Clock) -> dict[str, Any]:
    return _without_calendar(clock)


def from_json(body: dict[str, Any], calendar: Calendar) -> Clock:
    """Raises msgspec.ValidationError naming the field for a body that is no clock."""
    return msgspec.convert({**body, "calendar": calendar}, Clock)


def event_to_json(event: Event) -> dict[str, Any]:
    """The body to store under the event's `kind`; a new calendar is left to its target's name."""
    return _without_calendar(event)


def event_from_json(kind: str, body: dict[str, Any], calendars: Callable[[str], Calendar]) -> Event:
    """Raises UnknownEvent for a kind not known here; `calendars` looks up a calendar version."""
    if kind not in KINDS:
        raise UnknownEvent(f"no clock event of kind {kind!r}; known are {', '.join(sorted(KINDS))}")
    if "target" in body:
        body = {**body, "calendar": calendars(body["target"]["calendar_version"])}
    return msgspec.convert(body, KINDS[kind])


def _without_calendar(value: Clock | Event) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(value, enc_hook=lambda calendar: None)
    body.pop("calendar", None)
    return body
