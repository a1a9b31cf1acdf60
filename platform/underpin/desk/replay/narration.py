"""From what a record said, row after row, to what happened to the ticket."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import accumulate, pairwise

from underpin.desk.replay import step
from underpin.desk.replay.step import State

Make = Callable[[step.Case, datetime, int, int], step.Step]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the record said at `at` (UTC).

    `handoffs` is the log's own running count of hand-overs, None where it keeps none. `closes`
    says that the ticket was closed at this very instant, even if it had been closed before.
    """

    at: datetime
    row: int
    state: State
    wait_kind: step.Wait | None
    tier: int
    group: str | None
    resolver: str | None
    priority: step.Priority
    handoffs: int | None = None
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """How the ticket came in: what Raise says beyond the first snapshot."""

    subject: str
    requester: str | None


def raised(first: Snapshot, at: datetime) -> Snapshot:
    """The ticket as it came in at `at`: new, nobody's, with the first row's priority and group.

    The group is unnamed where the log had counted hand-overs before its first row.
    """
    return replace(
        first,
        at=at,
        state=State.NEW,
        wait_kind=None,
        resolver=None,
        closes=False,
        group=None if first.handoffs else first.group,
        handoffs=None if first.handoffs is None else 0,
    )


def tell(case: step.Case, opening: Opening, snapshots: Iterable[Snapshot]) -> step.CaseLog:
    """The steps between the snapshots, the first of which is the ticket as it was raised.

    A row in which nothing changed is a Note. Once worked on, a ticket is never `new` again.
    """
    told = list(accumulate(snapshots, _settled))
    first = told[0]
    steps: list[step.Step] = [
        step.Raise(
            case,
            first.at,
            first.row,
            0,
            priority=first.priority,
            tier=first.tier,
            subject=opening.subject,
            requester=opening.requester,
            group=first.group,
        )
    ]
    for before, after in pairwise(told):
        for make in _changes(before, after):
            steps.append(make(case, after.at, after.row, _next(steps[-1], after.row)))
    return step.CaseLog(case, tuple(steps))


def _next(last: step.Step, row: int) -> int:
    return last.n + 1 if last.row == row else 0


def _settled(before: Snapshot, after: Snapshot) -> Snapshot:
    if after.state is State.NEW and before.state is not State.NEW:
        return replace(after, state=State.OPEN)
    return after


def _changes(before: Snapshot, after: Snapshot) -> Iterator[Make]:
    reopens = _reopens(before, after)
    makes = [*_moves(before, after), *_ends(before, after, reopens)]
    if reopens:
        makes.insert(0, step.Reopen)
    yield from makes or [step.Note]


def _reopens(before: Snapshot, after: Snapshot) -> bool:
    if before.state is State.CLOSED:
        return after.state is not State.CLOSED or (after.closes and before.at < after.at)
    return before.state is State.RESOLVED and after.state not in step.DONE


def _moves(before: Snapshot, after: Snapshot) -> Iterator[Make]:
    if after.priority != before.priority:
        yield partial(step.Reprioritise, priority=after.priority)
    if after.tier != before.tier:
        yield partial(step.MoveTier, tier=after.tier)
    for group in _groups(before, after):
        yield partial(step.HandOff, group=group)
    if after.resolver != before.resolver:
        yield partial(step.Assign, resolver=after.resolver)


def _groups(before: Snapshot, after: Snapshot) -> tuple[str | None, ...]:
    """The groups it was handed to, one for each time; those the log skipped have no name."""
    counted = (after.handoffs or 0) - (before.handoffs or 0)
    times = max(counted, int(after.group != before.group))
    return (None,) * (times - 1) + (after.group,) * min(times, 1)


def _ends(before: Snapshot, after: Snapshot, reopens: bool) -> Iterator[Make]:
    stood = (State.OPEN, None) if reopens else (before.state, before.wait_kind)
    if (after.state, after.wait_kind) == stood:
        return
    if after.state is State.RESOLVED:
        yield step.Resolve
    elif after.state is State.CLOSED:
        yield step.Close
    else:
        yield partial(step.ChangeState, state=after.state, wait_kind=after.wait_kind)
