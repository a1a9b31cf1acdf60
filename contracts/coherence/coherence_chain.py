"""The stages a ticket goes through, each using all the time it is allowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence_pieces
from contracts.coherence.coherence_pieces import Piece


@dataclass(frozen=True, slots=True)
class Stage:
    """A tier or vendor that may hold a ticket for `allowance` µs of its calendar's working time."""

    name: str
    calendar: Calendar
    allowance: int


@dataclass(frozen=True, slots=True)
class Parallel:
    """Branches that start together; the chain goes on when the latest of them has ended."""

    branches: tuple["Chain", ...]


Step = Stage | Parallel
Chain = tuple[Step, ...]
"""A stage that is visited twice stands in it twice: ping-pong has a stated bound."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One stage's part in a ticket's course; `end` is None when the stage never ends."""

    stage: str
    start: int
    end: int | None


def course(chain: Chain, raised: int) -> tuple[tuple[Hold, ...], int | None]:
    """Who holds a ticket raised at that instant, and when it is done: None for never.

    What would come after a stage that never ends is left out.
    """
    holds: list[Hold] = []
    at: int | None = raised
    for step in chain:
        if at is None:
            break
        taken, at = _take(step, at)
        holds.extend(taken)
    return tuple(holds), at


def follow(pieces: list[Piece], chain: Chain) -> list[Piece]:
    """The same for all arrivals at once."""
    for step in chain:
        if isinstance(step, Stage):
            pieces = coherence_pieces.carry(pieces, step.calendar, step.allowance)
        else:
            branches = (follow(pieces, branch) for branch in step.branches)
            pieces = reduce(coherence_pieces.later, branches, pieces)
    return pieces


def stages(chain: Chain) -> Iterator[Stage]:
    """Every stage in order, those of parallel branches too."""
    for step in chain:
        if isinstance(step, Stage):
            yield step
        else:
            yield from (stage for branch in step.branches for stage in stages(branch))


def total(chain: Chain) -> int:
    """The sum of the allowances, of parallel branches the largest: µs on whatever calendars."""
    return sum(
        step.allowance if isinstance(step, Stage) else max(map(total, step.branches), default=0)
        for step in chain
    )


def exchange(chain: Chain, old: Stage, new: Stage) -> Chain:
    """The chain with `new` wherever `old` stands: each visit is under the same agreement."""
    return tuple(_exchanged(step, old, new) for step in chain)


def _take(step: Step, at: int) -> tuple[tuple[Hold, ...], int | None]:
    if isinstance(step, Stage):
        end = step.calendar.add_sup(at, step.allowance)
        return (Hold(step.name, at, end),), end
    courses = [course(branch, at) for branch in step.branches]
    holds = tuple(hold for taken, _ in courses for hold in taken)
    ends = [end for _, end in courses if end is not None]
    return holds, max(ends, default=at) if len(ends) == len(courses) else None


def _exchanged(step: Step, old: Stage, new: Stage) -> Step:
    if isinstance(step, Parallel):
        return Parallel(tuple(exchange(branch, old, new) for branch in step.branches))
    return new if step == old else step
