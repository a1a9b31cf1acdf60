"""What happened to a ticket, as the desk tells it to contracts and billing.

Every fact is frozen and is stored as the body of an event under its `kind`, so a kind, once used,
keeps its name and its fields for good; a new field needs a default. `at` is when the thing
happened, in microseconds since the Unix epoch, UTC, which may be earlier than when it was recorded.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal
from uuid import UUID

import msgspec

NEW = "new"
OPEN = "open"
WAITING_CLIENT = "waiting_client"
WAITING_VENDOR = "waiting_vendor"
SCHEDULED = "scheduled"
RESOLVED = "resolved"
CLOSED = "closed"
STATES = (NEW, OPEN, WAITING_CLIENT, WAITING_VENDOR, SCHEDULED, RESOLVED, CLOSED)

ALERT = "alert"

Actor = Literal["client", "staff", "vendor", "system"]
Cause = Literal["new_facts", "our_mistake", "fall_agreed", "fall"]
"""Why a priority or type changed. A rise is `new_facts` or `our_mistake`; a fall is one the client
agreed to, or not yet (PRACTICE 14)."""

Verdict = Literal["genuine", "spam", "duplicate", "own_fault"]


class UnknownFact(ValueError):
    """A stored event is of a kind that this version of the program does not know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """`actor_id` is the person, where a person did it; None for the system."""

    kind: ClassVar[str]

    ticket_id: UUID
    tenant_id: int
    at: int
    actor: Actor = "system"
    actor_id: UUID | None = None

    def to_json(self) -> dict[str, Any]:
        """The body to store: UUIDs and decimals as text."""
        body: dict[str, Any] = msgspec.to_builtins(self)
        return body


# The conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Raised(Fact):
    """The matter reached us at `at`: our mail server, the bot's first line, the call.

    `live`: a person of ours was on the line from the start (a logged call, a live chat).
    `unprompted`: staff raised it with no client asking. `began_at`: when an alert says its trouble
    began. `wanted_at`: the date the client asked for. A split-off ticket is raised at its message.
    """

    kind: ClassVar[str] = "raised"
    type: str
    priority: str
    tier: int = 1
    service: UUID | None = None
    state: str = NEW
    channel: str = "portal"
    unprompted: bool = False
    live: bool = False
    began_at: int | None = None
    wanted_at: int | None = None
    split_from: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicReply(Fact):
    """A message the client can read; `by_person` is false for automatic replies."""

    kind: ClassVar[str] = "public_reply"
    by_person: bool = True
    channel: str = "portal"


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledged(Fact):
    """A named person told the client that the matter is in their hands, without yet answering."""

    kind: ClassVar[str] = "acknowledged"


@dataclass(frozen=True, kw_only=True, slots=True)
class InternalNote(Fact):
    kind: ClassVar[str] = "internal_note"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientMessage(Fact):
    """`by_person` is false for out-of-office notes and the like, which move no clock."""

    kind: ClassVar[str] = "client_message"
    by_person: bool = True
    channel: str = "portal"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoReplyNeeded(Fact):
    """Staff marked the client's last message as needing no answer."""

    kind: ClassVar[str] = "no_reply_needed"


# The ticket's own course


@dataclass(frozen=True, kw_only=True, slots=True)
class StateChanged(Fact):
    kind: ClassVar[str] = "state_changed"
    old: str
    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reprioritised(Fact):
    kind: ClassVar[str] = "reprioritised"
    old: str
    new: str
    cause: Cause


@dataclass(frozen=True, kw_only=True, slots=True)
class TypeChanged(Fact):
    kind: ClassVar[str] = "type_changed"
    old: str
    new: str
    cause: Cause


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedMoved(Fact):
    """The date by which it is wanted is another now (PRACTICE 19), None for no date any more.
    `agreed`: the client agreed, so that a miss of the earlier date is withdrawn."""

    kind: ClassVar[str] = "wanted_moved"
    wanted_at: int | None
    agreed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class TierMoved(Fact):
    """A hand-over between tiers, up or down; tier 4 is an outside vendor."""

    kind: ClassVar[str] = "tier_moved"
    old: int
    new: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Assigned(Fact):
    """`assignee` is None when the ticket went back to the queue."""

    kind: ClassVar[str] = "assigned"
    assignee: UUID | None
    tier: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved(Fact):
    """`restored`: service is back, by a workaround; `resolved`: the matter itself is settled."""

    kind: ClassVar[str] = "resolved"
    resolution: Literal["restored", "resolved"] = "resolved"


@dataclass(frozen=True, kw_only=True, slots=True)
class Closed(Fact):
    kind: ClassVar[str] = "closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopened(Fact):
    """Dated at the message that showed the matter was not settled (PRACTICE 17)."""

    kind: ClassVar[str] = "reopened"


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged(Fact):
    """This ticket went into another one, which goes on in its place."""

    kind: ClassVar[str] = "merged"
    into: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Absorbed(Fact):
    """The other side of a merge: this ticket took in `merged`, raised and first answered then."""

    kind: ClassVar[str] = "absorbed"
    merged: UUID
    raised_at: int
    responded_at: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TermsChanged(Fact):
    """Open clocks of one side go on under another version from now on, with the time used kept.

    A version activated for open tickets too, or a calendar edited. Of the side `policy` the version
    is an escalation policy's id, empty for none: its steps are called for from now on.
    """

    kind: ClassVar[str] = "terms_changed"
    side: Literal["sla", "ola", "uc", "policy"]
    version: str


