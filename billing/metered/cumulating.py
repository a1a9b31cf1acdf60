"""Which entries of the ledger may be read as sums, and by which dimensions: all whose single values
nothing that is charged depends on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from billing.metered import meter
from billing.metered.meter import Aggregation, Meter
from billing.pricing.price import Price
from billing.pricing.subscription import Subscription
from billing.pricing.time_rule import Per, TimeRule


@dataclass(frozen=True, slots=True)
class Sums:
    """Entries are summed by the values of `names`; with `alike` only those of one quantity, because
    each is rounded alone."""

    names: tuple[str, ...]
    alike: bool


def of(subscription: Subscription) -> Mapping[str, Sums | None]:
    """For each key of entries that the subscription's prices read; None where each entry is wanted:
    of levels, of money (converted by the day) and of what is rounded by ticket and day."""
    read: dict[str, list[tuple[Meter, Price]]] = {}
    for plan in dict.fromkeys(term.plan for term in subscription.terms):
        for price in plan.prices:
            if price.meter is not None:
                metered = plan.meter_of(price)
                read.setdefault(metered.source, []).append((metered, price))
    return {key: _sums(readers) for key, readers in sorted(read.items())}


def _sums(readers: Iterable[tuple[Meter, Price]]) -> Sums | None:
    every = list(readers)
    if any(_apart(metered, price) for metered, price in every):
        return None
    names = sorted({name for metered, price in every for name in _names(metered, price)})
    return Sums(tuple(names), any(price.time and price.time.step for _, price in every))


def _apart(metered: Meter, price: Price) -> bool:
    if metered.aggregation in meter.LEVELS or metered.unit == meter.MONEY:
        return True
    return price.time is not None and _by_ticket(price.time)


def _by_ticket(rule: TimeRule) -> bool:
    return bool(rule.visits) or (rule.per is Per.TICKET_AND_DAY and bool(rule.step))


def _names(metered: Meter, price: Price) -> Iterator[str]:
    """The dimensions on which it depends how an entry is charged."""
    yield from price.group_by
    yield from (each.dimension for each in (*price.filters, *metered.filters))
    if price.time is not None:
        yield from (weight.dimension for weight in price.time.weights)
    if metered.aggregation is Aggregation.UNIQUE and metered.distinct:
        yield metered.distinct
