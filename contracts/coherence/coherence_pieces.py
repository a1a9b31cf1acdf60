"""When a ticket is done, as a function of when it is raised, followed stage by stage.

E(s) = add_sup(... add_sup(s, d1) ..., dk) is piecewise linear, never falls, and jumps only
upwards, being continuous from the right. So it is a list of half-open pieces on each of which
it either stands still or moves with s. Carrying that list through a stage cuts a piece where
the stage opens or closes and where the allowance runs out at a closing: these are the
boundaries of CLOCKS.md's pull-back, met from the other side, and both one-sided limits at a
boundary can be read off the pieces that meet there.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence_hours
from contracts.coherence.coherence_hours import FOREVER, Hours


class Piece(NamedTuple):
    """Tickets raised in [raised, until) are done at `done`, plus s - raised if `moving`.

    Arrivals whose chain never ends have no piece.
    """

    raised: int
    until: int
    done: int
    moving: bool

    def done_at(self, s: int) -> int:
        return self.done + (s - self.raised) * self.moving


_Cut = tuple[int, int, int, bool]
"""What will be a piece, unless it is joined to the one before."""


def raised(spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """Tickets with no stage behind them yet: each is where it was raised."""
    return [Piece(start, end, start, True) for start, end in spans]


def carry(pieces: list[Piece], calendar: Calendar, allowance: int) -> list[Piece]:
    """The pieces after one more stage has used all of its `allowance` (µs of working time)."""
    first, last = reach(pieces)
    earliest, latest = calendar.add_sup(first, allowance), calendar.add_sup(last, allowance)
    if earliest is None:
        return []
    taken = coherence_hours.over(calendar, first, last)
    given = coherence_hours.over(calendar, earliest, FOREVER if latest is None else latest + 1)
    return _joined(_carried(pieces, taken, given, allowance))


def reach(pieces: list[Piece]) -> tuple[int, int]:
    """The earliest `done` of the pieces and the latest, or the limit they near; (0, 0) of none."""
    return (pieces[0].done, pieces[-1].done_at(pieces[-1].until)) if pieces else (0, 0)


def later(ours: list[Piece], theirs: list[Piece]) -> list[Piece]:
    """Where two branches both have to end: the later of the two, for every arrival."""
    both: list[Piece] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        a, b = ours[i], theirs[j]
        start, end = max(a.raised, b.raised), min(a.until, b.until)
        if start < end:
            both.extend(_later(_from(a, start, end), _from(b, start, end)))
        i, j = i + (a.until == end), j + (b.until == end)
    return both


def _carried(pieces: list[Piece], taken: Hours, given: Hours, allowance: int) -> Iterator[_Cut]:
    """Cut where the stage opens or closes at hand-over, and where its allowance ends a stretch.

    Written out in one loop because a contract's check spends its time here: neither hand-overs
    nor ends ever go back, so that both calendars are walked once and never searched.
    """
    opens, closes, before = taken.opens, taken.closes, taken.before
    ends, ended = given.opens, [*given.before, FOREVER]
    i = j = 0
    for raised, until, handed_on, moving in pieces:
        start, at = raised, handed_on
        while start < until:
            while opens[i + 1] <= at:
                i += 1
            is_open = at < closes[i]
            worked = allowance + (before[i] + at - opens[i] if is_open else before[i + 1])
            while ended[j + 1] <= worked:
                j += 1
            done = ends[j] + worked - ended[j]
            end = until
            if moving and is_open:
                end = start + min(until - start, closes[i] - at, ended[j + 1] - worked)
            elif moving:
                end = min(until, start + opens[i + 1] - at)
            yield start, end, done, moving and is_open
            start, at = end, at + end - start


def _joined(pieces: Iterable[_Cut]) -> list[Piece]:
    """Neighbours that wait for one and the same instant become one; what never comes is dropped."""
    joined: list[Piece] = []
    end = awaited = None
    for start, until, done, moving in pieces:
        if done >= FOREVER:
            break
        if not moving and start == end and done == awaited:
            joined[-1] = Piece(joined[-1].raised, until, done, False)
        else:
            joined.append(Piece(start, until, done, moving))
        end, awaited = until, None if moving else done
    return joined


def _from(piece: Piece, start: int, end: int) -> Piece:
    return Piece(start, end, piece.done_at(start), piece.moving)


def _later(a: Piece, b: Piece) -> Iterator[Piece]:
    """The later of two pieces over the same arrivals, cut where one overtakes the other."""
    behind, ahead = sorted((a, b), key=lambda piece: (piece.done, piece.moving))
    overtakes = behind.raised + (ahead.done - behind.done)
    if ahead.moving or not behind.moving or overtakes >= ahead.until:
        yield ahead
        return
    yield _from(ahead, ahead.raised, overtakes)
    yield _from(behind, overtakes, behind.until)
