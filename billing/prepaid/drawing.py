"""Blocks follow the ledger: what an entry adds beyond the allowance is drawn from what may be drawn
from on its day, and what a correction takes off is given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from billing.amounts import exact
from billing.metered import ledger, ledger_keeping, meter, reading
from billing.metered.ledger import UsageEvent
from billing.prepaid import block, blocks
from billing.prepaid.block import Block, Draw
from billing.pricing import charge, count, price_list
from billing.pricing import period as periods
from billing.pricing import subscription as subscriptions
from billing.pricing.count import Count, Key
from billing.pricing.period import Period
from billing.pricing.subscription import Subscription
from underpin.kernel import db
from underpin.kernel.act import Act

UNITS: Final = "SELECT array_agg(DISTINCT unit) FROM block WHERE tenant_id = $1"
GROUP: Final = "group"
"""The dimension that says whose usage it is, where a block is for some only."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """A count before and after some entries; `on` is the last day of theirs."""

    counted: Count
    before: Decimal
    on: date

    @property
    def more(self) -> Decimal:
        return charge.coverable(self.counted) - self.before


async def follow(act: Act, new: Sequence[UsageEvent]) -> None:
    """Draw for what these entries added, or give back what is too much now. In the transaction
    that stores them, each once."""
    units = frozenset(await db.value(UNITS, act.tenant_id) or ())
    accounts = await price_list.accounts(act.tenant_id) if units and new else []
    if not accounts:
        return
    # locked before anything is counted, so that of two at once the second sees what the first drew
    holding = {unit: await blocks.held(act.tenant_id, unit) for unit in sorted(units)}
    for account in accounts:
        for moved in await _moved(account.subscription, new, units):
            drawn = await _settle(act, moved, holding[moved.counted.unit])
            holding[moved.counted.unit] = drawn


async def _moved(
    of: Subscription, new: Sequence[UsageEvent], units: frozenset[str]
) -> list[_Moved]:
    zone = of.zone_info()
    days: dict[Period, date] = {}
    for each in new:
        day = periods.day_of(each.happened_at, zone)
        period = subscriptions.period_of(of, day)
        days[period] = max(day, days.get(period, day))
    return [
        moved
        for period, on in sorted(days.items())
        for moved in await _of_period(of, period, on, new, units)
    ]


async def _of_period(
    of: Subscription, period: Period, on: date, new: Sequence[UsageEvent], units: frozenset[str]
) -> list[_Moved]:
    """The counts of a period that may be drawn for, of prices that read what these entries say."""
    drawn_for = {each.source for each in subscriptions.meters(of) if each.unit in units}
    meters = {each.meter for each in new} & drawn_for
    if not meters:
        return []
    levels = meter.levels(subscriptions.meters(of)) & meters
    span = reading.instants(of, period.start, period.end)
    every = await ledger_keeping.between(of.tenant_id, *span, levels=levels, keys=meters)
    fresh = {(each.source, each.event_id) for each in new}
    known = [each for each in every if (each.source, each.event_id) not in fresh]
    before = _coverable(of, period, known)
    return [
        _Moved(counted, before.get(counted.key, exact.ZERO), on)
        for counted in _counts(of, period, every)
        if counted.unit in units
    ]


def _counts(of: Subscription, period: Period, events: Sequence[UsageEvent]) -> list[Count]:
    dated = ledger.dated(events, of.zone_info())
    return [each for each in count.counts(of, period, dated) if each.price.meter is not None]


def _coverable(
    of: Subscription, period: Period, events: Sequence[UsageEvent]
) -> Mapping[Key, Decimal]:
    return {each.key: charge.coverable(each) for each in _counts(of, period, events)}


async def _settle(act: Act, moved: _Moved, holding: list[Block]) -> list[Block]:
    """Returns the blocks as they are after it."""
    key = moved.counted.key
    draws = _draws(holding, await blocks.drawn(act.tenant_id, key), moved)
    await blocks.take(act, holding, draws, key)
    return list(block.after(holding, draws))


def _draws(holding: Sequence[Block], drawn: Sequence[Draw], moved: _Moved) -> tuple[Draw, ...]:
    so_far = sum((each.quantity for each in drawn), exact.ZERO)
    too_much = so_far - charge.coverable(moved.counted)
    if too_much > 0:
        return block.give_back(drawn, too_much)
    wanted = min(moved.more, -too_much)
    if wanted <= 0:
        return ()
    group = dict(moved.counted.key.group).get(GROUP, "")
    return block.draw(holding, wanted, on=moved.on, group=group).draws
