"""From single counts to the quantity of some days.

Events come standing (see `ledger.standing`) and dated. For levels the first days' opening level
comes from the events before them; each combination of dimensions has a level of its own, and
they add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from billing.amounts import exact
from billing.metered import meter
from billing.metered.ledger import Dated, Dimensions
from billing.metered.meter import Aggregation, Meter
from billing.pricing.proration import QUANTITY, Slice


@exact.arithmetic
def quantity(of: Meter, events: Sequence[Dated], days: Slice) -> Decimal:
    """The quantity of `days` in the meter's unit; zero where there is nothing."""
    if of.aggregation in meter.LEVELS:
        return _level(of.aggregation, events, days)
    inside = [dated.event for dated in events if dated.day in days]
    if of.aggregation is Aggregation.COUNT:
        return Decimal(sum(event.entries for event in inside))
    if of.aggregation is Aggregation.UNIQUE:
        values = {event.dimension(of.distinct or "") for event in inside}
        return Decimal(len(values - {""}))
    return sum((event.quantity for event in inside), exact.ZERO)


def _level(aggregation: Aggregation, events: Sequence[Dated], days: Slice) -> Decimal:
    levels = list(_levels(events, days))
    if aggregation is Aggregation.LATEST:
        return levels[-1][1]
    if aggregation is Aggregation.MAX:
        return max(level for _, level in levels)
    return _mean_of_days(levels, days)


def _levels(events: Iterable[Dated], days: Slice) -> Iterator[tuple[date, Decimal]]:
    """The opening level on the first day, then each change with its day, oldest first."""
    timeline = list(_running(events))
    before = [level for day, level in timeline if day < days.start]
    yield days.start, before[-1] if before else exact.ZERO
    yield from ((day, level) for day, level in timeline if day in days)


def _running(events: Iterable[Dated]) -> Iterator[tuple[date, Decimal]]:
    series: dict[Dimensions, Decimal] = {}
    level = exact.ZERO
    for day, event in events:
        level += event.quantity - series.get(event.dimensions, exact.ZERO)
        series[event.dimensions] = event.quantity
        yield day, level


def _mean_of_days(levels: list[tuple[date, Decimal]], days: Slice) -> Decimal:
    """The mean of the levels at the days' ends: the day of a change counts as the new level."""
    until = [*(day for day, _ in levels[1:]), days.end]
    unit_days = sum(
        (level * (end - day).days for (day, level), end in zip(levels, until, strict=True)),
        exact.ZERO,
    )
    return exact.share(unit_days, Fraction(1, days.days), QUANTITY)
