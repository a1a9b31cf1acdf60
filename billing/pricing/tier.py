"""Tiers of a price: steps that together cover every quantity from zero up, once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.amounts import check, exact


@dataclass(frozen=True, slots=True)
class Tier:
    """Quantities from `start` to `end` (None: without end), in the meter's unit.

    `unit` is the price of one unit, or the per cent of a percentage; `flat` a fee for the tier.
    """

    start: Decimal
    end: Decimal | None
    unit: Decimal
    flat: Decimal = exact.ZERO

    def part_of(self, quantity: Decimal) -> Decimal:
        """How much of `quantity`, which exceeds `start`, lies in this tier."""
        return (quantity if self.end is None else min(quantity, self.end)) - self.start


@dataclass(frozen=True, slots=True)
class Tiers:
    """The steps in order, and the two questions on which products differ.

    `ends_inclusive`: a quantity exactly at an end belongs to the tier that ends there (as at
    Stripe); otherwise to the next one. It decides a volume price, and when a flat fee is owed.
    `flat_at_zero`: the first tier's flat fee is owed although nothing was used.
    """

    steps: tuple[Tier, ...]
    ends_inclusive: bool = True
    flat_at_zero: bool = False

    def __post_init__(self) -> None:
        if not self.steps:
            raise check.Invalid("steps", "there is none", "give at least one, from 0 without end")
        reached: Decimal | None = exact.ZERO
        for place, tier in enumerate(self.steps):
            _check_numbers(tier, f"steps[{place}]")
            _check_joins(tier, reached, f"steps[{place}]")
            reached = tier.end
        if reached is not None:
            raise check.Invalid(
                f"steps[{len(self.steps) - 1}].end",
                f"nothing covers what exceeds {reached}",
                "leave the last tier without an end",
            )

    def holding(self, quantity: Decimal) -> Tier:
        """The one tier that `quantity` (zero or more) falls into."""
        return next(tier for tier in reversed(self.steps) if self._reaches(tier, quantity))

    def priced(self, quantity: Decimal) -> Decimal:
        """Each tier's part of `quantity`, times that tier's unit."""
        entered = (tier for tier in self.steps if quantity > tier.start)
        return sum((tier.part_of(quantity) * tier.unit for tier in entered), exact.ZERO)

    def fees(self, quantity: Decimal) -> Decimal:
        """The flat fees of every tier that `quantity` has entered."""
        owed = (tier.flat for tier in self.steps if tier.flat and self.owes(tier, quantity))
        return sum(owed, exact.ZERO)

    def owes(self, tier: Tier, quantity: Decimal) -> bool:
        """Whether `quantity` has entered `tier` so that its flat fee is due."""
        used = quantity > 0 or (quantity == 0 and self.flat_at_zero)
        return used and self._reaches(tier, quantity)

    def _reaches(self, tier: Tier, quantity: Decimal) -> bool:
        if tier.start == 0:
            return True
        return quantity > tier.start or (quantity == tier.start and not self.ends_inclusive)


def _check_numbers(tier: Tier, field: str) -> None:
    check.not_negative(tier.start, f"{field}.start")
    check.not_negative(tier.unit, f"{field}.unit")
    check.not_negative(tier.flat, f"{field}.flat")
    if tier.end is not None and check.not_negative(tier.end, f"{field}.end") <= tier.start:
        raise check.Invalid(
            f"{field}.end", f"{tier.end} is not above its start {tier.start}", "give a larger end"
        )


def _check_joins(tier: Tier, reached: Decimal | None, field: str) -> None:
    if tier.start == reached:
        return
    if reached is None:
        raise check.Invalid(field, "it follows a tier without end", "put the endless tier last")
    if tier.start > reached:
        reason = f"nothing covers {reached} to {tier.start}"
    else:
        reason = f"{tier.start} to {reached} is covered twice"
    raise check.Invalid(f"{field}.start", reason, f"start it at {reached}")
