"""Amounts as Stripe counts them: whole minor units, by Stripe's own list, not ISO 4217's.

Source: Stripe's list of supported currencies. Where ISO has decimals that Stripe has not, or
Stripe wants the last digits to be nothing, an amount that does not fit is refused, never rounded.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Final

from billing.amounts.money import Money
from underpin.kernel.errors import Conflict

ZERO: Final = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF"}
    | {"XOF", "XPF"}
)
THREE: Final = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
STEPS: Final = MappingProxyType(dict.fromkeys(THREE, 10) | {"ISK": 100, "UGX": 100})
"""The minor units must be a multiple of these: card networks take no third decimal, and krona and
shilling have two decimals for Stripe that must be nothing."""
LONGEST: Final = 99_999_999
"""Eight digits, the most that Stripe takes for one amount in most currencies."""


class NotCollectable(Conflict):
    """An amount that Stripe cannot carry to the last digit."""

    code = "not-collectable"
    title = "This amount cannot be collected by card: ask for a bank transfer"


def places(currency: str) -> int:
    """Decimal places of an amount sent to Stripe."""
    if currency in ZERO:
        return 0
    return 3 if currency in THREE else 2


def of(money: Money) -> int:
    """`Money("12.50", "EUR")` is 1250, `Money("1250", "JPY")` 1250. Raises NotCollectable."""
    scaled = money.amount.scaleb(places(money.currency))
    units = int(scaled)
    if units != scaled or units % STEPS.get(money.currency, 1) or abs(units) > LONGEST:
        raise NotCollectable(f"{money.amount} {money.currency} cannot be collected by card.")
    return units


def money(units: int, currency: str) -> Money:
    """What Stripe's integer stands for; `currency` in either case."""
    code = currency.upper()
    return Money(Decimal(units).scaleb(-places(code)), code)
