"""A plan version: an immutable list of prices in one currency, and the meters they read.

A new version is a new plan version, never an edit. What a client negotiated is laid over it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from billing.amounts import check, money
from billing.metered import meter
from billing.metered.meter import Aggregation, Meter
from billing.pricing import period
from billing.pricing.period import Interval
from billing.pricing.price import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersion:
    """`number` counts the versions of the plan `key`; prices are shown in their order here. Fees,
    allowances and bounds are for one `interval`."""

    key: str
    number: int
    currency: str
    prices: tuple[Price, ...]
    meters: tuple[Meter, ...] = meter.BUILT_IN
    interval: Interval = period.MONTHLY

    def __post_init__(self) -> None:
        money.places(self.currency)
        _check_unique([price.key for price in self.prices], "prices")
        _check_unique([known.key for known in self.meters], "meters")
        for place, price in enumerate(self.prices):
            self._check(price, f"prices[{place}]")

    def meter_of(self, price: Price) -> Meter:
        """Raises KeyError for a flat price, which has none."""
        return {known.key: known for known in self.meters}[price.meter or ""]

    def _check(self, price: Price, field: str) -> None:
        if price.currency != self.currency:
            raise check.Invalid(
                f"{field}.currency",
                f"{price.currency} is not the plan's {self.currency}",
                "keep one plan per currency",
            )
        if price.meter is not None:
            check.one_of(price.meter, {known.key for known in self.meters}, f"{field}.meter")
        if price.time and self.meter_of(price).aggregation is not Aggregation.SUM:
            raise check.Invalid(
                f"{field}.time", f"{price.meter} does not sum up time", "use a meter that does"
            )


def negotiated(plan: PlanVersion, overrides: Iterable[Price]) -> PlanVersion:
    """The plan with each override in the place of the price with its key.

    Raises `check.Invalid` for an override of a price that the plan does not have.
    """
    by_key = {price.key: price for price in overrides}
    for key in by_key:
        check.one_of(key, {price.key for price in plan.prices}, "overrides")
    return replace(plan, prices=tuple(by_key.get(price.key, price) for price in plan.prices))


def _check_unique(keys: list[str], field: str) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise check.Invalid(f"{field}[{place}].key", f"{key} is there twice", "rename one")
