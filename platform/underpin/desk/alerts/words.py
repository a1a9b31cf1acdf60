"""The words monitoring tools use, and what they mean: states, severities, times.

A word nobody knows fires: an alert missed costs more than a ticket too many.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

from underpin.desk.alerts.vocabulary import ENDED, FIRING, HANDLED, NEITHER, OVER, SEVERITY_OF

_PART: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_STATE_AHEAD: Final = re.compile(r"^\W*\[?\s*([A-Za-z][A-Za-z _-]{1,24}?)\s*(?:\]|:|!|\bon\b)\s*")


def plain(word: str) -> str:
    """Letters and digits alone, small."""
    return "".join(letter for letter in word.lower() if letter.isalnum())


def firing(word: str) -> bool | None:
    """Whether this state means that something is wrong; None for one that means neither. A change
    such as "DOWN -> UP" or "OK_TO_FIRING" says where it went."""
    last = re.split(r"->|→|_TO_|\bto\b", word)[-1]
    told, parts = plain(last), _parts(last)
    if told in OVER or told in ("false", "0") or (parts & ENDED and "not" not in parts):
        return False
    return None if told in NEITHER or parts & HANDLED else True


def _parts(word: str) -> set[str]:
    """The words in a word: ALERT_RECOVERY, incident.resolved and ResolvedCritical have two."""
    return {part.lower() for part in _PART.findall(word)}


def ahead(title: str) -> tuple[str, str]:
    """The state that stands before a title ("[Triggered] Disk full", "RESOLVED: Disk full"), empty
    where there is none, and the title without it."""
    found = _STATE_AHEAD.match(title)
    if found is None:
        return "", title
    told = plain(found[1])
    if told not in OVER | NEITHER | FIRING:
        return "", title
    return found[1], title[found.end() :].strip() or title


def severity(word: str) -> str:
    """One of the four levels, or empty for a word that is none."""
    return SEVERITY_OF.get(plain(word), "")


_DATE = r"(\d{4})[-./](\d\d)[-./](\d\d)"
_CLOCK = r"(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?"
_ZONE = r"(Z|UTC|GMT|[+-]\d\d[:.]?\d\d)?"
_ISO = re.compile(rf"{_DATE}(?:[T _,]+{_CLOCK})?\s*{_ZONE}", re.IGNORECASE)
_CTIME = re.compile(
    r"[A-Z][a-z]{2},? ([A-Z][a-z]{2}) +(\d\d?) +(\d\d:\d\d:\d\d) "
    r"(?:([A-Z]{1,5}|[+-]\d{4}) )?(\d{4})"
)
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def moment(said: object) -> datetime | None:
    """An instant in UTC from what tools write for one: ISO 8601 and its relatives, seconds to
    nanoseconds since 1970, mail and C library dates. One without a zone is taken as UTC. None for
    what is no time, or one that means "never" (the year 1)."""
    text = str(said).strip() if isinstance(said, str | int | float) else ""
    if isinstance(said, bool) or not text or len(text) > 64:
        return None
    try:
        found = _counted(text) or _spelled(text)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and _FIRST <= found < _LAST else None


def _counted(text: str) -> datetime | None:
    """A number: the unit follows from how many digits a time of our days has in it."""
    if not re.fullmatch(r"\d{9,19}(?:\.\d{1,9})?", text):
        return None
    whole, _, part = text.partition(".")
    unit = 10 ** (3 * max(0, (len(whole) - 8) // 3))
    micros = int(whole) * 1_000_000 // unit + (int((part + "000000")[:6]) if unit == 1 else 0)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def _spelled(text: str) -> datetime | None:
    iso = _ISO.match(text)
    if iso is not None:
        year, month, day, hour, minute, second, part, zone = iso.groups()
        micros = int(((part or "") + "000000")[:6])
        day_ = datetime(int(year), int(month), int(day), tzinfo=_zone(zone))
        clock = timedelta(hours=int(hour or 0), minutes=int(minute or 0), seconds=int(second or 0))
        return (day_ + clock + timedelta(microseconds=micros)).astimezone(UTC)
    c = _CTIME.match(text)
    if c is not None:
        text = f"{c[2]} {c[1]} {c[5]} {c[3]} {c[4] or 'GMT'}"
    if not re.search(r"[A-Za-z]{3}", text):
        return None
    found = parsedate_to_datetime(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _zone(said: str | None) -> timezone:
    if said is None or said[0] not in "+-":
        return UTC
    digits = [each for each in said if each.isdigit()]
    span = timedelta(hours=int("".join(digits[:2])), minutes=int("".join(digits[2:])))
    return timezone(-span if said[0] == "-" else span)
