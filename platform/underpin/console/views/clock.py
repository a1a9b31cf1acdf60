"""A clock as a page shows it: a chip that counts down, and the sum that explains it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Level = Literal["ok", "risk", "breached", "paused", "none"]
ClockState = Literal["running", "paused", "met", "breached", "withdrawn", "merged", "stopped"]
Metric = Literal[
    "first_response",
    "next_reply",
    "next_update",
    "resolution",
    "availability",
    "pickup",
    "hold",
    "acknowledge",
    "update",
    "fix",
]


@dataclass(frozen=True, slots=True)
class Countdown:
    """The next due of a ticket.

    `due` is the instant shown to people (`add_inf`), `warn` the next warning level, `breach` the
    instant after which the target is missed (`add_sup`). While paused no due is armed and `left`
    says the working time still allowed. `zone` is the contract's.
    """

    level: Level = "none"
    metric: Metric | None = None
    due: datetime | None = None
    warn: datetime | None = None
    breach: datetime | None = None
    left: timedelta | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a clock's life. `counted` is its working time, `total` the sum up to its
    end. `end` is None for the stretch that is still running."""

    kind: Literal["work", "closed", "pause"]
    start: datetime
    end: datetime | None
    counted: timedelta
    total: timedelta
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One target against one ticket or vendor case. `used` and `allowed` are working time.

    `holder` names the tier or vendor where a ticket has several clocks of one metric.
    """

    metric: Metric
    state: ClockState
    used: timedelta
    allowed: timedelta
    countdown: Countdown
    calendar: str
    agreement: str
    started: datetime
    ended: datetime | None = None
    spans: tuple[Span, ...] = ()
    holder: str = ""

    @property
    def left(self) -> timedelta:
        """Working time still allowed; zero once it is used up."""
        return max(self.allowed - self.used, timedelta(0))

    @property
    def over(self) -> timedelta:
        """Working time beyond the target; zero while it is kept."""
        return max(self.used - self.allowed, timedelta(0))
