"""Decimal arithmetic that is exact or says so: nothing in billing rounds by accident.

Python's default context rounds silently at 28 digits. Here a sum or product that does not fit
`DIGITS` raises `TooLong`; only `ratio`, `share` and `rounded` may round, and they say how.
"""

import functools
from collections.abc import Callable
from decimal import (
    ROUND_HALF_UP,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    getcontext,
    setcontext,
)
from fractions import Fraction
from typing import ParamSpec, TypeVar

from underpin.kernel import errors

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

DIGITS = 120
PLACES = 40
ZERO = Decimal(0)
ONE = Decimal(1)

_LAST_PLACE = ONE.scaleb(-PLACES)
_TRAPS = [Inexact, InvalidOperation, DivisionByZero, Overflow, Clamped]
_EXACT = Context(prec=DIGITS, rounding=ROUND_HALF_UP, traps=_TRAPS)
_LOSSY = Context(prec=DIGITS, rounding=ROUND_HALF_UP, traps=_TRAPS[1:])


class TooLong(errors.Malformed):
    """A number has more digits than any price, quantity or amount needs."""

    code = "number-too-long"
    title = "A number is too long to be reckoned exactly: give it fewer digits"


def arithmetic(rule: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """`rule` with every `+ - *` inside it exact; raises `TooLong` where that is impossible."""

    @functools.wraps(rule)
    def exactly(*args: Arguments.args, **named: Arguments.kwargs) -> Result:
        before = getcontext()
        if before is _EXACT:
            return rule(*args, **named)
        setcontext(_EXACT)
        try:
            return rule(*args, **named)
        except Inexact as error:
            raise TooLong from error
        finally:
            setcontext(before)

    return exactly


def ratio(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The quotient to `PLACES` places: exact where it ends there, else rounded half-up.

    A tie of half a cent ends long before, so it is never disturbed; and what is left has room
    to be multiplied and added exactly.
    """
    if denominator == ONE:
        return numerator
    return rounded(_LOSSY.divide(numerator, denominator), _LAST_PLACE)


def percent(amount: Decimal, rate: Decimal) -> Decimal:
    """`rate` per cent of `amount`, exactly."""
    return _EXACT.scaleb(_EXACT.multiply(amount, rate), -2)


def rounded(value: Decimal, quantum: Decimal) -> Decimal:
    """`value` to the nearest whole number of quanta's places, a tie away from zero.

    `quantum` is a power of ten such as `Decimal("0.01")`.
    """
    return value.quantize(quantum, rounding=ROUND_HALF_UP, context=_LOSSY)


def share(value: Decimal, of: Fraction, quantum: Decimal) -> Decimal:
    """`of` times `value`, rounded once, a tie away from zero, to the places of `quantum`."""
    exact = Fraction(value) * of / Fraction(quantum)
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return _EXACT.multiply(Decimal(whole if exact >= 0 else -whole), quantum)


def plain(value: Decimal) -> str:
    """The one spelling of a number: no exponent, no trailing zeros, no minus before nothing."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
