"""One calendar's open time over a stretch, laid out for stepping through it in order."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from contracts import instant
from contracts.calendars.calendar import Calendar

FOREVER = 2**62
"""Later than any instant (µs since the epoch): what never comes."""

_GRAIN = 64 * instant.DAY
"""Stretches are rounded out to this, so that the chains of one contract share what is laid out."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Sorted open stretches [opens, closes) with the calendar's F before each, all in µs.

    A stretch of no length before the first and one at FOREVER spare every reader the two ends.
    """

    opens: list[int]
    closes: list[int]
    before: list[int]

    def at(self, t: int) -> tuple[int, bool, int]:
        """F up to `t`, whether `t` is open, and the instant at which that changes."""
        i = bisect_right(self.opens, t) - 1
        if t < self.closes[i]:
            return self.before[i] + t - self.opens[i], True, self.closes[i]
        return self.before[i + 1], False, self.opens[i + 1]

    def latest(self, worked: int) -> tuple[int, int]:
        """The latest instant with F at most `worked`, and the F at which it next jumps.

        The instant is FOREVER or later where the stretch never has more than that.
        """
        i = bisect_right(self.before, worked) - 1
        jumps = self.before[i + 1] if i + 1 < len(self.before) else FOREVER
        return self.opens[i] + worked - self.before[i], jumps


def over(calendar: Calendar, start: int, end: int) -> Hours:
    """The hours of `calendar` over [start, end) at least; closed far outside it."""
    return _laid_out(calendar, start // _GRAIN, -(-end // _GRAIN))


@lru_cache(maxsize=64)
def _laid_out(calendar: Calendar, start: int, end: int) -> Hours:
    worked = calendar.worked(start * _GRAIN)
    opens, closes, before = [-FOREVER], [-FOREVER], [worked]
    for opening, closing in calendar.intervals(start * _GRAIN, end * _GRAIN):
        opens.append(opening)
        closes.append(closing)
        before.append(worked)
        worked += closing - opening
    return Hours([*opens, FOREVER], [*closes, FOREVER], [*before, worked])
