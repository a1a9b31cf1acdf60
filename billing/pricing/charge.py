"""Charges: what a subscription owes for a period so far, line by line.

A charge is cumulative like the count it comes from: the whole for its slice, whatever was
booked before. `invoice_lines` subtracts that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from billing.amounts import exact, exchange, money
from billing.amounts.money import Money
from billing.metered.ledger import Dated
from billing.pricing import count, rating
from billing.pricing.count import Count, Key, Part
from billing.pricing.period import Period
from billing.pricing.price import Price
from billing.pricing.proration import Slice
from billing.pricing.subscription import Subscription


class Stage(StrEnum):
    """How far a period has come: only fees in advance, usage so far too, or all of it."""

    OPENING = "opening"
    RUNNING = "running"
    CLOSED = "closed"


CHARGED = {
    Stage.OPENING: frozenset({Part.ADVANCE}),
    Stage.RUNNING: frozenset({Part.ADVANCE, Part.USAGE}),
    Stage.CLOSED: frozenset(Part),
}
"""The minimum commitment is owed by a closed period only: until then more usage may come."""


@dataclass(frozen=True, slots=True)
class Prepaid:
    """`quantity` that blocks have covered of a charge so far, in the meter's unit."""

    key: Key
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """`quantity` is cumulative, in `unit`; `included` and `prepaid` are what of it is not charged.

    `amount` is the whole for the slice, rounded to the minor unit.
    """

    key: Key
    name: str
    days: Slice
    quantity: Decimal
    unit: str
    included: Decimal
    prepaid: Decimal
    amount: Money
    tax_class: str


def charges(
    of: Subscription,
    period: Period,
    stage: Stage,
    events: Sequence[Dated],
    *,
    prepaid: Iterable[Prepaid] = (),
    rates: Sequence[exchange.Rate] = (),
) -> Iterator[Charge]:
    """What `of` owes for `period` at that stage; arguments and errors as for `count.counts`.

    A price with a minimum has a charge for the shortfall beside it, be it nothing.
    """
    covered = {one.key: one.quantity for one in prepaid}
    for counted in count.counts(of, period, events, rates):
        if counted.key.part in CHARGED[stage]:
            charged = _charge(counted, covered.get(counted.key, exact.ZERO))
            yield charged
            if stage is Stage.CLOSED and counted.price.minimum is not None:
                yield _shortfall(counted.price, charged)


def coverable(counted: Count) -> Decimal:
    """What of a count a prepaid block may cover: all beyond the allowance.

    Blocks are to have covered as much of it as they hold: draw what is missing to it, or give
    back what is too much after a correction.
    """
    return max(rating.chargeable(counted.price, counted.quantity), exact.ZERO)


def _charge(counted: Count, prepaid: Decimal) -> Charge:
    price = counted.price
    amount = rating.rate(price, counted.quantity, prepaid)
    return Charge(
        key=counted.key,
        name=price.name,
        days=counted.days,
        quantity=counted.quantity,
        unit=counted.unit,
        included=max(min(price.included, counted.quantity), exact.ZERO),
        prepaid=prepaid,
        amount=money.rounded(Money(amount, price.currency)),
        tax_class=price.tax_class,
    )


def _shortfall(price: Price, charged: Charge) -> Charge:
    missing = rating.shortfall(price, charged.amount.amount)
    return replace(
        charged,
        key=replace(charged.key, part=Part.MINIMUM),
        quantity=exact.ONE if missing else exact.ZERO,
        unit="",
        included=exact.ZERO,
        prepaid=exact.ZERO,
        amount=money.rounded(Money(missing, price.currency)),
    )
