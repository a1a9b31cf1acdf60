"""Time zones, from the pinned ``tzdata`` package and nowhere else.

The system's own zone files would give other machines other answers, so their search path is
emptied when this module is loaded; it must be loaded before any zone is used.
"""

import difflib
import functools
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

import tzdata  # type: ignore[import-untyped]  # its stubs hold nothing but this

from contracts import instant

zoneinfo.reset_tzpath(())
zoneinfo.ZoneInfo.clear_cache()

SETTLED_BEFORE: Final = 1800
"""No zone of the pinned data changes its offset before this year ..."""
SETTLED_FROM: Final = 2100
"""... and from this year on every zone follows a yearly rule by weekdays, without exception."""

_A_DAY: Final = timedelta(days=1)
_LOOK: Final = 3 * instant.DAY


class Segment(NamedTuple):
    """Instants ``start`` to ``end`` (exclusive) during which wall clock = instant + ``offset``."""

    start: int
    end: int
    offset: int


class UnknownZone(ValueError):
    """The name is not one of the IANA zones in the pinned data."""


def zone_data_version() -> str:
    """The IANA release whose rules are counted with, such as ``2026b``."""
    return str(tzdata.IANA_VERSION)


@functools.cache
def names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def named(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that IANA name (case matters); UnknownZone proposes the closest ones."""
    if name not in names():
        near = difflib.get_close_matches(name[:60], names(), n=3)
        meant = f"; did you mean {', '.join(near)}?" if near else "; write one like Europe/Berlin"
        raise UnknownZone(f"{name[:60]!r} is not an IANA time zone{meant}")
    return zoneinfo.ZoneInfo(name)


def start_of_year(year: int) -> int:
    """The instant at which the year begins in UTC."""
    return instant.of(datetime(year, 1, 1, tzinfo=UTC))


def offset_at(name: str, moment: int) -> int:
    """Microseconds by which the zone's wall clock is ahead of UTC at this instant."""
    return _offset(named(name), moment)


def start_of_day(name: str, day: date) -> int:
    """The first instant at which the wall clock shows this date, or one after it.

    That is later than 00:00 where the clocks skip midnight, and the next day's where they skip the
    whole date.
    """
    midnight = instant.start_of(day)
    for year in sorted({near.year for near in (day - _A_DAY, day, day + _A_DAY)}):
        for start, end, offset in segments(name, year):
            if midnight < end + offset:
                return max(midnight - offset, start)
    raise ValueError(f"{day} lies outside the years that are counted")


def next_change(name: str, after: int) -> Segment | None:
    """What follows the next change of offset, if one comes within two years."""
    year = instant.at(after).year
    offset = offset_at(name, after)
    following = (part for later in range(year, year + 3) for part in segments(name, later))
    return next((part for part in following if part.start > after and part.offset != offset), None)


@functools.lru_cache(maxsize=8192)
def segments(name: str, year: int) -> tuple[Segment, ...]:
    """The stretches of constant offset that make up one year of UTC, in order.

    Looking every few days finds every change: in the pinned data two changes of one zone are
    never less than six days apart.
    """
    zone = named(name)
    end = start_of_year(year + 1)
    found: list[Segment] = []
    start = before = start_of_year(year)
    offset = _offset(zone, start)
    for after in (*range(start + _LOOK, end, _LOOK), end):
        if _offset(zone, after) != offset:
            change = _change(zone, before, after)
            if change < end:
                found.append(Segment(start, change, offset))
                start, offset = change, _offset(zone, change)
        before = after
    return (*found, Segment(start, end, offset))


def _offset(zone: zoneinfo.ZoneInfo, moment: int) -> int:
    ahead = instant.at(moment).astimezone(zone).utcoffset()
    return 0 if ahead is None else ahead // timedelta(microseconds=1)


def _change(zone: zoneinfo.ZoneInfo, before: int, after: int) -> int:
    """The first instant with the later offset, between two instants whose offsets differ."""
    low, high = before // instant.SECOND, after // instant.SECOND
    old = _offset(zone, before)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle * instant.SECOND) == old:
            low = middle
        else:
            high = middle
    return high * instant.SECOND
