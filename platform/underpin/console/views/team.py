"""The team at work: its board, who is on duty, one's own day, time to be posted."""

from dataclasses import dataclass
from datetime import date, datetime

from underpin.console.views.clock import Countdown
from underpin.console.views.desk import Priority, State, Tier
from underpin.console.views.shell import Shell

Pairs = tuple[tuple[str, str], ...]
"""What is sent, and what is read."""


@dataclass(frozen=True, slots=True)
class LoadRow:
    """`away` until when, None for who is there; `path` is the list of what they hold."""

    name: str
    tier: str
    path: str
    live: int
    waiting: int
    urgent: int
    breached: int
    due: int
    minutes: int
    away: datetime | None
    on_duty: bool


@dataclass(frozen=True, slots=True)
class BoardTicket:
    number: str
    subject: str
    client: str
    priority: Priority
    tier: Tier
    state: State
    assignee: str
    due: Countdown
    version: int


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Of one tier; `more` where there are others."""

    tier: Tier
    path: str
    tickets: tuple[BoardTicket, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class TeamPage:
    """`due`: what is missed before the end of the day unless somebody acts, with what was missed
    already. `people` may be given tickets."""

    shell: Shell
    loads: tuple[LoadRow, ...]
    due: tuple[BoardTicket, ...]
    due_more: bool
    unassigned: tuple[Unassigned, ...]
    people: Pairs
    may_assign: bool


@dataclass(frozen=True, slots=True)
class ShiftRow:
    starts: datetime
    ends: datetime
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RotaBlock:
    """`now` are called in this order; `until` is when that changes, to `then`. `path` is where it
    is changed and drafted."""

    team: str
    tier: str
    zone: str
    now: tuple[str, ...]
    until: datetime | None
    then: tuple[str, ...]
    shifts: tuple[ShiftRow, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class CallingRow:
    path: str
    client: str
    ticket: str
    subject: str
    priority: str
    about: str
    raised: datetime
    called: tuple[str, ...]
    calls_me: bool


@dataclass(frozen=True, slots=True)
class GapRow:
    client: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class OnCallPage:
    shell: Shell
    rotas: tuple[RotaBlock, ...]
    calling: tuple[CallingRow, ...]
    gaps: tuple[GapRow, ...]
    may_call: bool
    problem: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Time that is not posted; `path` is where its forms go. `refused` says why it came back."""

    path: str
    id: str
    ticket: str
    subject: str
    client: str
    staff: str
    worked: int
    billable: int
    work_type: str
    coverage: str
    text: str
    at: datetime
    refused: str
    own: bool


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    ticket: str
    subject: str
    client: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MyDayPage:
    shell: Shell
    day: date
    tickets: tuple[BoardTicket, ...]
    more: bool
    follow_ups: tuple[FollowUpRow, ...]
    entries: tuple[TimeRow, ...]
    minutes: int
    coverages: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PostingPage:
    """What a lead has to read. `problem` is why the last decision was not taken."""

    shell: Shell
    entries: tuple[TimeRow, ...]
    coverages: tuple[str, ...]
    next_path: str = ""
    first_path: str = ""
    problem: str = ""
