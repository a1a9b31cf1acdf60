"""What happens to a ticket, one step at a time, in the words of the desk.

A step is known at `at` and not before: nothing in it was read from a later row. The order of steps
is (`at`, case, `row`, `n`), and `row`, the place of the row among the readable rows of its case in
order of time, with `n`, the step's place among those of the row, give it the same id every time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from underpin.kernel import ids

NAMESPACE = UUID("5d0f6c1e-3f0a-5b52-9a53-0c7f2f0a4b11")
INCIDENT = "incident"
UNKNOWN = "unknown"


class Source(StrEnum):
    """The kinds of log that can be read."""

    SERVICENOW = "servicenow"
    VOLVO = "volvo"


class State(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    WAITING_CLIENT = "waiting_client"
    WAITING_VENDOR = "waiting_vendor"
    WAITING_EVIDENCE = "waiting_evidence"
    WAITING_PROBLEM = "waiting_problem"
    SCHEDULED = "scheduled"
    RESOLVED = "resolved"
    CLOSED = "closed"


DONE = frozenset({State.RESOLVED, State.CLOSED})


class Wait(StrEnum):
    """The log's own kinds of wait, finer than the states they map onto."""

    ANY = "wait"
    CUSTOMER = "wait_customer"
    IMPLEMENTATION = "wait_implementation"
    USER = "wait_user"
    VENDOR = "wait_vendor"
    AWAITING_EVIDENCE = "awaiting_evidence"
    AWAITING_PROBLEM = "awaiting_problem"
    AWAITING_USER_INFO = "awaiting_user_info"
    AWAITING_VENDOR = "awaiting_vendor"


WAITING: Mapping[Wait, State] = MappingProxyType(
    {
        Wait.ANY: State.OPEN,
        Wait.CUSTOMER: State.WAITING_CLIENT,
        Wait.IMPLEMENTATION: State.SCHEDULED,
        Wait.USER: State.WAITING_CLIENT,
        Wait.VENDOR: State.WAITING_VENDOR,
        Wait.AWAITING_EVIDENCE: State.WAITING_EVIDENCE,
        Wait.AWAITING_PROBLEM: State.WAITING_PROBLEM,
        Wait.AWAITING_USER_INFO: State.WAITING_CLIENT,
        Wait.AWAITING_VENDOR: State.WAITING_VENDOR,
    }
)


@dataclass(frozen=True, slots=True)
class Priority:
    """Impact and urgency, each 1 (high) to 3 (low)."""

    impact: int
    urgency: int

    @property
    def rank(self) -> int:
        """1 (critical) to 4 (low): the ITIL matrix, whose lowest corner is 4 as well."""
        return min(self.impact + self.urgency - 1, 4)


@dataclass(frozen=True, slots=True)
class Case:
    """One incident of a log. `tenant_key` is the log's own name for the client."""

    source: Source
    key: str
    tenant_key: str

    @property
    def id(self) -> UUID:
        return ids.derive(NAMESPACE, self.source, self.key)


class Place(NamedTuple):
    """Where a step stands in the order of time; a checkpoint is the place of the last one lived."""

    at: datetime
    case: str
    row: int
    n: int


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a case at the instant `at` (UTC)."""

    case: Case
    at: datetime
    row: int
    n: int

    @property
    def id(self) -> UUID:
        return ids.derive(NAMESPACE, self.case.source, self.case.key, self.row, self.n)

    @property
    def place(self) -> Place:
        return Place(self.at, self.case.key, self.row, self.n)


@dataclass(frozen=True, slots=True)
class Raise(Step):
    """The matter reached the desk; the ticket is `new` and nobody's.

    `requester` is None where the log names no person, `group` where it names no team.
    """

    priority: Priority
    tier: int
    subject: str
    requester: str | None
    group: str | None
    type: str = INCIDENT


@dataclass(frozen=True, slots=True)
class Reprioritise(Step):
    priority: Priority


@dataclass(frozen=True, slots=True)
class Reopen(Step):
    """A resolved or closed ticket is `open` again."""


@dataclass(frozen=True, slots=True)
class MoveTier(Step):
    """Up is an escalation, down a de-escalation; 1 to 3."""

    tier: int


@dataclass(frozen=True, slots=True)
class HandOff(Step):
    """Another group holds the ticket; None where the log does not name it."""

    group: str | None


@dataclass(frozen=True, slots=True)
class Assign(Step):
    """A person takes the ticket; None puts it back to be picked up."""

    resolver: str | None


@dataclass(frozen=True, slots=True)
class ChangeState(Step):
    """To any state but resolved and closed; `wait_kind` is what the log calls the wait."""

    state: State
    wait_kind: Wait | None


@dataclass(frozen=True, slots=True)
class Resolve(Step):
    pass


@dataclass(frozen=True, slots=True)
class Close(Step):
    """Also straight from an open state, where the log knows no resolution."""


@dataclass(frozen=True, slots=True)
class Note(Step):
    """The record was saved and nothing that the desk knows of changed."""


@dataclass(frozen=True, slots=True)
class CaseLog:
    """A case and its steps in order; the first is its Raise."""

    case: Case
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be lived. `line` counts from 1, the header's; `case` as far as readable."""

    line: int
    case: str
    reason: str
