"""What one version of an agreement says: targets, settings and clauses, no state and no dates."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from contracts import facts, metric
from contracts.agreements import clause, clause_check
from contracts.agreements.clause import Arrival, Availability, Commitment, Exclusion, StartingTier
from contracts.agreements.credit_schedule import Schedule
from contracts.clocks.clock_events import ReopenMode
from underpin.kernel.errors import Malformed

TYPES: Final = clause.TYPES
PRIORITIES: Final = clause.PRIORITIES
METRICS: Final = clause.METRICS
LARGEST_PERCENT: Final = 1000
WARNINGS: Final = f"different ones from 1 to {LARGEST_PERCENT}, and not 100, the breach itself"
LONGEST: Final = clause.LONGEST

Kind = clause.Kind


@dataclass(frozen=True, slots=True)
class Target:
    """`allowed_us` is working time in microseconds, on the version's calendar or one of its own.

    `pausing_states` None: the metric's default. `warn_percents` of the time allowed; 100 is the
    breach itself and stands in no list of warnings.
    """

    metric: str
    ticket_type: str
    priority: str
    allowed_us: int
    warn_percents: tuple[int, ...] = ()
    pausing_states: tuple[str, ...] | None = None
    calendar_version_id: UUID | None = None

    @property
    def about(self) -> tuple[str, str, str]:
        return self.metric, self.ticket_type, self.priority

    @property
    def pauses(self) -> tuple[str, ...]:
        return (
            metric.default_pauses(self.metric)
            if self.pausing_states is None
            else self.pausing_states
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What CLOCKS leaves to a version; `fix_stops_at` and `holder` are a UC's, the rest an SLA's.

    A UC's holder claims what the vendor owes and bears its cost (PRACTICE 30)."""

    resolution_stops_at: Literal["restored", "resolved", "closed"] = "resolved"
    reopen: ReopenMode = "keep"
    exclude_vendor_time: bool = False
    named_acknowledgment_counts: bool = False
    alerts_start_at: Literal["receipt", "start"] = "receipt"
    fix_stops_at: Literal["report", "confirmation"] = "report"
    holder: Literal["msp", "client"] = "msp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """What a version may say besides, each left out by default. `credits` of a UC are what the
    vendor owes its holder, who claims them within the schedule's `on_claim_days`."""

    commitments: tuple[Commitment, ...] = ()
    credits: Schedule | None = None
    exclusions: tuple[Exclusion, ...] = ()
    availability: Availability | None = None
    starting_tiers: tuple[StartingTier, ...] = ()
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Content(Clauses):
    """`calendar_version_id` counts for every target that names no calendar of its own."""

    calendar_version_id: UUID
    targets: tuple[Target, ...]
    settings: Settings = field(default_factory=Settings)

    def calendar_of(self, target: Target) -> UUID:
        return target.calendar_version_id or self.calendar_version_id

    @property
    def availability_calendar(self) -> UUID:
        own = self.availability.calendar_version_id if self.availability else None
        return own or self.calendar_version_id

    @property
    def calendars(self) -> set[UUID]:
        """Every calendar version that something in it counts on."""
        every = {self.calendar_of(target) for target in self.targets}
        every |= {self.calendar_version_id, self.availability_calendar}
        every |= {arrival.outside for arrival in self.arrivals}
        return every | {each.calendar_version_id or each.outside for each in self.arrivals}


def check(kind: Kind, content: Content) -> None:
    """Raises Malformed naming the first target or clause that cannot be meant, why, and the
    cure."""
    _check_targets(kind, content)
    for at, wrong in clause_check.wrong(kind, content):
        raise Malformed(f"{at}: {wrong}.", field=at)


def check_commitment(content: Content, percent: Decimal | None) -> None:
    """`percent`: the single commitment of an SLA version. Raises Malformed for a credit that is
    due from another percentage."""
    for at, wrong in clause_check.against(content, percent):
        raise Malformed(f"{at}: {wrong}.", field=at)


def _check_targets(kind: Kind, content: Content) -> None:
    seen: set[tuple[str, str, str]] = set()
    for place, target in enumerate(content.targets):
        at, wrong = _wrong(kind, target)
        if target.about in seen:
            at, wrong = "", "there is a target for this metric, type and priority already"
        if wrong:
            raise Malformed(f"targets[{place}]{at}: {wrong}.", field=f"targets[{place}]{at}")
        seen.add(target.about)


def _wrong(kind: Kind, target: Target) -> tuple[str, str]:
    """The field and why; both empty for one that can be meant."""
    if target.metric == metric.AVAILABILITY:
        return ".metric", "availability is no clock: promise it in the availability clause"
    problems = {
        (".metric", f"one of {', '.join(METRICS[kind])}"): target.metric not in METRICS[kind],
        (".ticket_type", f"one of {', '.join(TYPES)}"): target.ticket_type not in TYPES,
        (".priority", f"one of {', '.join(PRIORITIES)}"): target.priority not in PRIORITIES,
        (".allowed_us", "from 0 to ten years"): not 0 <= target.allowed_us <= LONGEST,
        (".warn_percents", WARNINGS): _misread(target),
        (".pausing_states", f"among {', '.join(facts.STATES)}"): not set(target.pauses)
        <= set(facts.STATES),
    }
    return next((said for said, is_wrong in problems.items() if is_wrong), ("", ""))


def _misread(target: Target) -> bool:
    percents = target.warn_percents
    return len(set(percents)) < len(percents) or any(
        not 1 <= percent <= LARGEST_PERCENT or percent == 100 for percent in percents
    )


SETTINGS: Final = tuple(each.name for each in fields(Settings))
CLAUSES: Final = tuple(each.name for each in fields(Clauses))
