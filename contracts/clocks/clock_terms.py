"""What is promised about one ticket: the targets and settings of the versions that govern it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from contracts import facts, metric
from contracts.calendars.calendar import Calendar
from contracts.clocks.clock_events import ReopenMode
from contracts.clocks.clock_target import Target


class Matter(NamedTuple):
    """`holder` is empty for an SLA, the tier ("L2") for an OLA, the vendor's id for a UC."""

    metric: str
    type: str
    priority: str
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    target: Target
    calendar: Calendar


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """The SLA version pinned on the ticket, the OLA and UC versions pinned at each hand-over.

    `resolution_stops_at`: a workaround counts, the matter is settled, or the ticket is closed.
    `reopen`: whether time used is kept, starts again at zero, or even the closed time counts.
    `exclude_vendor_time`: waiting for a vendor pauses the resolution, and nothing else.
    `named_acknowledgment_counts`: it stops the first response.
    `alerts_start_at`: when the alert reached us, or when it says its trouble began.
    `fix_stops_at`, by vendor: its report of a fix (the default) or our confirmation.
    `outside_hours`: what is promised instead to a ticket raised while that calendar is closed.
    """

    promises: Mapping[Matter, Promise]
    resolution_stops_at: Literal["restored", "resolved", "closed"] = "resolved"
    reopen: ReopenMode = "keep"
    exclude_vendor_time: bool = False
    named_acknowledgment_counts: bool = False
    alerts_start_at: Literal["receipt", "start"] = "receipt"
    fix_stops_at: Mapping[str, Literal["report", "confirmation"]] = field(default_factory=dict)
    outside_hours: Mapping[Matter, tuple[Calendar, Promise]] = field(default_factory=dict)

    def stops(self, name: str, state: str) -> bool:
        """Whether a ticket in this state has nothing more to wait for, by that metric."""
        if state == facts.RESOLVED and name == metric.RESOLUTION:
            return self.resolution_stops_at != "closed"
        return state in (facts.RESOLVED, facts.CLOSED)

    def pauses(self, target: Target, state: str) -> bool:
        """Whether this state of the ticket pauses a clock held to the target.

        While a vendor has the ticket no tier holds it, and the vendor's own clocks run; of the
        client's only the resolution can pause, and only where the SLA excludes vendor time.
        """
        if state != facts.WAITING_VENDOR:
            return state in target.pauses
        if target.metric == metric.RESOLUTION:
            return self.exclude_vendor_time or state in target.pauses
        return target.metric in metric.OLA
