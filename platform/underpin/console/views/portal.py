"""The client portal. These values hold nothing that is for staff only (PRACTICE 1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from underpin.console.views.beside import Kinds, Raised
from underpin.console.views.clock import Clock, Countdown, Metric
from underpin.console.views.consent import Awaited
from underpin.console.views.desk import Choice, State
from underpin.console.views.glance import PlanGlance
from underpin.console.views.knowledge import AnnouncementRow, Rating
from underpin.console.views.requests import NOTHING_BESIDE, Beside
from underpin.console.views.shell import Shell
from underpin.console.views.talk import Event, Message


@dataclass(frozen=True, slots=True)
class ComplianceCell:
    """One metric at one priority in the period. `commitment` is None where none was promised."""

    met: int
    breached: int
    running: int
    commitment: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """Met of those decided, exactly; None when nothing was decided, which is not 100 %."""
        decided = self.met + self.breached
        return Fraction(self.met, decided) if decided else None

    @property
    def kept(self) -> bool | None:
        """Whether the commitment is kept, compared unrounded; None when that cannot be said."""
        if self.share is None or self.commitment is None:
            return None
        return self.share >= self.commitment


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """One metric; `cells` stand in the order of the priorities above them."""

    metric: Metric
    cells: tuple[ComplianceCell, ...]


@dataclass(frozen=True, slots=True)
class MonthCompliance:
    """A period's figures. A provisional period may still be objected to."""

    period: date
    priorities: tuple[str, ...]
    rows: tuple[ComplianceRow, ...]
    provisional: bool = True


@dataclass(frozen=True, slots=True)
class PortalTicketRow:
    number: str
    subject: str
    state: State
    priority: str
    turn: str  # "us", "you", "vendor" or "" when done
    requester: str
    updated: datetime
    due: Countdown
    unread: bool = False


@dataclass(frozen=True, slots=True)
class PortalHomePage:
    """The client's page. `typed` and `problem` bring a refused ticket back as it was typed.
    `waiting` are tickets with a question to the reader, `approvals` how many decisions wait.
    `key` is the client's; `staged` are files that wait for a ticket yet to be raised."""

    shell: Shell
    company: str
    month: MonthCompliance
    tickets: tuple[PortalTicketRow, ...]
    services: tuple[Choice, ...] = ()
    scope: str = "mine"  # "mine" or "company"
    may_see_company: bool = False
    awaited: tuple[Awaited, ...] = ()
    may_raise: bool = True
    reach: str = ""
    waiting: tuple[PortalTicketRow, ...] = ()
    approvals: int = 0
    typed_subject: str = ""
    typed_text: str = ""
    problem: str = ""
    announced: tuple[AnnouncementRow, ...] = ()
    raised: Raised | None = None
    key: str = ""
    staged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TimeShare:
    """Working time of the resolution by who had the ticket."""

    us: timedelta
    you: timedelta
    vendor: timedelta

    @property
    def total(self) -> timedelta:
        return self.us + self.you + self.vendor


@dataclass(frozen=True, slots=True)
class PortalTicketPage:
    """A ticket as its people see it: public messages, their own clocks in full."""

    shell: Shell
    number: str
    subject: str
    state: State
    priority: str
    turn: str
    requester: str
    opened: datetime
    version: int
    timeline: tuple[Message | Event, ...]
    clocks: tuple[Clock, ...]
    share: TimeShare
    handler: str = ""
    service: str = ""
    may_reply: bool = True
    may_reopen: bool = False
    may_close: bool = False
    draft: str = ""
    problem: str = ""
    rating: Rating | None = None
    glance: PlanGlance | None = None
    beside: Beside = NOTHING_BESIDE
    kinds: Kinds | None = None
    is_confidential: bool = False
    may_conceal: bool = False
