"""What a version may say besides targets: commitments, exclusions, availability, where a ticket
starts, and targets that depend on the hour of its arrival.

In every clause, types and priorities that name none mean all; of two clauses about the same
ticket the one that names more governs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, Protocol, TypeVar
from uuid import UUID

from contracts import metric as metrics
from contracts.instant import DAY

TYPES: Final = (
    "incident",
    "service_request",
    "change_request",
    "problem",
    "complaint",
    "question",
)
USUAL: Final = TYPES[:4]
"""What agreements usually promise something about. A complaint or question of which an agreement
says nothing runs no clock: it ranks by its age (PRACTICE 21)."""
PRIORITIES: Final = ("P1", "P2", "P3", "P4", "P5")
METRICS: Final = {"SLA": metrics.SLA, "OLA": metrics.OLA, "UC": metrics.UC}
LONGEST: Final = 10 * 366 * DAY
FIRST_LINE: Final = 1

Kind = Literal["SLA", "OLA", "UC"]
Reason = Literal["planned_maintenance", "client_caused", "force_majeure", "other"]


class About(Protocol):
    @property
    def ticket_types(self) -> tuple[str, ...]: ...

    @property
    def priorities(self) -> tuple[str, ...]: ...


Named = TypeVar("Named", bound=About)


@dataclass(frozen=True, slots=True)
class SmallSample:
    """With fewer than `below` tickets in a period: so many misses are allowed, or, with None, the
    commitment counts as kept."""

    below: int
    misses_allowed: int | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """`percent` of a period's tickets within the metric's target."""

    metric: str
    percent: Decimal
    priorities: tuple[str, ...] = ()
    ticket_types: tuple[str, ...] = ()
    small_sample: SmallSample | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A reason for which a miss or an outage may be left out, by a second person (PRACTICE 28).
    `name` is what an *other* reason is called; maintenance counts if announced `notice_hours`
    ahead."""

    reason: Reason
    name: str = ""
    notice_hours: int | None = None


EXCLUDED_BY_DEFAULT: Final = (Exclusion("planned_maintenance"), Exclusion("client_caused"))
"""Of a version that lists none."""


@dataclass(frozen=True, slots=True)
class Availability:
    """Percent of the service time of a period (PRACTICE 20), on the version's calendar or its own.

    An outage of less than `minimum_outage_us` is none; a longer one counts from its start. Of
    maintenance as the exclusions agree it, at most `maintenance_us` a period is taken off (None:
    without limit).
    """

    percent: Decimal
    period: Literal["month", "quarter", "year"] = "month"
    calendar_version_id: UUID | None = None
    minimum_outage_us: int = 0
    maintenance_us: int | None = None


@dataclass(frozen=True, slots=True)
class StartingTier:
    """Such tickets start at this tier; those of which nothing is said, at the first line."""

    tier: int
    ticket_types: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """For a ticket raised outside the hours of a calendar version: another allowance (working
    time, microseconds), another calendar to count it on, or both, in place of the target's."""

    metric: str
    ticket_type: str
    priority: str
    outside: UUID
    allowed_us: int | None = None
    calendar_version_id: UUID | None = None

    @property
    def about(self) -> tuple[str, str, str]:
        return self.metric, self.ticket_type, self.priority


def governing(clauses: Iterable[Named], ticket_type: str, priority: str) -> Named | None:
    """The clause that names most among those about such a ticket; None where none is."""
    fitting = [each for each in clauses if concerns(each, ticket_type, priority)]
    return max(fitting, key=_named, default=None)


def concerns(each: About, ticket_type: str, priority: str) -> bool:
    return _among(ticket_type, each.ticket_types) and _among(priority, each.priorities)


def starting_tier(clauses: Iterable[StartingTier], ticket_type: str, priority: str) -> int:
    found = governing(clauses, ticket_type, priority)
    return found.tier if found else FIRST_LINE


def commitment(
    clauses: Iterable[Commitment], metric: str, ticket_type: str, priority: str
) -> Commitment | None:
    """What is committed for one metric of such tickets; None where nothing is."""
    return governing((c for c in clauses if c.metric == metric), ticket_type, priority)


def is_kept(given: Commitment, met: int, missed: int) -> bool | None:
    """Whether a period's tickets keep it, unrounded; None without any (PRACTICE 28)."""
    counted = met + missed
    if not counted:
        return None
    small = given.small_sample
    if small is not None and counted < small.below:
        return small.misses_allowed is None or missed <= small.misses_allowed
    return Fraction(100 * met, counted) >= Fraction(given.percent)


def rivals(one: About, other: About) -> bool:
    """Whether neither of two clauses governs a ticket that both are about."""
    return _named(one) == _named(other) and meet(one, other)


def meet(one: About, other: About) -> bool:
    """Whether some ticket falls under both."""
    return _meet(one.ticket_types, other.ticket_types) and _meet(one.priorities, other.priorities)


def _meet(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not some or not others or bool(set(some) & set(others))


def _among(value: str, named: tuple[str, ...]) -> bool:
    return not named or value in named


def _named(each: About) -> tuple[bool, bool]:
    return bool(each.priorities), bool(each.ticket_types)
