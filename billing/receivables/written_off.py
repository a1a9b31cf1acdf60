"""The credit note that a write-off is: parts whose net and tax come to what is open. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from billing.amounts import exact, money
from billing.invoicing import apportioning, crediting
from billing.invoicing.crediting import Billed, Part

NEAR: Final = 8


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """`parts` to be credited, none where nothing fits; `rest` is what no net with its tax comes to:
    a minor unit or two at most a line, written off without a tax correction."""

    parts: tuple[Part, ...]
    rest: Decimal


@exact.arithmetic
def of(lines: Sequence[Billed], open_: Decimal, currency: str) -> WrittenOff:
    """`open_` is above zero and at most what the lines have left with their tax."""
    everything = crediting.everything(lines)
    if everything and crediting.note(lines, everything, currency).gross == open_:
        return WrittenOff(everything, exact.ZERO)
    bearing = [each for each in lines if each.left > 0]
    best = WrittenOff((), open_)
    for net in _nets(bearing, open_, currency):
        parts = apportioning.parts(net, bearing, currency)
        rest = open_ - crediting.note(lines, parts, currency).gross
        if 0 <= rest < best.rest:
            best = WrittenOff(parts, rest)
    return best


def _nets(bearing: Sequence[Billed], open_: Decimal, currency: str) -> list[Decimal]:
    """Nets around the share of the open amount that is no tax, the likeliest first."""
    whole = sum((Fraction(each.left) for each in bearing), Fraction(0))
    if not whole:
        return []
    taxed = (
        sum(
            (Fraction(each.left) * (100 + Fraction(each.tax_percent)) for each in bearing),
            Fraction(0),
        )
        / 100
    )
    quantum = money.quantum(currency)
    guess = exact.share(open_, whole / taxed, quantum)
    near = [guess + step * quantum for step in range(-NEAR, NEAR + 1)]
    return [net for net in near if 0 < net <= Decimal(whole.numerator) / whole.denominator]
