"""When something comes again: a rule of RFC 5545, told in the wall-clock time of one zone. Pure.

Only rules by days, weeks, months and years are taken. A time that daylight saving removes is the
one an hour later; one that it repeats is the first of the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final, Literal
from zoneinfo import ZoneInfo

from dateutil import rrule

from underpin.kernel.errors import Malformed

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS: Final = {
    "FREQ": re.compile("|".join(FREQUENCIES)),
    "INTERVAL": re.compile(r"[1-9]\d{0,2}"),
    "COUNT": re.compile(r"[1-9]\d{0,3}"),
    "UNTIL": re.compile(r"\d{8}"),
    "BYDAY": re.compile(r"(?:[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)(?:,|$)){1,14}"),
    "BYMONTHDAY": re.compile(r"(?:-?[1-9]\d?(?:,|$)){1,31}"),
    "BYMONTH": re.compile(r"(?:[1-9]\d?(?:,|$)){1,12}"),
    "BYSETPOS": re.compile(r"(?:-?[1-9]\d?\d?(?:,|$)){1,5}"),
    "WKST": re.compile(r"MO|SU|SA"),
}
LOOKS_AHEAD: Final = timedelta(days=366 * 9)
"""A rule that says nothing for so long says nothing more: 29 February comes within it."""
FURTHEST_SHIFT: Final = 31
OnClosed = Literal["keep", "skip", "before", "after"]
IsClosed = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """`text` is an RRULE's value. `on_closed`: what becomes of a day that is closed."""

    text: str
    starts_on: date
    at: time
    time_zone: str
    on_closed: OnClosed = "keep"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`day` is the rule's own, which names it; `at` the instant at which it is due."""

    day: date
    at: datetime


def check(rule: Rule) -> None:
    """Raises Malformed for what is no such rule, and for one that never comes."""
    parts = [part.partition("=")[::2] for part in rule.text.split(";")]
    names = [name for name, _ in parts]
    fits = all(name in PARTS and PARTS[name].fullmatch(value) for name, value in parts)
    both = {"COUNT", "UNTIL"} <= set(names)
    if not fits or both or len(set(names)) < len(names) or "FREQ" not in names:
        raise Malformed(
            "rule: such as FREQ=MONTHLY;BYDAY=1MO, by days, weeks, months or years.", field="rule"
        )
    try:
        first = next(_days(rule, rule.starts_on - timedelta(days=1)), None)
    except (ValueError, TypeError) as wrong:
        raise Malformed(f"rule: {wrong}.", field="rule") from wrong
    if first is None:
        raise Malformed("rule: there is no such day.", field="rule")


def after(rule: Rule, day: date, is_closed: IsClosed) -> Iterator[Occurrence]:
    """The occurrences whose own day is after this one, in order; those skipped are left out."""
    for each in _days(rule, day):
        moved = _moved(each, rule.on_closed, is_closed)
        if moved is not None:
            yield Occurrence(each, instant(moved, rule.at, rule.time_zone))


def coming(rule: Rule, now: datetime, is_closed: IsClosed, most: int = 10) -> list[Occurrence]:
    """The next ones, of which the first is later than now."""
    since = now.astimezone(ZoneInfo(rule.time_zone)).date() - timedelta(days=FURTHEST_SHIFT + 1)
    ahead = (each for each in after(rule, since, is_closed) if each.at > now)
    return list(islice(ahead, most))


def instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _days(rule: Rule, day: date) -> Iterator[date]:
    start = datetime.combine(rule.starts_on, time())
    told = rrule.rrulestr(rule.text, dtstart=start)
    since = max(datetime.combine(day, time(23, 59)), start - timedelta(minutes=1))
    horizon = since + LOOKS_AHEAD
    for each in told.xafter(since):
        if each > horizon:
            return
        yield each.date()


def _moved(day: date, on_closed: OnClosed, is_closed: IsClosed) -> date | None:
    if on_closed == "keep" or not is_closed(day):
        return day
    if on_closed == "skip":
        return None
    step = timedelta(days=-1 if on_closed == "before" else 1)
    for days in range(1, FURTHEST_SHIFT + 1):
        if not is_closed(day + days * step):
            return day + days * step
    return None
