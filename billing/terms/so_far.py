"""What a client has used so far in its billing period, against what is included and prepaid, what
it comes to, and what it will have come to (`forecast`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from billing.amounts import exact, money
from billing.amounts.money import Money
from billing.invoicing.drafting import NoSubscription
from billing.metered import meter, reading
from billing.metered.meter import Meter
from billing.parties import exchange_rates
from billing.prepaid import block, blocks
from billing.prepaid.block import Block
from billing.pricing import count, period, price_list, rating
from billing.pricing import subscription as subscriptions
from billing.pricing.count import Count, Key
from billing.pricing.period import Period
from billing.pricing.subscription import Subscription
from billing.terms import forecast
from billing.terms.forecast import Method
from contracts import instant
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience, Principal
from underpin.kernel.verb import outer

EVERY_CUT: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """One price, and of a grouped one one group, in its days: `amount` net, with the minimum.

    `left` is what of the allowance is not used. Of what is money, a client is not told the
    quantity: it is what we paid for it.
    """

    price: str
    name: str
    group: dict[str, str]
    days: Period
    unit: str
    quantity: Decimal | None
    included: Decimal
    left: Decimal
    prepaid: Decimal
    amount: Decimal
    expected_quantity: Decimal | None
    expected: Decimal
    method: Method


@dataclass(frozen=True, slots=True)
class SoFar:
    """By the end of the local day `today`; nothing of tax, extra lines or credits is in it."""

    period: Period
    today: date
    as_of: datetime
    currency: str
    lines: list[Line]
    amount: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the lines are made of."""

    of: Subscription
    today: date
    covered: Mapping[Key, Decimal]
    held: Mapping[str, Decimal]
    by_member: bool


@outer("terms.read", STAFF, MEMBER)
async def of_client(principal: Principal, tenant: int, currency: str | None = None) -> SoFar:
    """Of the period that holds today, of the subscription in that currency, else the first. The
    ledger itself stays closed to members, as it tells what we paid and who worked. Raises NotFound,
    NoSubscription."""
    if tenant not in principal.tenant_ids:
        raise NotFound
    async with db.open(Work(tenant)):
        await db.execute("SET TRANSACTION READ ONLY")
        account = await price_list.account_of(tenant, currency)
        if account is None:
            raise NoSubscription
        return await _of(account.subscription, principal.audience is Audience.MEMBER)


async def _of(of: Subscription, by_member: bool) -> SoFar:
    now = await db.now()
    today = period.day_of(instant.of(now), of.zone_info())
    present = subscriptions.period_of(of, today)
    used = await reading.of_periods(of, [present])
    covered = await blocks.prepaid(of.tenant_id, [present.start], EVERY_CUT)
    held = await blocks.usable(of.tenant_id, today)
    seen = _Seen(of, today, {one.key: one.quantity for one in covered}, _units(held), by_member)
    rates = await exchange_rates.behind(used.dated, of.currency)
    lines = list(_lines(seen, list(count.counts(of, present, used.dated, rates))))
    return SoFar(
        period=present,
        today=today,
        as_of=now,
        currency=of.currency,
        lines=lines,
        amount=_sum(line.amount for line in lines),
        expected=_sum(line.expected for line in lines),
    )


@exact.arithmetic
def _sum(amounts: Iterator[Decimal]) -> Decimal:
    return sum(amounts, exact.ZERO)


@exact.arithmetic
def _units(held: Sequence[Block]) -> dict[str, Decimal]:
    """What blocks of each unit still hold."""
    left: dict[str, Decimal] = {}
    for each in block.in_order(held):
        left[each.unit] = left.get(each.unit, exact.ZERO) + each.remaining
    return left


def _lines(seen: _Seen, counts: Sequence[Count]) -> Iterator[Line]:
    held = dict(seen.held)
    for each in counts:
        of = _meter(seen.of, each)
        prepaid = seen.covered.get(each.key, exact.ZERO)
        expected = forecast.quantity(of, each.quantity, each.days, seen.today)
        covered = _covered(each, expected, prepaid, held)
        yield _line(seen, each, of, (prepaid, expected, covered))


@exact.arithmetic
def _covered(
    counted: Count, expected: Decimal, prepaid: Decimal, held: dict[str, Decimal]
) -> Decimal:
    """What blocks will have covered: what they did, and what they still hold."""
    wanted = max(rating.chargeable(counted.price, expected) - prepaid, exact.ZERO)
    more = min(wanted, held.get(counted.unit, exact.ZERO))
    if more:
        held[counted.unit] -= more
    return prepaid + more


def _meter(of: Subscription, counted: Count) -> Meter | None:
    price = counted.price
    if price.meter is None:
        return None
    return next(each for each in subscriptions.meters(of) if each.key == price.meter)


def _line(
    seen: _Seen, counted: Count, of: Meter | None, said: tuple[Decimal, Decimal, Decimal]
) -> Line:
    prepaid, expected, covered = said
    hidden = seen.by_member and counted.unit == meter.MONEY
    shown = {name: value for name, value in counted.key.group if not hidden}
    used = min(max(counted.quantity, exact.ZERO), counted.price.included)
    return Line(
        price=counted.key.price,
        name=counted.price.name,
        group=shown,
        days=Period(counted.days.start, counted.days.end),
        unit=counted.unit,
        quantity=None if hidden else counted.quantity,
        included=counted.price.included,
        left=counted.price.included - used,
        prepaid=prepaid,
        amount=_amount(counted, counted.quantity, prepaid),
        expected_quantity=None if hidden else expected,
        expected=_amount(counted, expected, covered),
        method=forecast.method(of),
    )


@exact.arithmetic
def _amount(counted: Count, quantity: Decimal, prepaid: Decimal) -> Decimal:
    price = counted.price
    rated = money.rounded(Money(rating.rate(price, quantity, prepaid), price.currency)).amount
    return rated + money.rounded(Money(rating.shortfall(price, rated), price.currency)).amount
