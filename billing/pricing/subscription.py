"""A subscription: a client on plan versions, each from a local day on.

What the persistence must give: the terms unique per subscription and day, and each plan with
what the client negotiated already laid over it (`plan.negotiated`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.amounts import check
from billing.metered.meter import Meter
from billing.pricing import period, proration
from billing.pricing.period import Period
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from billing.pricing.proration import Slice
from contracts.calendars import zone


@dataclass(frozen=True, slots=True)
class Term:
    """From `start` on, that day included, `plan` holds, until the next term's start or the day
    `until`. Its periods begin at `anchor` and every interval of the plan's from it. `amends`: it is
    the term before with other prices negotiated."""

    start: date
    plan: PlanVersion
    anchor: date = period.CALENDAR
    until: date | None = None
    amends: bool = False

    def period(self, day: date) -> Period:
        """The period that holds `day`, were this term in force."""
        return period.holding(day, self.anchor, self.plan.interval)


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

        for before, after in itertools.pairwise(self.terms):
            _check_joins(before, after)

    @property
    def currency(self) -> str:
        return self.terms[0].plan.currency

    def zone_info(self) -> ZoneInfo:
        """Raises `contracts.calendars.zone.UnknownZone`."""
        return zone.named(self.zone)


def period_of(of: Subscription, day: date) -> Period:
    """The billing period that holds `day`, in the cycle of the term in force then; before the first
    term in the first one's."""
    begun = [term for term in of.terms if term.start <= day]
    return (begun or of.terms)[-1 if begun else 0].period(day)


def meters(of: Subscription) -> frozenset[Meter]:
    """All that its prices read."""
    plans = {term.plan for term in of.terms}
    return frozenset(plan.meter_of(price) for plan in plans for price in plan.prices if price.meter)


def slices(of: Subscription, period: Period) -> Iterator[tuple[Slice, PlanVersion]]:
    """The parts of the period in which one plan holds, oldest first; days without are left out."""
    return ((piece.days, piece.term.plan) for piece in _pieces(of, period))


def priced(of: Subscription, period: Period) -> Iterator[tuple[Slice, PlanVersion, Price]]:
    """Each price with the days on which it holds, in the plans' order.

    What was negotiated about one price cuts no other: their days go on.
    """
    pieces = list(_pieces(of, period))
    for place, piece in enumerate(pieces):
        for price in piece.term.plan.prices:
            if not place or not _goes_on(pieces[place - 1], piece, price):
                days = Slice(period, piece.days.start, _until(pieces[place:], price))
                yield days, piece.term.plan, price


class _Piece(NamedTuple):
    days: Slice
    term: Term


def _pieces(of: Subscription, period: Period) -> Iterator[_Piece]:
    changes = [term.start for term in of.terms]
    changes += [end for end in (of.ends, *(term.until for term in of.terms)) if end is not None]
    for days in proration.cut(period, changes):
        if term := _term_on(of, days.start):
            yield _Piece(days, term)


def _term_on(of: Subscription, day: date) -> Term | None:
    if of.ends is not None and day >= of.ends:
        return None
    term = next((term for term in reversed(of.terms) if term.start <= day), None)
    return None if term is None or (term.until is not None and day >= term.until) else term


def _until(pieces: Sequence[_Piece], price: Price) -> date:
    """The end of the days on which `price`, of the first piece's plan, holds unchanged."""
    end = pieces[0].days.end
    for before, after in itertools.pairwise(pieces):
        if not _goes_on(before, after, price):
            break
        end = after.days.end
    return end


def _goes_on(before: _Piece, after: _Piece, price: Price) -> bool:
    return (
        after.term.amends and price in before.term.plan.prices and price in after.term.plan.prices
    )


def _check_joins(before: Term, after: Term) -> None:
    """Another interval or anchor begins where a period of the old one does, so that periods lie
    side by side."""
    if (before.plan.interval, before.anchor) == (after.plan.interval, after.anchor):
        return
    ends = before.period(after.start)
    if after.start != ends.start or after.period(after.start).start != after.start:
        raise check.Invalid(
            "starts_on",
            f"{after.start} lies within the period from {ends.start} to {ends.end}",
            f"change the interval on {ends.end}",
        )
