"""Value-added tax, as EN 16931 reckons it: once per rate, on the sum of the rounded line nets.

Category codes are those of UNCL 5305 that EN 16931 allows, exemption codes those of VATEX.
Rates are dated; what applies is the rate on the line's tax point. The wording is a key into
the translations, because an invoice without tax has to say why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter

from billing.amounts import check, exact, money
from billing.amounts.money import Money
from underpin.kernel import errors

EXEMPT = "exempt"
"""The tax class of what no one is taxed for, whoever the client is."""


class NoRate(errors.Conflict):
    """No rate is set for a tax class on a day."""

    code = "no-tax-rate"
    title = "No tax rate is set for that day: add it with the date from which it holds"


class Treatment(StrEnum):
    """Why a client is taxed, or is not."""

    DOMESTIC = "domestic"
    REVERSE_CHARGE = "reverse_charge"
    EXPORT = "export"
    EXEMPT = "exempt"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, order=True)
class Category:
    """`percent` is the rate; `wording` and `exemption` are empty where tax is due."""

    code: str
    percent: Decimal
    wording: str = ""
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class DatedRate:
    """The rate of one tax class from a day on, until the next one begins, or it ends."""

    tax_class: str
    percent: Decimal
    start: date
    end: date | None = None

    def holds(self, tax_class: str, day: date) -> bool:
        begun = self.tax_class == tax_class and self.start <= day
        return begun and (self.end is None or day < self.end)

    def __post_init__(self) -> None:
        check.name(self.tax_class, "tax_class")
        check.percentage(self.percent, "percent")


@dataclass(frozen=True, slots=True)
class DatedTreatment:
    """How a client is taxed from a day on."""

    treatment: Treatment
    start: date


@dataclass(frozen=True, slots=True)
class Rules:
    """How one client is taxed: by `treatment` until one of `later` begins, oldest first.
    `exemption_wording` is the key of an exempt client's reason."""

    treatment: Treatment
    rates: tuple[DatedRate, ...] = ()
    exemption_wording: str = "invoice.tax.exempt"
    later: tuple[DatedTreatment, ...] = ()

    def on(self, day: date) -> Treatment:
        begun = [each.treatment for each in self.later if each.start <= day]
        return begun[-1] if begun else self.treatment


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One rate's tax: `base` is the sum of the line nets under `category`."""

    category: Category
    base: Money
    tax: Money


def category(rules: Rules, tax_class: str, day: date) -> Category:
    """What a line of that class, with its tax point on that day, is taxed under.

    Raises `NoRate` where tax is due and no rate holds.
    """
    treatment = rules.on(day)
    if treatment is Treatment.OUTSIDE:
        return _UNTAXED[Treatment.OUTSIDE]
    if tax_class == EXEMPT or treatment is Treatment.EXEMPT:
        return Category("E", exact.ZERO, rules.exemption_wording)
    if treatment is not Treatment.DOMESTIC:
        return _UNTAXED[treatment]
    percent = _rate(rules.rates, tax_class, day)
    return Category("S" if percent else "Z", percent)


def lines(nets: Iterable[tuple[Category, Money]], currency: str) -> tuple[TaxLine, ...]:
    """One line per category and rate, in their order; each tax rounded half-up, once."""
    bases: dict[Category, Money] = {}
    for of, net in nets:
        bases[of] = bases.get(of, money.zero(currency)) + net
    return tuple(
        TaxLine(of, base, _tax(of, base)) for of, base in sorted(bases.items(), key=itemgetter(0))
    )


_UNTAXED = {
    Treatment.REVERSE_CHARGE: Category(
        "AE", exact.ZERO, "invoice.tax.reverse_charge", "VATEX-EU-AE"
    ),
    Treatment.EXPORT: Category("G", exact.ZERO, "invoice.tax.export", "VATEX-EU-G"),
    Treatment.OUTSIDE: Category("O", exact.ZERO, "invoice.tax.outside", "VATEX-EU-O"),
}


def _rate(rates: Iterable[DatedRate], tax_class: str, day: date) -> Decimal:
    known = [rate for rate in rates if rate.holds(tax_class, day)]
    if not known:
        raise NoRate(f"No {tax_class} rate holds on {day}: add one that starts by then.")
    return max(known, key=lambda rate: rate.start).percent


def _tax(of: Category, base: Money) -> Money:
    return money.rounded(Money(exact.percent(base.amount, of.percent), base.currency))