# Cases at outside vendors


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFact(Fact):
    case_id: UUID
    vendor: UUID
    service: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseOpened(CaseFact):
    kind: ClassVar[str] = "case_opened"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseAcknowledged(CaseFact):
    """`by_person`: a named person at the vendor, not an auto-reply."""

    kind: ClassVar[str] = "case_acknowledged"
    by_person: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseUpdated(CaseFact):
    kind: ClassVar[str] = "case_updated"
    by_person: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseQuestioned(CaseFact):
    """The vendor asks us something: the case is in our hands until we answer."""

    kind: ClassVar[str] = "case_questioned"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseAnswered(CaseFact):
    kind: ClassVar[str] = "case_answered"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFixed(CaseFact):
    """The vendor reports a fix."""

    kind: ClassVar[str] = "case_fixed"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseConfirmed(CaseFact):
    """We confirm the reported fix."""

    kind: ClassVar[str] = "case_confirmed"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRejected(CaseFact):
    """The reported fix did not hold; the fix clock is taken never to have stopped."""

    kind: ClassVar[str] = "case_rejected"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRefused(CaseFact):
    """The vendor will not take the case."""

    kind: ClassVar[str] = "case_refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseClosed(CaseFact):
    kind: ClassVar[str] = "case_closed"


# What is metered and owed


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged(Fact):
    """Whose matter the ticket turned out to be: only a genuine one is billed (PRACTICE 33). The
    last word counts."""

    kind: ClassVar[str] = "judged"
    verdict: Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class TimePosted(Fact):
    """A lead posted a time entry; `minutes` are the billable ones, not yet rounded. `at` is when
    the work was done, not when it was posted.

    `hours`: `after` outside the hours that the ticket's SLA counts on, `holiday` on its holidays,
    empty within them. `group`: the site that asked, by its id, or empty. `po_number`: the client's
    order number for the ticket, or empty.
    """

    kind: ClassVar[str] = "time_posted"
    entry_id: UUID
    minutes: int
    worked_minutes: int
    tier: int
    work_type: str
    coverage: Literal["included", "chargeable", "no_charge"] = "included"
    hours: str = ""
    group: str = ""
    po_number: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class VendorCostBooked(Fact):
    """`amount` is in major units of `currency` (ISO 4217), net."""

    kind: ClassVar[str] = "vendor_cost_booked"
    cost_id: UUID
    vendor: UUID
    amount: Decimal
    currency: str
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BreachRecorded(Fact):
    """A target was missed; `at` is the instant it was exceeded, not when that was noticed.

    `holder` and `number` name the clock: the tier or case, and the exchange or visit.
    `allowed` is the target, in microseconds of working time.
    """

    kind: ClassVar[str] = "breach_recorded"
    metric: str
    holder: str = ""
    number: int = 1
    allowed: int
    caused_by_change: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class BreachWithdrawn(Fact):
    """Later facts no longer support a breach dated `breached_at`; it stays visible, withdrawn."""

    kind: ClassVar[str] = "breach_withdrawn"
    metric: str
    holder: str = ""
    number: int = 1
    breached_at: int
    reason: str


@dataclass(frozen=True, slots=True)
class AssetsCounted:
    """A client has so many assets in use from `at` on; of no ticket."""

    kind: ClassVar[str] = "assets.counted"
    tenant_id: int
    at: int
    number: int

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = msgspec.to_builtins(self)
        return body


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """A message came in through a channel of that kind (slack, teams, ...), or went out."""

    kind: ClassVar[str] = "channel.message"
    tenant_id: int
    at: int
    message_id: UUID
    channel: str
    way: Literal["in", "out"]

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = msgspec.to_builtins(self)
        return body


KINDS: dict[str, type[Fact]] = {
    fact.kind: fact
    for fact in (
        *(Raised, PublicReply, Acknowledged, InternalNote, ClientMessage, NoReplyNeeded),
        *(StateChanged, Reprioritised, TypeChanged, WantedMoved, TierMoved, Assigned, TermsChanged),
        *(Resolved, Closed, Reopened, Merged, Absorbed),
        *(CaseOpened, CaseAcknowledged, CaseUpdated, CaseQuestioned, CaseAnswered),
        *(CaseFixed, CaseConfirmed, CaseRejected, CaseRefused, CaseClosed),
        *(Judged, TimePosted, VendorCostBooked, BreachRecorded, BreachWithdrawn),
    )
}


def from_json(kind: str, body: dict[str, Any]) -> Fact:
    """The fact stored as `body` under `kind`.

    Raises UnknownFact for a kind not known here, msgspec.ValidationError naming the field for a
    body that does not fit its kind.
    """
    if kind not in KINDS:
        raise UnknownFact(f"no fact of kind {kind!r}; known are {', '.join(sorted(KINDS))}")
    return msgspec.convert(body, KINDS[kind])
