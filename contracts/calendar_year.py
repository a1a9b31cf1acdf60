"""One calendar, one year of UTC: the open stretches as sorted integers with their sums."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from contracts import zone
from contracts.calendar_pattern import Pattern


class Year(NamedTuple):
    """All in microseconds; ``starts`` of the open stretches count from the beginning of the year.

    ``before[i]`` is the working time before the i-th stretch; one entry more holds the whole
    year's, so that ``before[i + 1] - before[i]`` is the length of the i-th.
    """

    starts: list[int]
    before: list[int]

    @property
    def total(self) -> int:
        return self.before[-1]

    def worked(self, moment: int) -> int:
        """Working time from the beginning of the year up to this moment of it."""
        starts, before = self
        at = bisect_right(starts, moment)
        if at == 0:
            return 0
        worked = before[at - 1] + moment - starts[at - 1]
        return worked if worked < before[at] else before[at]

    def earliest(self, worked: int) -> int:
        """The first moment with that much working time behind it; 0 < worked <= total."""
        starts, before = self
        at = bisect_left(before, worked) - 1
        return starts[at] + worked - before[at]

    def latest(self, worked: int) -> int:
        """The last moment with only that much behind it; 0 <= worked < total."""
        starts, before = self
        at = bisect_right(before, worked) - 1
        return starts[at] + worked - before[at]

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The open stretches within these moments of the year, clipped to them."""
        starts, before = self
        for at in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)):
            opens = starts[at]
            closes = opens + before[at + 1] - before[at]
            if closes > start:
                yield max(opens, start), min(closes, end)


def build(pattern: Pattern, time_zone: str, year: int) -> Year:
    """Wall-clock intervals laid over each stretch of constant offset.

    That makes the meaning pointwise: minutes the clocks skip never occur, minutes they repeat
    count twice.
    """
    origin = zone.start_of_year(year)
    starts: list[int] = []
    ends: list[int] = []
    for begins, stops, offset in zone.segments(time_zone, year):
        shift = origin + offset
        for opens, closes in pattern.between(begins + offset, stops + offset):
            if ends and opens - shift == ends[-1]:
                ends[-1] = closes - shift
            else:
                starts.append(opens - shift)
                ends.append(closes - shift)
    return Year(starts, list(accumulate(map(sub, ends, starts), initial=0)))
