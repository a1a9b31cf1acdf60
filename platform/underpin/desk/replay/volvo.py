"""The log of Volvo IT's incident desk (BPI Challenge 2013): one row for each event of a case.

What the figures of a case are, in terms of its steps:

- *Escalations*, *de-escalations*: each MoveTier to a higher, a lower tier; 1 to 3 is one.
- *Hand-offs*: each HandOff, that is each event whose `org:group` is not the one before's. A change
  of tier comes with one.
- *Total*: from the first event to the last, whatever its status; an event that changes nothing is
  a Note, so that the last is known.
- *Hours per tier*: the total split by the tier of the event that began each stretch; what follows
  a resolution or a closing counts too.
- *Hours per kind of wait*: the time during which the status is `Wait`, `Wait - Customer`,
  `Wait - Implementation`, `Wait - User` or `Wait - Vendor`.
- *Queued*: the time during which the ticket is neither done nor anyone's. `Queued` puts it back
  to be picked up; the log names no people, so who accepts is "somebody of that group, in that
  country", and whoever completes it is who had it, if that was somebody of the same group.

Times carry their offset and are compared as instants; events of one instant stay in the order of
the file. The tenant is the `organization country` of the first event, in lower case.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType

from underpin.desk.replay import narration, reading, step
from underpin.desk.replay.narration import Snapshot
from underpin.desk.replay.step import State, Wait

STATES: Mapping[str, tuple[State, Wait | None]] = MappingProxyType(
    {
        "Awaiting Assignment": (State.NEW, None),
        "Assigned": (State.OPEN, None),
        "In Progress": (State.OPEN, None),
        "Unmatched": (State.OPEN, None),
        "In Call": (State.RESOLVED, None),
        "Resolved": (State.RESOLVED, None),
        "Cancelled": (State.CLOSED, None),
        "Closed": (State.CLOSED, None),
    }
    | {
        name: (step.WAITING[wait], wait)
        for name, wait in (
            ("Wait", Wait.ANY),
            ("Wait - Customer", Wait.CUSTOMER),
            ("Wait - Implementation", Wait.IMPLEMENTATION),
            ("Wait - User", Wait.USER),
            ("Wait - Vendor", Wait.VENDOR),
        )
    }
)
QUEUED = "Queued"
PHASES = frozenset({QUEUED, "Accepted", "Completed", "Unmatched"})

PRIORITIES: Mapping[str, step.Priority] = MappingProxyType(
    {
        "Major": step.Priority(1, 1),
        "High": step.Priority(1, 2),
        "Medium": step.Priority(2, 2),
        "Low": step.Priority(3, 2),
    }
)
"""The log has an impact and no urgency: it is medium, but for a major incident high."""

TIERS = frozenset({"1", "2", "3"})
NO_COUNTRY = frozenset({"0"})
COLUMNS = (
    *("time:timestamp", "concept:name", "lifecycle:transition", "tier", "impact", "product"),
    *("org:group", "resource country", "organization country"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One row, read."""

    row: reading.Row
    snapshot: Snapshot


def read(path: Path) -> Iterator[step.CaseLog | step.Rejected]:
    """The cases of the log.

    Raises UnreadableLog when the file has not the columns of this format.
    """
    for case in reading.cases(path, "case:id", COLUMNS):
        if isinstance(case, step.Rejected):
            yield case
        else:
            yield from _case(case)


def _case(case: reading.CaseRows) -> Iterator[step.CaseLog | step.Rejected]:
    events: list[Event] = []
    for row in case.rows:
        try:
            events.append(_event(row))
        except reading.Unusable as reason:
            yield step.Rejected(row.line, case.key, str(reason))
    if events:
        yield _told(case.key, sorted(events, key=lambda event: event.snapshot.at))


def _told(key: str, events: list[Event]) -> step.CaseLog:
    first = events[0]
    tenant = _country(first.row, "organization country") or step.UNKNOWN
    case = step.Case(step.Source.VOLVO, key, tenant.lower())
    opening = narration.Opening(first.row.get("product") or key, requester=None)
    placed = (replace(event.snapshot, row=place) for place, event in enumerate(events))
    raised = narration.raised(first.snapshot, first.snapshot.at)
    return narration.tell(case, opening, accumulate(placed, _completed, initial=raised))


def _completed(before: Snapshot, after: Snapshot) -> Snapshot:
    if after.state in step.DONE and before.resolver and before.group == after.group:
        return replace(after, resolver=before.resolver)
    return after


def _event(row: reading.Row) -> Event:
    state, wait, queued = _status(row)
    group = row.get("org:group")
    snapshot = Snapshot(
        at=_instant(row),
        row=0,
        state=state,
        wait_kind=wait,
        tier=int(_one_of(row, "tier", TIERS)),
        group=group,
        resolver=None if queued else _somebody(group, _country(row, "resource country")),
        priority=PRIORITIES[_one_of(row, "impact", PRIORITIES.keys())],
    )
    return Event(row, snapshot)


def _status(row: reading.Row) -> tuple[State, Wait | None, bool]:
    """The state, the kind of wait, and whether the ticket waits to be picked up."""
    phase = _one_of(row, "concept:name", PHASES)
    state, wait = STATES[_one_of(row, "lifecycle:transition", STATES.keys())]
    if state is State.NEW and phase != QUEUED:
        state = State.OPEN
    return state, wait, phase == QUEUED


def _one_of(row: reading.Row, column: str, known: Set[str]) -> str:
    text = row.need(column)
    if text not in known:
        raise reading.Unusable(f"{column} is unknown: {text}")
    return text


def _somebody(group: str | None, country: str | None) -> str:
    return f"{group or step.UNKNOWN} ({country or step.UNKNOWN})"


def _country(row: reading.Row, column: str) -> str | None:
    country = row.get(column)
    return None if country in NO_COUNTRY else country


def _instant(row: reading.Row) -> datetime:
    text = row.need("time:timestamp")
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise reading.Unusable(f"time:timestamp has no offset: {text}")
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise reading.Unusable(f"time:timestamp is no date: {text}") from error
