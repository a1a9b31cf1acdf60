"""Proration by day: a slice of a period takes its days' share, and the shares sum exactly.

The day of a change belongs to the new plan; the denominator is the period's real days. A part
is the rounded total up to the slice's end less the rounded total up to its start. So parts of
any slices that cover the period sum to the whole, each is within one smallest unit of its
exact share, and a part depends on its own slice alone, never on what other changes follow.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from billing.amounts import check, exact, money
from billing.pricing.model import Flat
from billing.pricing.period import Period
from billing.pricing.price import Price

QUANTITY = Decimal("0.000001")
"""The smallest part of a quantity."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some whole days of a period, from `start` up to but without `end`."""

    period: Period
    start: date
    end: date

    def __post_init__(self) -> None:
        if not self.period.start <= self.start < self.end <= self.period.end:
            raise check.Invalid(
                "slice",
                f"{self.start} to {self.end} is no part of "
                f"{self.period.start} to {self.period.end}",
                "give days within the period",
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def whole(period: Period) -> Slice:
    return Slice(period, period.start, period.end)


def cut(period: Period, changes: Iterable[date]) -> tuple[Slice, ...]:
    """The slices between the changes; a change outside the period cuts nothing."""
    inner = {day for day in changes if period.start < day < period.end}
    days = [period.start, *sorted(inner), period.end]
    return tuple(Slice(period, *pair) for pair in itertools.pairwise(days))


@exact.arithmetic
def part(amount: Decimal, of: Slice, quantum: Decimal) -> Decimal:
    """The slice's part of a period's `amount`, in whole `quantum`."""
    return _up_to(of.end, amount, of, quantum) - _up_to(of.start, amount, of, quantum)


def prorated(price: Price, of: Slice) -> Price:
    """The price as it stands for a slice: fee, allowance, minimum and maximum in part.

    Tier bounds and unit prices stay whole: they are about usage, not about days.
    """
    if not price.prorated or of.days == of.period.days:
        return price
    unit = money.quantum(price.currency)
    maximum = None if price.maximum is None else part(price.maximum, of, unit)
    return replace(
        price,
        model=Flat(part(price.model.fee, of, unit))
        if isinstance(price.model, Flat)
        else price.model,
        included=part(price.included, of, QUANTITY),
        maximum=maximum,
        minimum=_minimum(price.minimum, maximum, of, unit),
    )


def _minimum(
    minimum: Decimal | None, maximum: Decimal | None, of: Slice, unit: Decimal
) -> Decimal | None:
    if minimum is None:
        return None
    own = part(minimum, of, unit)
    # Bounds less than a smallest unit apart may round past each other.
    return own if maximum is None else min(own, maximum)


def _up_to(day: date, amount: Decimal, of: Slice, quantum: Decimal) -> Decimal:
    passed = Fraction((day - of.period.start).days, of.period.days)
    return exact.share(amount, passed, quantum)
