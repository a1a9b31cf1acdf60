"""One calendar, one year of UTC: the open stretches as sorted integers with their sums."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from contracts import zone
from contracts.calendar_pattern import Pattern


class Year(NamedTuple):
    """All in microseconds; ``starts`` and ``ends`` count from the beginning of the year in UTC.

    ``before[i]`` is the working time before the i-th stretch, ``total`` that of the whole year.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    before: Sequence[int]
    total: int

    def worked(self, moment: int) -> int:
        """Working time from the beginning of the year up to this moment of it."""
        at = bisect_right(self.starts, moment) - 1
        if at < 0:
            return 0
        end = self.ends[at]
        return self.before[at] + (moment if moment < end else end) - self.starts[at]

    def earliest(self, worked: int) -> int:
        """The first moment with that much working time behind it; 0 < worked <= total."""
        at = bisect_left(self.before, worked) - 1
        return self.starts[at] + worked - self.before[at]

    def latest(self, worked: int) -> int:
        """The last moment with only that much behind it; 0 <= worked < total."""
        at = bisect_right(self.before, worked) - 1
        return self.starts[at] + worked - self.before[at]


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
    sums = list(accumulate(map(sub, ends, starts), initial=0))
    return Year(starts, ends, sums[:-1], sums[-1])
