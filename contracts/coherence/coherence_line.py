"""What a check says of one promise: a line, as it is kept with the version, shown and told.

Durations are microseconds of the SLA's working time unless a field says otherwise; shares are
exact fractions as text ("4/365"), because a float would round what decides a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from contracts.coherence.coherence_verdict import Verdict

UNCHECKED: Final = "unchecked"

Arriving = Literal["any", "inside", "outside"]
Frequency = Literal["history", "given", "worst_path"]
Coming = Literal["history", "evenly"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The smallest single change that closes the gap: of `stage`, or of the target where it is
    None; `to_us` is None where the stage takes on the SLA's hours."""

    kind: str
    stage: str | None
    to_us: int | None
    by_us: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Hours of the week in which the SLA runs and `stage` does not, in microseconds of wall clock
    since Monday 00:00 in the SLA's zone, and in how many weeks of the checked time."""

    stage: str
    opens_us: int
    closes_us: int
    times: int


@dataclass(frozen=True, slots=True)
class Span:
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A stage's part in the worst case: it holds the ticket from `start` to `end` (None: it never
    ends) and works on it in the spans of `works`, the first of them where there are very many;
    `left_out` says how many more there are. The SLA's own part counts its time."""

    stage: str
    metric: str
    start: datetime
    end: datetime | None
    works: tuple[Span, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way tickets take, how often (a share of 1), and the share of its arrivals that cannot
    be met, weighted by when tickets come."""

    path: str
    weight: str
    share_missed: str


@dataclass(frozen=True, slots=True)
class Credit:
    """What is owed for the expected attainment: `percent` of `basis` each `period`, an exact
    fraction."""

    percent: str
    basis: str
    period: str
    nature: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be expected when every stage uses all it is allowed. `attainment` is a share of
    1. `frequency` says where the weights of the ways come from, `coming` when tickets come."""

    attainment: str
    frequency: Frequency
    coming: Coming
    ways: tuple[Way, ...]
    credit: Credit | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page needs besides the figures. `sla_hours` is the SLA's own part in the worst case:
    the time that is used up."""

    uncovered: tuple[Uncovered, ...] = ()
    timeline: tuple[Part, ...] = ()
    sla_hours: Part | None = None
    expected: Expected | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One promise. `arriving`: to tickets raised at any time, or inside or outside the hours that
    the version names for it. `worst_us` is what the longest way can take, and so the tightest
    promise this chain can keep; None: some arrival never ends. `slack_us` is what the target
    leaves above it, `sum_us` the plain sum of the stages. `raised_at` and `done_at` show it.

    `verdict`: always_kept, commitment_kept, not_kept; unchecked where a stage of `path` has no
    agreed time and nothing else breaks the promise. `share_missed` is the longest way's, every
    instant counting alike; `shown.expected` weighs.
    """

    metric: str
    ticket_type: str
    priority: str
    arriving: Arriving
    path: str
    verdict: str
    allowed_us: int
    worst_us: int | None
    slack_us: int | None
    sum_us: int
    share_missed: str
    raised_at: datetime | None = None
    done_at: datetime | None = None
    suggestion: Suggestion | None = None
    shown: Shown = field(default_factory=Shown)

    @property
    def about(self) -> tuple[str, str, str, Arriving]:
        return self.metric, self.ticket_type, self.priority, self.arriving

    @property
    def said(self) -> str:
        """ "resolution incident P1", and which arrivals where they are not all alike."""
        hours = "" if self.arriving == "any" else f" raised {self.arriving} its hours"
        return f"{self.metric} {self.ticket_type} {self.priority}{hours}"


def refuses(found: Sequence[Line]) -> bool:
    """Whether somebody has to accept a risk before this becomes active."""
    return any(line.verdict == Verdict.NOT_KEPT for line in found)
