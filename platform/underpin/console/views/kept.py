"""Our contract kept, as a client reads it: a month's figures, the clocks behind them, credits,
availability and evidence. Shares are exact; a page rounds them down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from underpin.console.views.clock import Clock
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class KeptCell:
    """`kept` None: nothing was promised, nothing decided, or too few to judge. `path` leads to the
    clocks counted."""

    met: int
    breached: int
    running: int
    share: Fraction | None
    promised: Fraction | None
    kept: bool | None
    path: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """Cells in the order of the heads above them; None where there is nothing."""

    metric: str
    cells: tuple[KeptCell | None, ...]


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A month, and per metric the share that was kept; None without a decided clock."""

    month: date
    path: str
    shares: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many are in no percentage, and why."""

    metric: str
    outcome: str
    why: str
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One clock; `number` is empty where its ticket may not be seen."""

    path: str
    number: str
    subject: str
    metric: str
    priority: str
    at: datetime
    outcome: str
    why: str
    changed: bool


@dataclass(frozen=True, slots=True)
class KeptPage:
    """`state`: running, provisional or frozen; `until` when objecting ends. Rows are metrics, by
    priority and by service; `metrics` head the trend's columns."""

    shell: Shell
    month: date
    state: str
    until: datetime | None
    corrections: int
    previous_path: str
    next_path: str
    evidence_path: str
    priorities: tuple[str, ...]
    rows: tuple[KeptRow, ...]
    services: tuple[str, ...]
    by_service: tuple[KeptRow, ...]
    metrics: tuple[str, ...]
    trend: tuple[TrendRow, ...]
    chart: Mapping[str, Any]
    left_out: tuple[LeftOut, ...]
    misses: tuple[DecidedRow, ...]
    misses_path: str
    withdrawn: tuple[DecidedRow, ...]
    withdrawn_path: str
    sees_credits: bool


@dataclass(frozen=True, slots=True)
class DecidedPage:
    """The clocks behind a figure; `outcome`, `metric` and `priority` are what narrows them."""

    shell: Shell
    month: date
    outcome: str
    metric: str
    priority: str
    metrics: tuple[str, ...]
    rows: tuple[DecidedRow, ...]
    back: str
    next_path: str = ""
    first_path: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An objection or an exclusion: what was said, and what was answered. `by` is the asker's side
    (client or support)."""

    kind: str
    state: str
    said: str
    at: datetime
    by: str
    wants: str = ""
    answer: str = ""
    answered: datetime | None = None


@dataclass(frozen=True, slots=True)
class DecidedClockPage:
    """One clock and its sum. `wants` is what an objection would ask for, empty where none may be
    made; `until` when objecting ends."""

    shell: Shell
    row: DecidedRow
    month: date
    month_path: str
    state: str
    until: datetime | None
    clock: Clock | None
    said: tuple[Said, ...]
    path: str
    wants: str = ""
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CreditRow:
    """`claim_path` is there while it can be claimed, until `claim_by`. `bands` say how it came."""

    month: date
    month_path: str
    percent: Fraction
    basis: str
    nature: str
    state: str
    due: datetime
    claim_by: datetime | None = None
    claim_path: str = ""
    answer: str = ""
    settled_with: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CreditsPage:
    shell: Shell
    rows: tuple[CreditRow, ...]
    next_path: str = ""
    first_path: str = ""


@dataclass(frozen=True, slots=True)
class OutageRow:
    starts: datetime
    ends: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """A service's period; `share` None without any service time."""

    service: str
    starts: datetime
    ends: datetime
    is_over: bool
    state: str
    service_time: timedelta
    down: timedelta
    excused: timedelta
    share: Fraction | None
    promised: Fraction
    kept: bool | None
    outages: tuple[OutageRow, ...]
    maintenance: tuple[OutageRow, ...]
    corrected: timedelta | None = None


@dataclass(frozen=True, slots=True)
class AvailabilityPage:
    """`silent` are services of which no availability is promised."""

    shell: Shell
    month: date
    previous_path: str
    next_path: str
    services: tuple[ServiceTime, ...]
    silent: tuple[str, ...]
    sees_credits: bool


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    number: str
    path: str
    metric: str
    was: str
    outcome: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """`holds` None: the reader does not see every piece, so the chain could not be followed."""

    shell: Shell
    month: date
    month_path: str
    counted: int
    seen: int
    altered: tuple[int, ...]
    holds: bool | None
    hash: str
    corrections: tuple[CorrectionRow, ...]
