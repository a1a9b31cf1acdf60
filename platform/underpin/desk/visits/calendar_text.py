"""Appointments as calendars understand them (RFC 5545, RFC 5546). Pure: the same appointment gives
the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT: Final = "-//Underpin//Appointments//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True, slots=True)
class Guest:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """`uid` never changes, `sequence` grows with every change; `stamped` is when it was said so."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str
    description: str
    organizer: Guest
    stamped: datetime
    guests: tuple[Guest, ...] = ()
    cancelled: bool = False


def write(method: str, told: Sequence[Told], name: str = "") -> str:
    """With lines ended by CRLF. `name` is what a calendar program calls a feed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for each in told:
        calendar.add_component(_event(each))
    text: str = calendar.to_ical().decode()
    return text


def _event(told: Told) -> Event:
    event = Event()
    event.add("uid", told.uid)
    event.add("sequence", told.sequence)
    event.add("dtstamp", told.stamped.astimezone(UTC))
    event.add("dtstart", told.starts_at.astimezone(UTC))
    event.add("dtend", told.ends_at.astimezone(UTC))
    event.add("summary", told.summary)
    event.add("status", "CANCELLED" if told.cancelled else "CONFIRMED")
    for field in ("place", "description"):
        if getattr(told, field):
            event.add({"place": "location"}.get(field, field), getattr(told, field))
    event.add("organizer", _person(told.organizer), encode=False)
    for guest in told.guests:
        attendee = _person(guest)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        attendee.params["RSVP"] = vText("TRUE")
        event.add("attendee", attendee, encode=False)
    return event


def _person(guest: Guest) -> vCalAddress:
    found = vCalAddress(f"mailto:{guest.address}")
    found.params["CN"] = vText(guest.name)
    return found
