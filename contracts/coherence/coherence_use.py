"""How much of the SLA's time a chain uses up, as a function of when the ticket is raised.

G(s) = F_A(E(s)) - F_A(s) on half-open pieces of slope -1, 0 or +1, continuous from the right
and jumping only upwards; so its supremum is its value at the start of a piece, or else the
limit at the end of the last piece before a gap in the arrivals.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence_hours, coherence_pieces
from contracts.coherence.coherence_pieces import Piece

Use = tuple[int, int, int, int]
"""raised, until, used, slope: raised at s in [raised, until), a ticket uses used + slope x
(s - raised) µs of SLA time. Plain, because a check makes hundreds of thousands."""


class Highest(NamedTuple):
    """The supremum of the use. Not `attained`: it is the limit as s nears `raised` from before."""

    used: int
    raised: int
    attained: bool


def used(pieces: list[Piece], sla: Calendar) -> Iterator[Use]:
    """The use on each piece, cut where the SLA's hours open or close at either end of a ticket."""
    if not pieces:
        return
    at_start = coherence_hours.over(sla, pieces[0].raised, pieces[-1].until)
    at_end = coherence_hours.over(sla, *coherence_pieces.reach(pieces))
    opens, closes, before = at_start.opens, at_start.closes, at_start.before
    reopens, recloses, rebefore = at_end.opens, at_end.closes, at_end.before
    # One loop, as in `coherence_pieces`: neither end of a ticket ever goes back.
    i = j = 0
    for raised, until, first_done, moving in pieces:
        start, done = raised, first_done
        while start < until:
            while opens[i + 1] <= start:
                i += 1
            while reopens[j + 1] <= done:
                j += 1
            waiting, ending = start < closes[i], done < recloses[j]
            began = before[i] + start - opens[i] if waiting else before[i + 1]
            ended = rebefore[j] + done - reopens[j] if ending else rebefore[j + 1]
            step = min(until - start, (closes[i] if waiting else opens[i + 1]) - start)
            if moving:
                step = min(step, (recloses[j] if ending else reopens[j + 1]) - done)
            yield start, start + step, ended - began, (moving and ending) - waiting
            start, done = start + step, done + step * moving


def highest(uses: Iterable[Use]) -> Highest | None:
    """The earliest arrival that uses most; None if nothing is raised.

    An arrival that attains the supremum is preferred to a limit that only nears it.
    """
    best: Highest | None = None
    for raised, until, used, slope in uses:
        if best is None or used > best.used or (used == best.used and not best.attained):
            best = Highest(used, raised, True)
        if slope > 0 and used + until - raised > best.used:
            best = Highest(used + until - raised, until, False)
    return best


def exceeding(uses: Iterable[Use], target: int) -> list[tuple[int, int]]:
    """The arrivals that use more than `target` µs, as sorted spans; up to their end points."""
    spans: list[tuple[int, int]] = []
    for raised, until, used, slope in uses:
        if used <= target and slope <= 0:
            continue
        start, end = _over((raised, until, used, slope), target)
        if spans and start == spans[-1][1] < end:
            spans[-1] = (spans[-1][0], end)
        elif start < end:
            spans.append((start, end))
    return spans


def _over(use: Use, target: int) -> tuple[int, int]:
    """Where a piece that may exceed the target does, of no length where it does not."""
    raised, until, used, slope = use
    excess = used - target
    if slope > 0:
        return max(raised, min(until, raised - excess)), until
    return raised, until if slope == 0 else min(until, raised + excess)
