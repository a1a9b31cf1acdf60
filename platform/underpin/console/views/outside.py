"""A ticket's way out of the house: the steps of its policy, and its cases at vendors. Nothing of
it is ever part of a member's page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from underpin.console.views.clock import Clock
from underpin.console.views.desk import Escalation, Tier
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    email: str
    phone: str
    asked: bool


@dataclass(frozen=True, slots=True)
class VendorDesk:
    """What one needs at the telephone. `is_open` by the UC's calendar; None without a UC."""

    phone: str
    customer_number: str
    pin: str
    entitlement: str
    email: str
    is_open: bool | None
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """`mark` is what a vendor's words mean for the case, empty for an update. `sharing`: the words
    without it, as a beginning of what the client may read."""

    id: str
    ours: bool
    author: str
    text: str
    at: datetime
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    metric: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseBlock:
    id: str
    name: str
    vendor: str
    state: str
    reference: str
    opened: datetime
    clocks: tuple[Clock, ...]
    said: tuple[Said, ...]
    desk: VendorDesk | None
    reminders: tuple[Reminder, ...]
    is_open: bool
    fixed: bool
    may_call_off: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A case that could be opened: to whom, by which way, at what cost, with exactly this text."""

    vendor: str
    connector: str
    cost: Decimal
    currency: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """What was typed of a vendor's word, and why it could not be taken."""

    case_id: str = ""
    word: str = "update"
    author: str = ""
    text: str = ""
    at: str = ""
    reference: str = ""
    reason: str = ""
    problem: str = ""


NOTHING_TYPED = Record()


@dataclass(frozen=True, slots=True)
class OutsidePage:
    shell: Shell
    number: str
    subject: str
    client: str
    tier: Tier
    steps: tuple[Escalation, ...]
    inner_clocks: tuple[Clock, ...]
    cases: tuple[CaseBlock, ...]
    offer: Offer | None
    why_not: str
    may_share: bool
    typed: Record = NOTHING_TYPED
    link: tuple[str, str] = ("", "")  # a case, and the link to it that was just made
