"""The price models: what a quantity costs, unrounded.

Each model answers `amount(quantity)` in the price's currency. Quantities are in the meter's
unit and may be fractional. Below zero (more was taken back than used) the linear models credit
what they would have charged; the stepped ones charge nothing. `rating` calls them, under exact
arithmetic.

`per` is the number of the meter's units that a unit price is for: 60 for a price per hour on a
meter of minutes. The division comes last, so that a tie of half a cent stays a tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from billing.amounts import check, exact
from billing.pricing.tier import Tiers


@dataclass(frozen=True, slots=True)
class Flat:
    """The same `fee` for a period, whatever was used."""

    kind: ClassVar[str] = "flat"

    fee: Decimal

    def __post_init__(self) -> None:
        check.not_negative(self.fee, "fee")

    def amount(self, quantity: Decimal) -> Decimal:
        return self.fee


@dataclass(frozen=True, slots=True)
class PerUnit:
    """`unit` for every `per` units."""

    kind: ClassVar[str] = "per_unit"

    unit: Decimal
    per: Decimal = exact.ONE

    def __post_init__(self) -> None:
        check.not_negative(self.unit, "unit")
        check.positive(self.per, "per")

    def amount(self, quantity: Decimal) -> Decimal:
        return exact.ratio(quantity * self.unit, self.per)


@dataclass(frozen=True, slots=True)
class Graduated:
    """Each tier prices the part of the quantity that lies in it; flat fees of entered tiers."""

    kind: ClassVar[str] = "graduated"

    tiers: Tiers
    per: Decimal = exact.ONE

    def __post_init__(self) -> None:
        check.positive(self.per, "per")

    def amount(self, quantity: Decimal) -> Decimal:
        return exact.ratio(self.tiers.priced(quantity), self.per) + self.tiers.fees(quantity)


@dataclass(frozen=True, slots=True)
class Volume:
    """The tier that holds the whole quantity prices all of it."""

    kind: ClassVar[str] = "volume"

    tiers: Tiers
    per: Decimal = exact.ONE

    def __post_init__(self) -> None:
        check.positive(self.per, "per")

    def amount(self, quantity: Decimal) -> Decimal:
        used = max(quantity, exact.ZERO)
        tier = self.tiers.holding(used)
        flat = tier.flat if self.tiers.owes(tier, quantity) else exact.ZERO
        return exact.ratio(used * tier.unit, self.per) + flat


@dataclass(frozen=True, slots=True)
class Package:
    """`fee` for every package of `size` units begun."""

    kind: ClassVar[str] = "package"

    fee: Decimal
    size: Decimal

    def __post_init__(self) -> None:
        check.not_negative(self.fee, "fee")
        check.positive(self.size, "size")

    def amount(self, quantity: Decimal) -> Decimal:
        full, rest = divmod(max(quantity, exact.ZERO), self.size)
        return self.fee * (full + 1 if rest else full)


@dataclass(frozen=True, slots=True)
class Percentage:
    """`percent` of the quantity, which is money in the price's currency."""

    kind: ClassVar[str] = "percentage"

    percent: Decimal

    def __post_init__(self) -> None:
        check.not_negative(self.percent, "percent")

    def amount(self, quantity: Decimal) -> Decimal:
        return exact.percent(quantity, self.percent)


@dataclass(frozen=True, slots=True)
class GraduatedPercentage:
    """Each tier takes its per cent of the part of the money in it; flat fees of entered tiers."""

    kind: ClassVar[str] = "graduated_percentage"

    tiers: Tiers

    def amount(self, quantity: Decimal) -> Decimal:
        return exact.percent(self.tiers.priced(quantity), exact.ONE) + self.tiers.fees(quantity)


@dataclass(frozen=True, slots=True)
class PassThrough:
    """A cost, which is money in the price's currency, with `markup` per cent on top."""

    kind: ClassVar[str] = "pass_through"

    markup: Decimal = exact.ZERO

    def __post_init__(self) -> None:
        check.not_negative(self.markup, "markup")

    def amount(self, quantity: Decimal) -> Decimal:
        return quantity + exact.percent(quantity, self.markup)


Model = (
    Flat | PerUnit | Graduated | Volume | Package | Percentage | GraduatedPercentage | PassThrough
)
