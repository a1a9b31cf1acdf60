"""A client's compliance as the desk decides about it."""

from dataclasses import dataclass
from datetime import date, datetime

from underpin.console.views.shell import Shell

Pairs = tuple[tuple[str, str], ...]
"""What is sent, and what is read."""


@dataclass(frozen=True, slots=True)
class PendingRow:
    path: str
    client: str
    objections: int
    exclusions: int
    outages: int
    months: int


@dataclass(frozen=True, slots=True)
class PendingPage:
    shell: Shell
    rows: tuple[PendingRow, ...]


@dataclass(frozen=True, slots=True)
class MetricRow:
    """`shown` is the percentage rounded down, empty where nothing was decided."""

    metric: str
    met: int
    breached: int
    excluded: int
    withdrawn: int
    shown: str
    promised: str
    kept: bool | None


@dataclass(frozen=True, slots=True)
class MissRow:
    clock: str
    ticket: str
    subject: str
    metric: str
    priority: str
    outcome: str
    why: str
    at: datetime
    may_exclude: bool


@dataclass(frozen=True, slots=True)
class Contested:
    """An objection or a proposed exclusion; `own`: the asker's, so that a colleague decides it."""

    id: str
    ticket: str
    metric: str
    wants: str
    text: str
    state: str
    at: datetime
    answer: str
    open: bool
    own: bool = False


@dataclass(frozen=True, slots=True)
class OutageRow:
    id: str
    service: str
    starts: datetime
    ends: datetime | None
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class WindowRow:
    id: str
    service: str
    starts: datetime
    ends: datetime
    note: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class DueRow:
    """A credit that arose; what becomes of it is finance's to say."""

    month: date
    percent: str
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """`freezable`: the month may be frozen now; `obstacle` says in a word why it may not: running,
    objections, objecting, frozen. `zone` is the client's; times are typed in the reader's."""

    shell: Shell
    path: str
    key: str
    client: str
    month: date
    previous: str
    next: str
    state: str
    until: datetime | None
    totals: tuple[MetricRow, ...]
    misses: tuple[MissRow, ...]
    objections: tuple[Contested, ...]
    exclusions: tuple[Contested, ...]
    outages: tuple[OutageRow, ...]
    windows: tuple[WindowRow, ...]
    credits: tuple[DueRow, ...]
    services: Pairs
    reasons: tuple[str, ...]
    availability: tuple[tuple[str, str, str], ...]
    obstacle: str
    may_decide: bool
    may_exclude: bool
    may_freeze: bool
    may_outage: bool
    problem: str = ""
