"""A price: one charge of a plan, from what it counts to how it is shown.

The order in which its parts apply is fixed (see `rating`): time rule, included allowance,
prepaid, model, discount, maximum, minimum.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from billing.amounts import check, exact, money
from billing.metered.ledger import UsageEvent
from billing.metered.meter import Filter
from billing.pricing.model import Flat, Model
from billing.pricing.time_rule import TimeRule


class Timing(StrEnum):
    ADVANCE = "advance"
    ARREARS = "arrears"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """`included`, in the meter's unit, is free; `minimum` and `maximum` are in `currency`.

    A flat price has no meter and every other price has one. With `group_by` each combination of
    those dimensions' values is rated alone, with tiers, allowance, minimum and maximum of its
    own. `prorated`: a slice of a period takes its days' share of the fee, allowance, minimum
    and maximum; otherwise each slice takes them whole.
    """

    key: str
    name: str
    currency: str
    model: Model
    meter: str | None = None
    filters: tuple[Filter, ...] = ()
    group_by: tuple[str, ...] = ()
    time: TimeRule | None = None
    included: Decimal = exact.ZERO
    discount: Decimal = exact.ZERO
    maximum: Decimal | None = None
    minimum: Decimal | None = None
    timing: Timing = Timing.ARREARS
    prorated: bool = True
    tax_class: str = "standard"

    def __post_init__(self) -> None:
        check.name(self.key, "key")
        check.name(self.name, "name")
        check.name(self.tax_class, "tax_class")
        money.places(self.currency)
        check.not_negative(self.included, "included")
        check.percentage(self.discount, "discount")
        _check_meter(self)
        _check_bounds(self)

    def takes(self, event: UsageEvent) -> bool:
        """Whether an entry of its meter counts."""
        return all(wanted.takes(event) for wanted in self.filters)


def _check_meter(price: Price) -> None:
    if isinstance(price.model, Flat):
        if price.meter is not None:
            raise check.Invalid("meter", "a flat price counts nothing", "leave it out")
    elif not price.meter:
        raise check.Invalid("meter", "the model needs a quantity", "name the meter it prices")
    elif price.timing is Timing.ADVANCE:
        raise check.Invalid(
            "timing", "usage is not known in advance", "use arrears, or a flat price"
        )


def _check_bounds(price: Price) -> None:
    for field, bound in (("maximum", price.maximum), ("minimum", price.minimum)):
        if bound is not None:
            check.not_negative(bound, field)
    if price.maximum is not None and price.minimum is not None and price.minimum > price.maximum:
        raise check.Invalid(
            "minimum", f"{price.minimum} is above the maximum {price.maximum}", "lower it"
        )
