"""What one version of an agreement says: its targets and its settings, no state and no dates."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final, Literal
from uuid import UUID

from contracts import facts, metric
from contracts.clock_events import ReopenMode
from underpin.kernel.errors import Malformed

TYPES: Final = ("incident", "service_request", "change_request", "problem")
PRIORITIES: Final = ("P1", "P2", "P3", "P4", "P5")
METRICS: Final = {"SLA": metric.SLA, "OLA": metric.OLA, "UC": metric.UC}
LARGEST_PERCENT: Final = 1000
LONGEST: Final = 10 * 366 * 86_400 * 1_000_000

Kind = Literal["SLA", "OLA", "UC"]


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
    """What CLOCKS leaves to a version; `fix_stops_at` is a UC's, the rest an SLA's."""

    resolution_stops_at: Literal["restored", "resolved", "closed"] = "resolved"
    reopen: ReopenMode = "keep"
    exclude_vendor_time: bool = False
    named_acknowledgment_counts: bool = False
    alerts_start_at: Literal["receipt", "start"] = "receipt"
    fix_stops_at: Literal["report", "confirmation"] = "report"


@dataclass(frozen=True, slots=True)
class Content:
    """`calendar_version_id` counts for every target that names no calendar of its own."""

    calendar_version_id: UUID
    targets: tuple[Target, ...]
    settings: Settings = field(default_factory=Settings)

    def calendar_of(self, target: Target) -> UUID:
        return target.calendar_version_id or self.calendar_version_id


def check(kind: Kind, content: Content) -> None:
    """Raises Malformed naming the first target that cannot be meant."""
    seen: set[tuple[str, str, str]] = set()
    for place, target in enumerate(content.targets):
        wrong = _wrong(kind, target)
        if target.about in seen:
            wrong = "there is a target for this metric, type and priority already"
        if wrong:
            raise Malformed(f"targets[{place}]: {wrong}.", field=f"targets[{place}]")
        seen.add(target.about)


def _wrong(kind: Kind, target: Target) -> str:
    problems = {
        f"metric: one of {', '.join(METRICS[kind])}": target.metric not in METRICS[kind],
        f"ticket_type: one of {', '.join(TYPES)}": target.ticket_type not in TYPES,
        f"priority: one of {', '.join(PRIORITIES)}": target.priority not in PRIORITIES,
        "allowed_us: from 0 to ten years": not 0 <= target.allowed_us <= LONGEST,
        f"warn_percents: different ones from 1 to {LARGEST_PERCENT}, not 100": _misread(target),
        f"pausing_states: among {', '.join(facts.STATES)}": not set(target.pauses)
        <= set(facts.STATES),
    }
    return next((said for said, is_wrong in problems.items() if is_wrong), "")


def _misread(target: Target) -> bool:
    percents = target.warn_percents
    return len(set(percents)) < len(percents) or any(
        not 1 <= percent <= LARGEST_PERCENT or percent == 100 for percent in percents
    )


SETTINGS: Final = tuple(each.name for each in fields(Settings))
