"""Working time: how much passes between two instants, and when so much of it has passed.

Instants are microseconds since 1970-01-01T00:00Z, durations microseconds (``contracts.instant``).
Time is open or closed pointwise, by what the wall clock shows: minutes that daylight saving skips
never occur, minutes it repeats count twice. F(t), the working time up to t, and both its inverses
are two bisections each, whatever the distance. The horizon is the years 2 to 9998: nothing is open
outside it, and what would lie beyond it is None, never.
"""

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from contracts import instant
from contracts.calendars import calendar_many, zone
from contracts.calendars import calendar_span as spans
from contracts.calendars.calendar_definition import Definition

HORIZON_START: Final = zone.start_of_year(spans.FIRST_YEAR)
HORIZON_END: Final = zone.start_of_year(spans.LAST_YEAR + 1)


@functools.lru_cache(maxsize=512)
def compile(definition: Definition) -> "Calendar":  # noqa: A001 - the word for what it does
    """The calendar of a definition, shared by all who hold an equal one."""
    return Calendar(definition)


class Calendar:
    """One compiled calendar version. Years are worked out as they are asked for, then kept."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._years = spans.Years(definition)
        self._span = self._years.origin()
        self._near = self._span.near()

    def worked(self, moment: int) -> int:
        """F: working time from the beginning of 2026 (UTC) up to this instant; negative before."""
        near = self._near
        if near.start <= moment < near.end:
            return near.stretches.worked(moment)
        return self._worked_far(moment)

    def between(self, start: int, end: int) -> int:
        """Working time from start to end; 0 when the end comes first."""
        return self.worked(end) - self.worked(start) if start < end else 0

    def add_inf(self, start: int, duration: int) -> int | None:
        """The earliest instant with that much working time since the start: "17:00 today".

        The start itself for 0. For a negative duration the latest instant with that much working
        time up to the start. None when there is none within the horizon.
        """
        if duration == 0:
            return start
        worked = self.worked(start) + duration
        return self._earliest(worked) if duration > 0 else self._latest(worked)

    def add_sup(self, start: int, duration: int) -> int | None:
        """The latest instant with only that much working time since the start: "09:00 tomorrow".

        For 0 the next opening, or the start where it is open. For a negative duration the earliest
        instant with only that much working time up to the start. None when there is none within
        the horizon, so also when the duration uses up all the working time there is.
        """
        worked = self.worked(start) + duration
        return self._latest(worked) if duration >= 0 else self._earliest(worked)

    def is_open(self, moment: int) -> bool:
        return self.next_open(moment) == moment

    def next_open(self, moment: int) -> int | None:
        """The first open instant that is not before this one; None if there is none."""
        return self.add_sup(moment, 0)

    def intervals(self, start: int, end: int) -> list[tuple[int, int]]:
        """The open stretches from start to end, clipped to them; neither overlap nor touch."""
        found: list[tuple[int, int]] = []
        for opens, closes in self._stretches(start, end):
            if found and found[-1][1] == opens:
                found[-1] = found[-1][0], closes
            else:
                found.append((opens, closes))
        return found

    def boundaries(self, start: int, end: int) -> list[int]:
        """The instants from start to end, both included, at which it opens or closes."""
        around = self.intervals(start - 1, end + 1)
        return [edge for stretch in around for edge in stretch if start <= edge <= end]

    def between_many(self, starts: Iterable[int], ends: Iterable[int]) -> list[int]:
        """`between` of each pair."""
        return calendar_many.between(self, list(starts), list(ends))

    def add_inf_many(self, starts: Iterable[int], durations: Iterable[int]) -> list[int | None]:
        """`add_inf` of each pair."""
        return calendar_many.add_inf(self, list(starts), list(durations))

    def add_sup_many(self, starts: Iterable[int], durations: Iterable[int]) -> list[int | None]:
        """`add_sup` of each pair."""
        return calendar_many.add_sup(self, list(starts), list(durations))

    def near(self, moments: Sequence[int]) -> spans.Near | None:
        """The years most questions are about, if they hold all these instants."""
        for far in (min(moments), max(moments)):
            if not HORIZON_START <= far < HORIZON_END:
                return None
            self._reaching(_year_of(far))
        near = self._near
        return near if near.start <= min(moments) and max(moments) < near.end else None

    def near_worked(self, worked: Sequence[int]) -> spans.Near | None:
        """The same years, if F takes all these values within them."""
        low, high = min(worked), max(worked)
        self._containing(low, high)
        before = self._near.stretches.before
        return self._near if before[0] < low and high < before[-1] else None

    def _worked_far(self, moment: int) -> int:
        moment = min(max(moment, HORIZON_START), HORIZON_END)
        span = self._reaching(_year_of(moment))
        at = min(bisect_right(span.starts, moment), len(span.years)) - 1
        return span.before[at] + span.years[at].worked(moment - span.starts[at])

    def _earliest(self, worked: int) -> int | None:
        """The first instant t with F(t) = worked; None if F never is, or always was."""
        near = self._near.stretches
        if near.before[0] < worked <= near.before[-1]:
            return near.earliest(worked)
        span = self._containing(worked - 1, worked)
        if not span.before[0] < worked <= span.before[-1]:
            return None
        at = bisect_left(span.before, worked) - 1
        return span.starts[at] + span.years[at].earliest(worked - span.before[at])

    def _latest(self, worked: int) -> int | None:
        """The last instant t with F(t) = worked; None if F never is, or stays so for ever."""
        near = self._near.stretches
        if near.before[0] <= worked < near.before[-1]:
            return near.latest(worked)
        span = self._containing(worked, worked + 1)
        if not span.before[0] <= worked < span.before[-1]:
            return None
        at = bisect_right(span.before, worked) - 1
        return span.starts[at] + span.years[at].latest(worked - span.before[at])

    def _containing(self, low: int, high: int) -> spans.Span:
        """Years that hold F = low to F = high, or all the years there are."""
        span = self._span
        while span.before[-1] < high and span.last < spans.LAST_YEAR:
            span = self._reaching(min(span.last + _stride(span), spans.LAST_YEAR))
        while span.before[0] > low and span.first > spans.FIRST_YEAR:
            span = self._reaching(max(span.first - _stride(span), spans.FIRST_YEAR))
        return span

    def _reaching(self, year: int) -> spans.Span:
        # Replaced whole, so that a reader in another thread never sees half of it.
        span = self._span
        if not span.first <= year <= span.last:
            self._span = span = self._years.reaching(span, year)
            self._near = span.near()
        return span

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        start, end = max(start, HORIZON_START), min(end, HORIZON_END)
        if start >= end:
            return
        self._reaching(_year_of(start))
        span = self._reaching(_year_of(end))
        first = bisect_right(span.starts, start) - 1
        for at in range(first, bisect_left(span.starts, end)):
            origin = span.starts[at]
            for opens, closes in span.years[at].between(start - origin, end - origin):
                yield opens + origin, closes + origin


def _stride(span: spans.Span) -> int:
    """One year at first, then more, so that the far ends are reached in few steps."""
    return max(1, len(span.years) // 4)


def _year_of(moment: int) -> int:
    return min(instant.at(moment).year, spans.LAST_YEAR)
