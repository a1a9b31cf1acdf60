"""Invoice lines: what is owed less what is booked, and the lines that no price makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from billing.amounts import exact, money, tax
from billing.amounts.money import Money
from billing.pricing.charge import Charge
from billing.pricing.count import Key
from billing.pricing.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """The net that stands on finalised documents for a key, and what a line needs to undo it."""

    key: Key
    net: Money
    name: str
    days: Period
    tax_class: str


class Kind(StrEnum):
    ONE_OFF = "one_off"
    SERVICE_CREDIT = "service_credit"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A line of its own: hardware, travel, a confirmed service credit (its `price` below zero)."""

    id: str
    kind: Kind
    name: str
    quantity: Decimal
    price: Money
    tax_class: str
    tax_point: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`net` is what this document asks: the whole `amount` less what was `booked` before.

    `source` is the charge's key or the extra's id. `quantity`, of which `included` and `prepaid`
    are not charged, is cumulative like `amount`. `days` is None for an extra.
    """

    source: Key | str
    name: str
    days: Period | None
    quantity: Decimal
    unit: str
    included: Decimal
    prepaid: Decimal
    amount: Money
    booked: Money
    net: Money
    tax: tax.Category
    tax_class: str


def charged(
    charges: Iterable[Charge], booked: Iterable[Booked], taxes: tax.Rules, tax_point: date
) -> Iterator[Line]:
    """A line for every charge that is new or has moved, then one to undo each that is no more."""
    standing = {one.key: one for one in booked}
    for owed in charges:
        before = standing.pop(owed.key, None)
        line = _line(owed, before, tax.category(taxes, owed.tax_class, tax_point))
        if line.net or (before is None and line.quantity):
            yield line
    for _, gone in sorted(standing.items()):
        if gone.net:
            yield _undone(gone, tax.category(taxes, gone.tax_class, tax_point))


def aside(of: Extra, taxes: tax.Rules) -> Line:
    """Its quantity times its price, rounded half-up."""
    amount = _times(of.price, of.quantity)
    return Line(
        source=of.id,
        name=of.name,
        days=None,
        quantity=of.quantity,
        unit="",
        included=exact.ZERO,
        prepaid=exact.ZERO,
        amount=amount,
        booked=money.zero(amount.currency),
        net=amount,
        tax=tax.category(taxes, of.tax_class, of.tax_point),
        tax_class=of.tax_class,
    )


def _line(owed: Charge, before: Booked | None, category: tax.Category) -> Line:
    booked = before.net if before else money.zero(owed.amount.currency)
    return Line(
        source=owed.key,
        name=owed.name,
        days=Period(owed.days.start, owed.days.end),
        quantity=owed.quantity,
        unit=owed.unit,
        included=owed.included,
        prepaid=owed.prepaid,
        amount=owed.amount,
        booked=booked,
        net=owed.amount - booked,
        tax=category,
        tax_class=owed.tax_class,
    )


def _undone(gone: Booked, category: tax.Category) -> Line:
    return Line(
        source=gone.key,
        name=gone.name,
        days=gone.days,
        quantity=exact.ZERO,
        unit="",
        included=exact.ZERO,
        prepaid=exact.ZERO,
        amount=money.zero(gone.net.currency),
        booked=gone.net,
        net=-gone.net,
        tax=category,
        tax_class=gone.tax_class,
    )


@exact.arithmetic
def _times(price: Money, quantity: Decimal) -> Money:
    return money.rounded(Money(price.amount * quantity, price.currency))
