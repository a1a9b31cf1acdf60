"""The arrivals a check looks at, from dates as the SLA's calendar counts them."""

from datetime import date

from contracts import instant
from contracts.calendars import zone

FIRST = date(2, 1, 1)
LAST = date(9998, 12, 31)


def between(first: date, end: date, time_zone: str) -> tuple[int, int]:
    """The instants at which both dates begin in that zone; `end` is the first date left out.

    ValueError if it is not after `first`, or for dates outside the years 2 to 9998.
    """
    if not first < end:
        raise ValueError(f"{end} is not after {first}; name the first day no longer checked")
    return begins(first, time_zone), begins(end, time_zone)


def begins(day: date, time_zone: str) -> int:
    """The first instant whose local date is `day` or later: some dates begin at 01:00, or never."""
    if not FIRST <= day <= LAST:
        raise ValueError(f"{day} lies outside the years {FIRST.year} to {LAST.year}")
    midnight = instant.start_of(day)
    segments = (
        segment
        for year in (day.year - 1, day.year, day.year + 1)
        for segment in zone.segments(time_zone, year)
    )
    moments = ((max(part.start, midnight - part.offset), part.end) for part in segments)
    return next(moment for moment, end in moments if moment < end)
