"""One calendar's open time over a stretch, laid out for stepping through it in order."""

from bisect import bisect_right
from dataclasses import dataclass

from contracts.calendar import Calendar

FOREVER = 2**62
"""Later than any instant (µs since the epoch): what never comes."""


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
    """The hours of `calendar` in [start, end); closed outside it."""
    worked = calendar.worked(start)
    opens, closes, before = [-FOREVER], [-FOREVER], [worked]
    for opening, closing in calendar.intervals(start, end):
        opens.append(opening)
        closes.append(closing)
        before.append(worked)
        worked += closing - opening
    return Hours([*opens, FOREVER], [*closes, FOREVER], [*before, worked])
