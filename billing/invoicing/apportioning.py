"""An amount spread over lines, in proportion to what they have left; to the cent. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from billing.amounts import exact, money
from billing.invoicing.crediting import Billed, Part


def parts(amount: Decimal, lines: Sequence[Billed], currency: str) -> tuple[Part, ...]:
    """They sum to the amount exactly, and none is more than its line has left.

    `lines` have something left of one sign, the amount is between nothing and all of it; each
    part is the rounded share up to its line less the rounded share before.
    """
    return tuple(part for part in _parts(amount, lines, currency) if part.net)


def _parts(amount: Decimal, lines: Sequence[Billed], currency: str) -> Iterator[Part]:
    whole = sum((Fraction(each.left) for each in lines), Fraction(0))
    so_far, given = Fraction(0), exact.ZERO
    for each in lines:
        so_far += Fraction(each.left)
        until = exact.share(amount, so_far / whole, money.quantum(currency))
        yield Part(each.ordinal, until - given)
        given = until
