"""Money: an exact amount in one currency.

Amounts are `Decimal`; a float is refused, and so is adding two currencies. Nothing rounds
until `rounded`, which does it half-up (a tie goes away from zero, so that a credit note is
the exact mirror of its invoice) to the currency's minor unit of ISO 4217.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from babel.core import get_global

from billing.amounts import exact
from underpin.kernel import errors

# CLDR says how an amount is *shown*; for these it drops a minor unit that ISO 4217 still has.
_ISO_PLACES = {"IQD": 3} | dict.fromkeys(
    ("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"), 2
)


class NotMoney(errors.Malformed):
    """What was given is no amount of money in a currency."""

    code = "not-money"
    title = "This is not an amount of money"


class MixedCurrencies(errors.Conflict):
    """Two currencies met where one was expected."""

    code = "mixed-currencies"
    title = "Amounts in different currencies cannot be added: convert one at a stated rate first"


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` in whole units (euros, not cents) of the ISO 4217 `currency`, to any precision."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not Decimal or not self.amount.is_finite():
            raise NotMoney(
                f"{self.amount!r} is no exact amount: give a finite Decimal, never a float.",
                field="amount",
            )
        places(self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(_add(self.amount, _alike(self, other).amount), self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __neg__(self) -> Money:
        # copy_negate keeps every digit; the unary minus rounds to the ambient context.
        return Money(self.amount.copy_negate() if self.amount else self.amount, self.currency)

    def __bool__(self) -> bool:
        """False for nothing at all, in any currency."""
        return bool(self.amount)

    def __lt__(self, other: Money) -> bool:
        return self.amount < _alike(self, other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= _alike(self, other).amount

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self


def of(amount: str | int | Decimal, currency: str) -> Money:
    """`of("12.50", "EUR")`. Raises `NotMoney` for a float or for what is no number."""
    if isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):
        raise NotMoney(f'{amount!r} is no exact amount: write it as text, "12.50".', field="amount")
    try:
        return Money(Decimal(amount), currency)
    except InvalidOperation as error:
        raise NotMoney(f'{amount!r} is no number: write it as "12.50".', field="amount") from error


def zero(currency: str) -> Money:
    return Money(exact.ZERO, currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, and nothing in `currency` where there are none."""
    return sum(amounts, start=zero(currency))


def rounded(money: Money) -> Money:
    """To the minor unit, half-up."""
    return Money(exact.rounded(money.amount, quantum(money.currency)), money.currency)


def quantum(currency: str) -> Decimal:
    """One minor unit: 0.01 for EUR, 1 for JPY, 0.001 for KWD."""
    return exact.ONE.scaleb(-places(currency))


@functools.cache
def places(currency: str) -> int:
    """Decimal places of the minor unit (ISO 4217). Raises `NotMoney` for an unknown code."""
    if currency not in _tenders():
        raise NotMoney(
            f"{currency!r} is no currency: use its three-letter code of ISO 4217, such as EUR.",
            field="currency",
        )
    shown = get_global("currency_fractions")
    return int(_ISO_PLACES.get(currency, shown.get(currency, shown["DEFAULT"])[0]))


@exact.arithmetic
def allocate(money: Money, weights: Sequence[int | Decimal]) -> tuple[Money, ...]:
    """Split a whole number of minor units by `weights`; the parts sum to it exactly.

    Each part is its exact share rounded towards zero; the minor units then left over go one
    each to the largest remainders, the earliest first. Refuses an unrounded amount, a negative
    weight, and weights that are all nothing.
    """
    if rounded(money) != money:
        raise NotMoney(f"{money.amount} is not rounded: round it before it is split.")
    unit = quantum(money.currency)
    shares = _largest_remainder(abs(int(money.amount / unit)), weights)
    sign = -1 if money.amount < 0 else 1
    return tuple(Money(sign * parts * unit, money.currency) for parts in shares)


def _largest_remainder(units: int, weights: Sequence[int | Decimal]) -> list[int]:
    exact_weights = [Fraction(weight) for weight in weights]
    whole = sum(exact_weights)
    if not whole or min(exact_weights) < 0:
        raise NotMoney("Give at least one weight above zero and none below.", field="weights")
    wanted = [units * weight / whole for weight in exact_weights]
    parts = [int(share) for share in wanted]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - wanted[place])
    for place in by_remainder[: units - sum(parts)]:
        parts[place] += 1
    return parts


def _alike(one: Money, other: Money) -> Money:
    if one.currency != other.currency:
        raise MixedCurrencies(
            f"{one.currency} and {other.currency} cannot be reckoned together: "
            "convert one of them at a stated rate first."
        )
    return other


@exact.arithmetic
def _add(one: Decimal, other: Decimal) -> Decimal:
    return one + other


@functools.cache
def _tenders() -> frozenset[str]:
    """Codes that are or were legal tender somewhere: gold and test codes have no minor unit."""
    territories = get_global("territory_currencies").values()
    return frozenset(code for used in territories for code, _, _, tender in used if tender)
