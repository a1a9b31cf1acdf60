"""Open stretches of time as sorted integers with their sums: F and both its inverses."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import sub


@dataclass(frozen=True, slots=True)
class Stretches:
    """The open stretches of some period, in microseconds from whatever origin.

    ``before[i]`` is the working time before the i-th stretch; one entry more holds that at the
    end, so that ``before[i + 1] - before[i]`` is the length of the i-th.
    """

    starts: Sequence[int]
    before: Sequence[int]

    def worked(self, moment: int) -> int:
        """Working time up to this moment of the period."""
        starts, before = self.starts, self.before
        at = bisect_right(starts, moment)
        until = before[at]
        if at == 0:
            return until
        worked = before[at - 1] + moment - starts[at - 1]
        return worked if worked < until else until

    def earliest(self, worked: int) -> int:
        """The first moment with that much behind it; more than at the start, at most the end's."""
        starts, before = self.starts, self.before
        at = bisect_left(before, worked) - 1
        return starts[at] + worked - before[at]

    def latest(self, worked: int) -> int:
        """The last moment with only that much behind it; less than at the end."""
        starts, before = self.starts, self.before
        at = bisect_right(before, worked) - 1
        return starts[at] + worked - before[at]

    def between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches within these moments of the period, clipped to them."""
        starts, before = self.starts, self.before
        for at in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)):
            opens = starts[at]
            closes = opens + before[at + 1] - before[at]
            if closes > start:
                yield max(opens, start), min(closes, end)

    def worked_many(self, moments: Sequence[int]) -> list[int]:
        """`worked` of each; the loops of the bulk forms run in C as far as they can."""
        before = self.before
        shut = self._shut(min(moments, default=0) - before[0])
        found = map(bisect_right, repeat(self.starts), moments)
        return [
            worked if (worked := moment - shut[at]) < (until := before[at]) else until
            for moment, at in zip(moments, found, strict=True)
        ]

    def earliest_many(self, worked: Sequence[int]) -> list[int]:
        """`earliest` of each, under its own condition."""
        shut, found = self._shut(0), map(bisect_left, repeat(self.before), worked)
        return [much + shut[at] for much, at in zip(worked, found, strict=True)]

    def latest_many(self, worked: Sequence[int]) -> list[int]:
        """`latest` of each, under its own condition."""
        shut, found = self._shut(0), map(bisect_right, repeat(self.before), worked)
        return [much + shut[at] for much, at in zip(worked, found, strict=True)]

    def _shut(self, first: int) -> list[int]:
        """How far each stretch's moments are ahead of the working time, one entry before all."""
        return [first, *map(sub, self.starts, self.before)]
