"""Counts: how much of each price a subscription has used, slice by slice of a period.

A count is cumulative: the whole of what its days have come to so far, converted, weighted and
rounded, before any allowance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from billing.amounts import exact, exchange
from billing.amounts.money import Money
from billing.metered import aggregate, meter
from billing.metered.ledger import Dated, Dimensions
from billing.metered.meter import Meter
from billing.pricing import proration, time_rule
from billing.pricing import subscription as subscriptions
from billing.pricing.model import Flat
from billing.pricing.period import Period
from billing.pricing.price import Price, Timing
from billing.pricing.proration import Slice
from billing.pricing.subscription import Subscription


class Part(StrEnum):
    """What of a price is charged: a fee ahead of its period or after it, usage, the minimum."""

    ADVANCE = "advance"
    USAGE = "usage"
    FEE = "fee"
    MINIMUM = "minimum"


FEES = (Part.ADVANCE, Part.FEE)
"""What is charged for the period itself, whatever was used."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What is counted and charged, the same from run to run.

    `period` and `days` are the first days of the period and of the slice.
    """

    period: date
    days: date
    price: str
    group: Dimensions
    part: Part


@dataclass(frozen=True, slots=True)
class Count:
    """`quantity`, in `unit`, for one price and group in one slice; `price` as it stands there."""

    key: Key
    price: Price
    days: Slice
    unit: str
    quantity: Decimal


def counts(
    of: Subscription, period: Period, events: Sequence[Dated], rates: Sequence[exchange.Rate] = ()
) -> Iterator[Count]:
    """Every count of the period, in the plans' order; a fee counts one.

    `events` are all of the client's that stand, dated, oldest first; `rates` convert vendor
    cost. Raises `exchange.NoRate`.
    """
    by_meter: defaultdict[str, list[Dated]] = defaultdict(list)
    for dated in events:
        by_meter[dated.event.meter].append(dated)
    for days, plan, price in subscriptions.priced(of, period):
        stands = proration.prorated(price, days)
        if isinstance(price.model, Flat):
            yield Count(_key(stands, days), stands, days, "", exact.ONE)
        else:
            metered = plan.meter_of(price)
            yield from _metered(metered, stands, days, by_meter[metered.source], rates)


def _metered(
    of: Meter,
    price: Price,
    days: Slice,
    events: Sequence[Dated],
    rates: Sequence[exchange.Rate],
) -> Iterator[Count]:
    counted = [
        each
        for each in events
        if _bears(of, each.day, days) and price.takes(each.event) and of.takes(each.event)
    ]
    if of.unit == meter.MONEY:
        counted = [_converted(each, price.currency, rates) for each in counted]
    for group, members in _groups(price, counted):
        quantity = _quantity(of, price, days, members)
        yield Count(_key(price, days, group), price, days, of.unit, quantity)


def _bears(of: Meter, day: date, days: Slice) -> bool:
    """Whether what is said on `day` bears on `days`: a level does until the next one."""
    return day < days.end if of.aggregation in meter.LEVELS else day in days


def _groups(price: Price, events: Iterable[Dated]) -> list[tuple[Dimensions, list[Dated]]]:
    """One group of everything, be it empty; or the groups that occur, in their values' order."""
    found: dict[Dimensions, list[Dated]] = {} if price.group_by else {(): []}
    for dated in events:
        group = tuple((name, dated.event.dimension(name)) for name in price.group_by)
        found.setdefault(group, []).append(dated)
    return sorted(found.items())


def _quantity(of: Meter, price: Price, days: Slice, events: list[Dated]) -> Decimal:
    """Weighted and rounded by the price's time rule, if it has one; else as the meter counts."""
    if price.time is None:
        return aggregate.quantity(of, events, days)
    return time_rule.billed(events, price.time)


def _converted(dated: Dated, currency: str, rates: Sequence[exchange.Rate]) -> Dated:
    given = dated.event.dimension("currency") or currency
    if given == currency:
        return dated
    rate = exchange.on(dated.day, given, currency, rates)
    amount = exchange.convert(Money(dated.event.quantity, given), rate).amount
    return Dated(dated.day, replace(dated.event, quantity=amount))


def _key(price: Price, days: Slice, group: Dimensions = ()) -> Key:
    return Key(days.period.start, days.start, price.key, group, _part(price))


def _part(price: Price) -> Part:
    if price.timing is Timing.ADVANCE:
        return Part.ADVANCE
    return Part.FEE if isinstance(price.model, Flat) else Part.USAGE
