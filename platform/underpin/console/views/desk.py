"""The staff desk: the list across clients, and the ticket."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from underpin.console.views.assets import TicketAsset
from underpin.console.views.beside import Kinds
from underpin.console.views.clock import Clock
from underpin.console.views.deeds import PickedMacro
from underpin.console.views.glance import PlanGlance
from underpin.console.views.requests import NOTHING_BESIDE, Beside
from underpin.console.views.shell import Shell
from underpin.console.views.talk import Event, Message

Priority = Literal["P1", "P2", "P3", "P4", "P5"]
Tier = Literal["L0", "L1", "L2", "L3", "L4"]
State = Literal[
    "new",
    "open",
    "waiting_client",
    "waiting_vendor",
    "waiting_approval",
    "scheduled",
    "resolved",
    "closed",
]
Grade = Literal["low", "medium", "high"]
Action = Literal[
    "message",
    "take",
    "assign",
    "raise_tier",
    "reprioritise",
    "open_case",
    "wait",
    "resume",
    "resolve",
    "close",
    "reopen",
    "no_reply",
    "remind",
    "silence",
    "link",
    "merge",
    "split",
]


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a select: what is sent, and what is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a staff member knows about a ticket before reading it. `version` goes back with each
    form, so that an edit against an older state is a conflict and not a lost change."""

    number: str
    subject: str
    client: str
    client_key: str
    kind: str  # the ticket type's word: incident, request, change, problem
    state: State
    priority: Priority
    tier: Tier
    requester: str
    requester_mail: str
    assignee: str
    opened: datetime
    version: int
    service: str = ""
    site: str = ""
    impact: Grade | None = None
    urgency: Grade | None = None
    major: bool = False
    out_of_contract: bool = False


@dataclass(frozen=True, slots=True)
class VendorBlock:
    """The vendor case as staff see it; never part of a member's page."""

    vendor: str
    case: str
    reference: str
    state: str  # drafted, sent, acknowledged, questioned, fixed, refused, closed
    service: str
    clocks: tuple[Clock, ...]
    opened: datetime
    last: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """Another ticket of the same client; `id` is the link's, empty where it cannot be taken off."""

    kind: str
    number: str
    subject: str
    state: State
    id: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """One step of the policy that fired or will fire. `at` is when it did or would; `asks` is its
    id while somebody has to say yes or no."""

    step: int
    says: str
    state: Literal["done", "asked", "ahead", "skipped"]
    at: datetime | None = None
    asks: str | None = None


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that goes with the next message."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class TicketPage:
    """A ticket as staff see it. `actions` are those this person may take now."""

    shell: Shell
    ticket: TicketFacts
    timeline: tuple[Message | Event, ...]
    clocks: tuple[Clock, ...]
    inner_clocks: tuple[Clock, ...]
    actions: frozenset[Action]
    assignees: tuple[Choice, ...] = ()
    next_tier: Tier | None = None
    escalations: tuple[Escalation, ...] = ()
    vendor: VendorBlock | None = None
    draft: str = ""
    problem: str = ""
    follow_up: datetime | None = None
    links: tuple[Linked, ...] = ()
    kinds: Kinds | None = None
    unheard: bool = False  # the client wrote after the end, and nobody has looked yet
    confidential: bool = False
    noting: bool = False  # the draft is of an internal note
    macro: PickedMacro | None = None  # done when what is written is sent
    tags: tuple[str, ...] = ()
    files: tuple[WaitingFile, ...] = ()
    may_log: bool = False
    overdue: bool = False  # the client has not paid in time; it stops no work
    glance: PlanGlance | None = None
    beside: Beside = NOTHING_BESIDE
    mails_waiting: int = 0  # whose senders are not proven
    assets: tuple[TicketAsset, ...] = ()
