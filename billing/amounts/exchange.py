"""Exchange at a stated rate of a stated day: for vendor cost in another currency, and for the
tax of a foreign-currency invoice in the currency its tax is declared in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.amounts import check, exact, money
from billing.amounts.money import Money
from underpin.kernel import errors


class NoRate(errors.Conflict):
    """No rate is stated for two currencies on a day."""

    code = "no-exchange-rate"
    title = "No exchange rate is stated for that day: add it, with its day and source"


@dataclass(frozen=True, slots=True)
class Rate:
    """One `base` is `value` of `quote`, from `day` on, as `source` published it."""

    base: str
    quote: str
    value: Decimal
    day: date
    source: str

    def __post_init__(self) -> None:
        money.places(self.base)
        money.places(self.quote)
        check.positive(self.value, "value")


def on(day: date, base: str, quote: str, rates: Iterable[Rate]) -> Rate:
    """The newest rate of that pair not after `day`. Raises `NoRate`; never inverts a rate."""
    known = [r for r in rates if (r.base, r.quote) == (base, quote) and r.day <= day]
    if not known:
        raise NoRate(
            f"No rate from {base} to {quote} is stated for {day}: add it, with its source."
        )
    return max(known, key=lambda rate: (rate.day, rate.source))


@exact.arithmetic
def convert(amount: Money, rate: Rate) -> Money:
    """In the rate's quote currency, unrounded. Raises `money.MixedCurrencies` for another base."""
    if amount.currency != rate.base:
        raise money.MixedCurrencies(
            f"A rate for {rate.base} does not convert {amount.currency}: take that pair's rate."
        )
    return Money(amount.amount * rate.value, rate.quote)
