"""The timeline of a ticket: what was said, what was noted, what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["requester", "member", "staff", "vendor", "system"]
EventKind = Literal[
    "opened",
    "assigned",
    "unassigned",
    "state",
    "priority",
    "tier",
    "warned",
    "breached",
    "withdrawn",
    "paused",
    "resumed",
    "case_opened",
    "case_acknowledged",
    "case_fixed",
    "case_questioned",
    "case_refused",
    "case_passed_on",
    "case_unanswered",
    "held_up",
    "notified",
    "resolved",
    "closed",
    "reopened",
    "merged",
    "absorbed",
    "linked",
    "reminded",
    "no_reply_needed",
    "thanked",
    "subject_changed",
    "requester_changed",
    "service_changed",
    "made_confidential",
    "opened_up",
    "rule_acted",
    "rule_failed",
    "approval_asked",
    "approval",
    "change",
    "verified",
    "visit_answered",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a message, or the address of a picture that stands between them."""

    text: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `internal` notes are for staff; a member's page never receives one."""

    id: str
    author: str
    role: Role
    at: datetime
    body: str
    internal: bool = False
    channel: str = ""
    leaving: bool = False  # its mail waits some seconds more, and can be taken back
    unmailed: bool = False  # it was taken back
    pieces: tuple[Piece, ...] = ()  # the body with the pictures that came in it, where there are
    whole: str = ""  # the address of all of it, where something was folded away


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `actor` is empty for what the contract did by itself.

    `before` and `after` are names as people read them; a state for kind `state`, and a metric for
    what happened to a clock, are given by their code and translated on the page. A notable event
    is never folded away.
    """

    kind: EventKind
    at: datetime
    actor: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    notable: bool = False
    when: datetime | None = None  # the other time that was asked for


@dataclass(frozen=True, slots=True)
class Fold:
    """Several small events in a row, shown as one line that opens."""

    events: tuple[Event, ...]

    @property
    def last(self) -> Event:
        return self.events[-1]


Entry = Message | Event | Fold
