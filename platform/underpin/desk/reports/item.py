"""What reports count: tickets with what they went through, promises decided, and work done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from underpin.desk.reports.trail import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The ticket that something was, and by what it may be grouped. `agent`: who holds it, who did
    the work, or who resolved it, as the report says."""

    tenant_id: int
    client: str
    ticket_id: UUID
    number: int
    subject: str
    type: str
    priority: str
    tier: int
    service_id: UUID | None
    service: str
    agent_id: UUID | None
    channel: str
    at: datetime
    vendor: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(About):
    """A ticket. `at` is when it was raised; `working` what its SLA clocks used, by metric, of those
    that have stopped."""

    live: bool
    resolved_at: datetime | None
    trail: Trail
    working: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(About):
    """A ticket that was raised at `at`, or `resolved` then."""

    resolved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(About):
    """An SLA clock that was decided at `at`. `outcome` and `why` as compliance counts them.
    `links`: who of the chain missed a target of their own on that ticket, in order; `lapses`: the
    metrics of those targets. `changed`: missed by a change of its target."""

    metric: str
    outcome: str
    why: str
    links: tuple[str, ...] = ()
    lapses: tuple[str, ...] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(About):
    """A time entry, of the minutes worked and billable; `at` is when the work was done."""

    worked: int
    billable: int
    posted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(About):
    """A survey, asked at `at` about the work of the agent; None: not answered."""

    rating: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(About):
    """A vendor's target that was decided at `at`; `worked` is the working time it took, None while
    a missed one still runs."""

    metric: str
    breached: bool
    worked: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(About):
    """What one person read in one go, from `at` on, as `knowledge.deflection` has it. It is of no
    ticket: `ticket_id` is the article it ended with, `subject` its title, `shelf` the key of the
    client whose it is, empty for the provider's."""

    shelf: str = ""
    opened: int
    counts: bool
    deflected: bool
