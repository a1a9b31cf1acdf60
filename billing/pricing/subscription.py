"""A subscription: a client on plan versions, each from a local day on.

What the persistence must give: the terms unique per subscription and day, and each plan with
what the client negotiated already laid over it (`plan.negotiated`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.amounts import check
from billing.pricing import proration
from billing.pricing.period import Period
from billing.pricing.plan import PlanVersion
from billing.pricing.proration import Slice
from contracts.calendars import zone


@dataclass(frozen=True, slots=True)
class Term:
    """From `start` on, that day included, `plan` holds, until the next term's start."""

    start: date
    plan: PlanVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """`zone` is the client's IANA zone; nothing is charged from the day `ends` on."""

    id: UUID
    tenant_id: int
    zone: str
    terms: tuple[Term, ...]
    ends: date | None = None

    def __post_init__(self) -> None:
        starts = [term.start for term in self.terms]
        if not starts or starts != sorted(set(starts)):
            raise check.Invalid(
                "terms", "they are not in the order of their starts", "give one a day, oldest first"
            )
        if len({term.plan.currency for term in self.terms}) > 1:
            raise check.Invalid(
                "terms", "their plans have different currencies", "end this one and begin another"
            )

    @property
    def currency(self) -> str:
        return self.terms[0].plan.currency

    def zone_info(self) -> ZoneInfo:
        """Raises `contracts.calendars.zone.UnknownZone`."""
        return zone.named(self.zone)


def slices(of: Subscription, period: Period) -> Iterator[tuple[Slice, PlanVersion]]:
    """The parts of the period in which one plan holds, oldest first; days without are left out."""
    changes = [term.start for term in of.terms]
    if of.ends is not None:
        changes.append(of.ends)
    for piece in proration.cut(period, changes):
        if plan := _plan_on(of, piece.start):
            yield piece, plan


def _plan_on(of: Subscription, day: date) -> PlanVersion | None:
    if of.ends is not None and day >= of.ends:
        return None
    return next((term.plan for term in reversed(of.terms) if term.start <= day), None)
