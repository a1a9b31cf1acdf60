"""What a calendar program answers to an invitation: METHOD:REPLY and COUNTER (RFC 5546, 3.2.3 and
3.2.7). Pure: anything that is not exactly that is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from icalendar import Calendar

LONGEST: Final = 100_000
ANSWERS: Final = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
COUNTERED: Final = "countered"


@dataclass(frozen=True, slots=True)
class Reply:
    """`attendee` is an address in lower case. `starts_at` and `ends_at`: the other time that a
    counter asks for."""

    uid: str
    sequence: int
    attendee: str
    answer: str
    comment: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def read(raw: bytes) -> Reply | None:
    """None for what is malformed, of several events or attendees, or no answer."""
    if len(raw) > LONGEST:
        return None
    try:
        calendar = Calendar.from_ical(raw.decode())
        return _reply(calendar, str(calendar.get("METHOD", "")).upper())
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        return None


def _reply(calendar: Any, method: str) -> Reply | None:
    events = calendar.walk("VEVENT")
    if method not in ("REPLY", "COUNTER") or len(events) != 1:
        return None
    (event,) = events
    attendee = event.get("ATTENDEE")
    if attendee is None or isinstance(attendee, list):
        return None
    answer = COUNTERED if method == "COUNTER" else _answer(attendee)
    if answer is None:
        return None
    said = (str(event["UID"]).lower(), int(event.get("SEQUENCE", 0)), _address(attendee), answer)
    comment = event.get("COMMENT", "")
    times = _times(event) if answer == COUNTERED else (None, None)
    return Reply(*said, "" if isinstance(comment, list) else str(comment)[:500], *times)


def _answer(attendee: Any) -> str | None:
    return ANSWERS.get(str(attendee.params.get("PARTSTAT", "")).upper())


def _address(attendee: Any) -> str:
    return str(attendee).lower().removeprefix("mailto:").strip()


def _times(event: Any) -> tuple[datetime, datetime]:
    """Raises ValueError where it does not say when, with a zone."""
    starts, ends = event["DTSTART"].dt, event["DTEND"].dt
    for each in (starts, ends):
        if not isinstance(each, datetime) or each.tzinfo is None:
            raise ValueError("A counter says a time of day in a zone.")
    if ends <= starts:
        raise ValueError("It ends before it begins.")
    return starts.astimezone(UTC), ends.astimezone(UTC)
