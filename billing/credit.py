"""Service credits: from what was missed, in per cent or units, to money owed to the client.

Contracts says what the client is entitled to; here it becomes an amount, with the arithmetic
beside it. Each miss is worth its per cent of the basis, or its number of units of the basis;
misses do not add up unless the schedule says so; then the cap; then, if what is left is under
the least amount worth giving, nothing. Rounded half-up once, at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from billing import check, exact, money
from billing.money import Money


class Basis(StrEnum):
    """What a per cent is of and what a unit is: of the charge given, or of its share of a day."""

    SERVICE_FEE = "service_fee"
    NET_INVOICE = "net_invoice"
    DAY_CHARGE = "day_charge"


class Nature(StrEnum):
    """A reduction of the price is a credit note at its tax; a penalty a debit note outside it."""

    PRICE_REDUCTION = "price_reduction"
    PENALTY = "penalty"


class Cumulation(StrEnum):
    LARGEST = "largest"
    SUM = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """One miss: `percent` of the basis or `units` of it, exactly one of them. `id` names it."""

    id: str
    percent: Decimal | None = None
    units: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.percent is None) == (self.units is None):
            raise check.Invalid("percent", "give it or units", "give exactly one of them")
        check.not_negative(self.units if self.percent is None else self.percent, "percent or units")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`cap` is per cent of the whole charge (100 unless stated); `least` is in its currency."""

    basis: Basis = Basis.SERVICE_FEE
    cumulation: Cumulation = Cumulation.LARGEST
    cap: Decimal = Decimal(100)
    least: Decimal = exact.ZERO
    nature: Nature = Nature.PRICE_REDUCTION

    def __post_init__(self) -> None:
        check.not_negative(self.cap, "cap")
        check.not_negative(self.least, "least")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCredit:
    """`amount` is owed to the client; `counted` are the entitlements that it comes from.

    `uncapped` is what they would be worth without cap and least amount, rounded for showing.
    """

    amount: Money
    basis: Money
    uncapped: Money
    counted: tuple[str, ...]
    capped: bool
    nature: Nature


def settle(
    entitlements: Sequence[Entitlement], terms: Terms, charge: Money, days: int
) -> ServiceCredit:
    """The credit for one period: `charge` is its fee or net, `days` its real days.

    Nothing missed, or nothing charged, is a credit of zero.
    """
    whole = max(Fraction(charge.amount), Fraction(0))
    basis = whole / days if terms.basis is Basis.DAY_CHARGE else whole
    counted = _counted(entitlements, terms.cumulation, basis)
    uncapped = sum((_worth(one, basis) for one in counted), Fraction(0))
    cap = whole * Fraction(terms.cap) / 100
    owed = _rounded(min(uncapped, cap), charge.currency)
    return ServiceCredit(
        amount=owed if owed.amount >= terms.least else money.zero(charge.currency),
        basis=_rounded(basis, charge.currency),
        uncapped=_rounded(uncapped, charge.currency),
        counted=tuple(one.id for one in counted),
        capped=uncapped > cap,
        nature=terms.nature,
    )


def _counted(
    entitlements: Sequence[Entitlement], cumulation: Cumulation, basis: Fraction
) -> list[Entitlement]:
    """All of them, or the one worth most; of equals the one whose id comes first."""
    ordered = sorted(entitlements, key=lambda one: (-_worth(one, basis), one.id))
    return ordered if cumulation is Cumulation.SUM else ordered[:1]


def _worth(one: Entitlement, basis: Fraction) -> Fraction:
    if one.percent is not None:
        return basis * Fraction(one.percent) / 100
    return basis * Fraction(one.units or 0)


def _rounded(amount: Fraction, currency: str) -> Money:
    return Money(exact.share(exact.ONE, amount, money.quantum(currency)), currency)
