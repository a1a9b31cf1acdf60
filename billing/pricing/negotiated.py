"""What a client negotiated, laid over the terms it is on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from billing.pricing import plan as plans
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from billing.pricing.subscription import Term


@dataclass(frozen=True, slots=True)
class Override:
    """`price` instead of the price with its key on the plan `plan`, from a day on, until another
    day where one is named."""

    id: UUID
    plan: str
    price: Price
    start: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)


def over(terms: Sequence[Term], agreed: Sequence[Override]) -> tuple[Term, ...]:
    """The terms, each cut where something negotiated begins or ends; of two that hold on a day for
    one price the later agreed counts. What speaks of a price that a version lacks is passed over.
    """
    nexts: list[date | None] = [*(term.start for term in terms[1:]), None]
    return tuple(
        piece
        for term, after in zip(terms, nexts, strict=True)
        for piece in _pieces(term, after, [each for each in agreed if each.plan == term.plan.key])
    )


def _pieces(term: Term, after: date | None, agreed: Sequence[Override]) -> Iterator[Term]:
    ends = min((day for day in (term.until, after) if day is not None), default=date.max)
    days = {day for each in agreed for day in (each.start, each.until) if day is not None}
    before: PlanVersion | None = None
    for day in (term.start, *sorted(day for day in days if term.start < day < ends)):
        plan = _on(term.plan, day, agreed)
        if plan != before:
            yield replace(term, start=day, plan=plan, amends=before is not None)
        before = plan


def _on(plan: PlanVersion, day: date, agreed: Sequence[Override]) -> PlanVersion:
    listed = {price.key for price in plan.prices}
    held = [each for each in agreed if each.holds(day) and each.price.key in listed]
    prices = {each.price.key: each.price for each in sorted(held, key=_age)}
    return plans.negotiated(plan, prices.values())


def _age(of: Override) -> tuple[date, bytes]:
    return of.start, of.id.bytes
