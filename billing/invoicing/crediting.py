"""What may be credited of an invoice, and its tax: parts that sum to the invoice exactly. Pure.

The tax of a credit note is that of all that was credited so far less what earlier notes carry,
rounded once each time; so when everything has been credited, not a cent of tax is left over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.amounts import check, exact, money
from billing.amounts.money import Money
from underpin.kernel import errors


class TooMuch(errors.Conflict):
    """More would be credited than the line has left."""

    code = "credited-too-much"
    title = "The notes of an invoice cannot come to more than the invoice"


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of the invoice as it stands: its net, and what issued notes credited of it."""

    ordinal: int
    net: Decimal
    credited: Decimal
    tax_code: str
    tax_percent: Decimal

    @property
    def left(self) -> Decimal:
        return self.net - self.credited


@dataclass(frozen=True, slots=True)
class Part:
    """What to take off one line, of the line's own sign."""

    ordinal: int
    net: Decimal


@dataclass(frozen=True, slots=True)
class Note:
    """`net` and `tax` are to be taken off what is owed."""

    parts: tuple[Part, ...]
    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


def everything(lines: Iterable[Billed]) -> tuple[Part, ...]:
    """The parts that leave nothing of the invoice."""
    return tuple(Part(each.ordinal, each.left) for each in lines if each.left)


@exact.arithmetic
def note(lines: Sequence[Billed], parts: Sequence[Part], currency: str) -> Note:
    """Raises TooMuch for more than is left, Invalid naming what cannot be credited."""
    standing = {each.ordinal: each for each in lines}
    _refuse_nonsense(standing, parts, currency)
    taken = {part.ordinal: part.net for part in parts}
    before = _taxes(lines, {}, currency)
    after = _taxes(lines, taken, currency)
    tax = sum((after[of] - before[of] for of in after), exact.ZERO)
    return Note(tuple(parts), sum(taken.values(), exact.ZERO), tax)


_Rate = tuple[str, Decimal]


def _taxes(
    lines: Iterable[Billed], taken: Mapping[int, Decimal], currency: str
) -> dict[_Rate, Decimal]:
    """The tax of all that is credited, per category and rate, each rounded once."""
    bases: dict[_Rate, Decimal] = {}
    for each in lines:
        of = (each.tax_code, each.tax_percent)
        credited = each.credited + taken.get(each.ordinal, exact.ZERO)
        bases[of] = bases.get(of, exact.ZERO) + credited
    return {
        of: money.rounded(Money(exact.percent(base, of[1]), currency)).amount
        for of, base in bases.items()
    }


def _refuse_nonsense(standing: Mapping[int, Billed], parts: Sequence[Part], currency: str) -> None:
    if not parts:
        raise check.Invalid("lines", "nothing is to be credited", "name a line and its net")
    if len({part.ordinal for part in parts}) < len(parts):
        raise check.Invalid("lines", "a line is there twice", "give the sum, once per line")
    for place, part in enumerate(parts):
        field = f"lines[{place}]"
        line = standing.get(part.ordinal)
        if line is None:
            raise check.Invalid(f"{field}.ordinal", "the invoice has no such line", "look it up")
        if not part.net or money.rounded(Money(part.net, currency)).amount != part.net:
            raise check.Invalid(f"{field}.net", f"{part.net} is no amount to credit", "in cents")
        if part.net * line.net < 0 or abs(part.net) > abs(line.left):
            raise TooMuch(f"Of line {part.ordinal} {line.left} is left to be credited.")
