"""The margin of a contract as it was and under a draft: fees and recoveries less credits and work.

Contracts says what is owed in percent of a basis; here it becomes money. An amount is rounded
half-up once, to the minor unit; a sum of rounded amounts is exact.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from billing.amounts import exact, money
from contracts.agreements.credit_schedule import Cap
from contracts.what_if.what_if_credit import Due


@dataclass(frozen=True, slots=True)
class Charges:
    """What is charged by month ("2026-03"), net, in `currency`: the fee, and the invoice where one
    is known. Of other months nothing is charged."""

    currency: str
    fees: Mapping[str, Decimal]
    invoiced: Mapping[str, Decimal]

    def of(self, basis: str, months: Iterable[str]) -> Fraction:
        """The basis over these months; of a day's charge that of their average day."""
        listed = list(months)
        if basis == "net_invoice":
            amounts = [self.invoiced.get(each, self.fees.get(each, exact.ZERO)) for each in listed]
            return sum(map(Fraction, amounts), Fraction(0))
        whole = sum((Fraction(self.fees.get(each, exact.ZERO)) for each in listed), Fraction(0))
        return whole / sum(map(days_in, listed)) if basis == "day_charge" else whole


@dataclass(frozen=True, slots=True)
class Margin:
    """Over all months, in one currency. `work` is what the minutes of the tiers cost."""

    fees: Decimal
    recoveries: Decimal
    credits: Decimal
    work: Decimal

    @property
    @exact.arithmetic
    def left(self) -> Decimal:
        return self.fees + self.recoveries - self.credits - self.work


@exact.arithmetic
def change(today: Margin, draft: Margin) -> Decimal:
    """What the draft would have left more, or less."""
    return draft.left - today.left


def of(charges: Charges, credits_due: Sequence[Due], recovered: Decimal, work: Decimal) -> Margin:
    fees = (_rounded(Fraction(fee), charges.currency) for fee in charges.fees.values())
    return Margin(total(fees), recovered, worth(credits_due, charges), work)


def worth(dues: Sequence[Due], charges: Charges) -> Decimal:
    """What these come to, the earliest first, under whatever caps bind them."""
    given: defaultdict[str, Fraction] = defaultdict(Fraction)
    amounts = []
    for due in dues:
        room = [_room(cap, due, charges, given) for cap in due.open_caps]
        amount = min((due.share * charges.of(due.basis, due.months), *room))
        given[due.months[0]] += amount
        amounts.append(_rounded(amount, charges.currency))
    return total(amounts)


def worked(minutes: Mapping[int, Decimal], rates: Mapping[int, Decimal], currency: str) -> Decimal:
    """What these minutes cost by tier; a tier without a rate costs nothing."""
    costs = (
        _rounded(Fraction(much) * Fraction(rates[tier]), currency)
        for tier, much in minutes.items()
        if tier in rates
    )
    return total(costs)


@exact.arithmetic
def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, exact.ZERO)


def days_in(month: str) -> int:
    year, number = map(int, month.split("-"))
    return calendar.monthrange(year, number)[1]


def _room(cap: Cap, due: Due, charges: Charges, given: Mapping[str, Fraction]) -> Fraction:
    """What a cap over a longer period or on another basis leaves."""
    months = _span(due.months[0], cap.period or "month")
    months = months if set(due.months) <= set(months) else list(due.months)
    most = Fraction(cap.percent) / 100 * charges.of(cap.basis or due.basis, months)
    before = sum((given[month] for month in months if month in given), Fraction(0))
    return max(most - before, Fraction(0))


def _span(month: str, period: str) -> list[str]:
    year, number = map(int, month.split("-"))
    length = {"month": 1, "quarter": 3, "year": 12}[period]
    first = (number - 1) // length * length + 1
    return [f"{year:04}-{each:02}" for each in range(first, first + length)]


def _rounded(amount: Fraction, currency: str) -> Decimal:
    return exact.share(exact.ONE, amount, money.quantum(currency))
