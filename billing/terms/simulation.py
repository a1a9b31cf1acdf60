"""What a client's usage would have cost on another plan version, line by line beside what it cost.
Pure, over the same entries of the ledger on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from billing.amounts import exact
from billing.amounts.exchange import Rate
from billing.metered.ledger import Dated, Dimensions
from billing.pricing import charge, period
from billing.pricing import subscription as subscriptions
from billing.pricing.charge import Charge, Prepaid, Stage
from billing.pricing.count import Part
from billing.pricing.period import Period
from billing.pricing.plan import PlanVersion
from billing.pricing.subscription import Subscription, Term
from underpin.kernel.errors import Conflict

ASSUMED: Final = (
    "The usage is the same: nobody used more or less because it was priced otherwise.",
    "The plan held on every day of the span, from the client's first term to its last; what was "
    "negotiated about other prices is not carried over.",
    "What prepaid blocks covered of a price they cover of the price with the same key and group; "
    "of other prices they cover nothing.",
    "Each period is closed: minimum commitments are charged in full.",
    "Amounts are net, before service credits; extra lines, tax and payments are left out.",
)


class NotWhole(Conflict):
    code = "not-whole-periods"
    title = "The span is no number of whole billing periods"


class OtherCurrency(Conflict):
    code = "other-currency"
    title = "The plan is in another currency than the client's: choose one in the same"


@dataclass(frozen=True, slots=True)
class Side:
    quantity: Decimal
    included: Decimal
    prepaid: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Beside:
    """One price and group over the whole span, `part` of it; None on the side that has none.
    `more` is what it would cost more, below zero less."""

    price: str
    name: str
    group: dict[str, str]
    part: Part
    unit: str
    did: Side | None
    would: Side | None
    more: Decimal


@dataclass(frozen=True, slots=True)
class Simulation:
    """`did` is one rating of the ledger as it stands now under the client's own terms."""

    start: date
    end: date
    currency: str
    plan: str
    number: int
    lines: list[Beside]
    did: Decimal
    would: Decimal
    more: Decimal
    assumptions: tuple[str, ...] = ASSUMED


def on(of: Subscription, plan: PlanVersion) -> Subscription:
    """The client on that plan instead, for as long as it was on any. Raises OtherCurrency."""
    if plan.currency != of.currency:
        raise OtherCurrency
    first, last = of.terms[0], of.terms[-1]
    anchor = next(
        (term.anchor for term in reversed(of.terms) if term.plan.interval == plan.interval),
        period.CALENDAR,
    )
    return replace(of, terms=(Term(first.start, plan, anchor, until=last.until),))


def periods(of: Subscription, start: date, end: date) -> list[Period]:
    """The billing periods that make up the span. Raises NotWhole."""
    found = [subscriptions.period_of(of, start)]
    while found[-1].end < end:
        found.append(subscriptions.period_of(of, found[-1].end))
    if (found[0].start, found[-1].end) != (start, end):
        raise NotWhole(
            f"Under {of.terms[-1].plan.key} v{of.terms[-1].plan.number} whole periods go from "
            f"{found[0].start} to {found[-1].end}: ask for those."
        )
    return found


def compared(
    of: Subscription,
    plan: PlanVersion,
    span: tuple[date, date],
    used: Sequence[Dated],
    beside: tuple[Sequence[Prepaid], Sequence[Rate]] = ((), ()),
) -> Simulation:
    """`used`: all that stands in the span, and of each level what was said before, oldest first;
    `beside`: what blocks covered, and what converts vendor cost. Raises `exchange.NoRate`."""
    covered, tried = tuple(beside[0]), on(of, plan)
    did = _sides(of, span, used, beside)
    would = _sides(tried, span, used, (_carried(tried, covered), beside[1]))
    lines = list(_beside(did, would))
    sums = [_total(each.amount.amount for each in side) for side in (did, would)]
    return Simulation(
        start=span[0],
        end=span[1],
        currency=of.currency,
        plan=plan.key,
        number=plan.number,
        lines=lines,
        did=sums[0],
        would=sums[1],
        more=_total((sums[1], sums[0].copy_negate())),
    )


def last_whole(of: Subscription, today: date) -> Period:
    """The period before the one that holds today."""
    return subscriptions.period_of(of, subscriptions.period_of(of, today).start - timedelta(days=1))


def _sides(
    of: Subscription,
    span: tuple[date, date],
    used: Sequence[Dated],
    beside: tuple[Sequence[Prepaid], Sequence[Rate]],
) -> list[Charge]:
    prepaid, rates = beside
    return [
        owed
        for each in periods(of, *span)
        for owed in charge.charges(of, each, Stage.CLOSED, used, prepaid=prepaid, rates=rates)
    ]


def _carried(of: Subscription, covered: Sequence[Prepaid]) -> tuple[Prepaid, ...]:
    """What was covered, as of the periods and days of the plan that is tried."""
    sums: dict[object, Prepaid] = {}
    for each in covered:
        starts = subscriptions.period_of(of, each.key.period).start
        key = replace(each.key, period=starts, days=max(starts, of.terms[0].start))
        before = sums[key].quantity if key in sums else exact.ZERO
        sums[key] = Prepaid(key, _total((before, each.quantity)))
    return tuple(sums.values())


_Label = tuple[str, Dimensions, Part]


def _beside(did: Sequence[Charge], would: Sequence[Charge]) -> Iterator[Beside]:
    labels = dict.fromkeys(_label(each) for each in (*did, *would))
    for label in labels:
        one = [each for each in did if _label(each) == label]
        other = [each for each in would if _label(each) == label]
        named = (other or one)[0]
        amounts = [each.amount.amount for each in other]
        amounts += [each.amount.amount.copy_negate() for each in one]
        yield Beside(
            price=label[0],
            name=named.name,
            group=dict(label[1]),
            part=label[2],
            unit=named.unit,
            did=_side(one),
            would=_side(other),
            more=_total(amounts),
        )


def _label(of: Charge) -> _Label:
    """A fee is one line, paid ahead or after."""
    part = Part.FEE if of.key.part is Part.ADVANCE else of.key.part
    return of.key.price, of.key.group, part


def _side(charges: Sequence[Charge]) -> Side | None:
    if not charges:
        return None
    return Side(
        quantity=_total(each.quantity for each in charges),
        included=_total(each.included for each in charges),
        prepaid=_total(each.prepaid for each in charges),
        amount=_total(each.amount.amount for each in charges),
    )


@exact.arithmetic
def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, exact.ZERO)
