"""Whatever was used, lines add up, and billing by parts is billing once."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from billing.amounts import canonical, money
from billing.amounts.money import Money
from billing.amounts.tax import DatedRate, Rules, Treatment
from billing.invoicing import invoice_lines
from billing.invoicing.invoice_lines import DraftInvoice, Statement, Window
from billing.invoicing.line import Booked, Extra, Kind
from billing.metered import ledger
from billing.metered.ledger import UsageEvent
from billing.pricing.charge import Stage
from billing.pricing.count import Key
from billing.pricing.period import Period
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from billing.pricing.subscription import Subscription, Term
from contracts import instant
from tests.property.billing import worlds

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
TAXES = Rules(
    Treatment.DOMESTIC,
    (
        DatedRate("standard", Decimal(19), date(2020, 1, 1)),
        DatedRate("reduced", Decimal(7), date(2020, 1, 1)),
    ),
)


@st.composite
def plans(draw: st.DrawFn) -> PlanVersion:
    drawn = draw(st.lists(worlds.prices(), min_size=1, max_size=4, unique_by=lambda p: p.key))
    return PlanVersion(
        key="care",
        number=1,
        currency="EUR",
        prices=tuple(dressed(draw, price) for price in drawn),
    )


def dressed(draw: st.DrawFn, price: Price) -> Price:
    return replace(
        price,
        currency="EUR",
        group_by=draw(st.sampled_from([(), ("tier",)])),
        tax_class=draw(st.sampled_from(["standard", "reduced"])),
    )


@st.composite
def subscriptions(draw: st.DrawFn) -> Subscription:
    changes = draw(st.sets(st.integers(-3, 33), max_size=2))
    starts = [date(2026, 1, 1)]
    starts += [OCTOBER.start + timedelta(days=day) for day in sorted(changes)]
    return Subscription(
        id=UUID(int=42),
        tenant_id=7,
        zone=draw(st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])),
        terms=tuple(Term(start, draw(plans())) for start in starts),
        ends=draw(st.sampled_from([None, date(2026, 10, 20)])),
    )


@st.composite
def usage(draw: st.DrawFn) -> list[UsageEvent]:
    moments = draw(st.lists(st.integers(-2 * 86400, 33 * 86400), max_size=8))
    used = [
        UsageEvent(
            tenant_id=7,
            source="desk",
            event_id=f"e{place}",
            meter="staff_minutes",
            quantity=draw(worlds.decimals(0, 500, 2)),
            happened_at=instant.start_of(OCTOBER.start) + moment * instant.SECOND,
            dimensions=ledger.dimensions(tier=draw(st.sampled_from(["L1", "L2"]))),
        )
        for place, moment in enumerate(moments)
    ]
    undone = draw(st.sets(st.sampled_from(used))) if used else set()
    return used + [ledger.reversal(event, f"undo {event.event_id}") for event in undone]


EXTRAS = st.lists(
    st.builds(
        Extra,
        id=st.sampled_from("abcd"),
        kind=st.sampled_from(Kind),
        name=st.just("Extra"),
        quantity=worlds.decimals(0, 20, 2),
        price=st.builds(Money, worlds.decimals(-500, 500, 3), st.just("EUR")),
        tax_class=st.sampled_from(["standard", "reduced"]),
        tax_point=st.just(OCTOBER.end),
    ),
    unique_by=lambda extra: extra.id,
    max_size=3,
).map(tuple)


def drafted(
    of: Subscription,
    events: list[UsageEvent],
    stage: Stage,
    booked: tuple[Booked, ...] = (),
    extras: tuple[Extra, ...] = (),
) -> DraftInvoice:
    statement = Statement(
        subscription=of,
        windows=(Window(OCTOBER, stage, OCTOBER.end),),
        taxes=TAXES,
        day=OCTOBER.end,
        booked=booked,
        extras=extras,
    )
    return invoice_lines.draft(events, statement)


@given(subscriptions(), usage(), EXTRAS)
def test_the_lines_and_the_tax_add_up_to_the_invoice(
    of: Subscription, events: list[UsageEvent], extras: tuple[Extra, ...]
) -> None:
    invoice = drafted(of, events, Stage.CLOSED, extras=extras)

    assert invoice.net == money.total((line.net for line in invoice.lines), "EUR")
    assert invoice.net == money.total((line.base for line in invoice.tax_lines), "EUR")
    assert invoice.tax == money.total((line.tax for line in invoice.tax_lines), "EUR")
    assert invoice.gross == invoice.net + invoice.tax == invoice.due
    for line in invoice.lines:
        assert money.rounded(line.net) == line.net == line.amount - line.booked


@given(subscriptions(), usage(), EXTRAS, st.randoms())
def test_a_recomputed_invoice_is_byte_equal(
    of: Subscription,
    events: list[UsageEvent],
    extras: tuple[Extra, ...],
    chance: random.Random,
) -> None:
    again, mixed = list(events), list(extras)
    chance.shuffle(again)
    chance.shuffle(mixed)

    one = drafted(of, events, Stage.CLOSED, extras=extras)
    other = drafted(of, again, Stage.CLOSED, extras=tuple(mixed))

    assert canonical.encode(one) == canonical.encode(other)


@settings(max_examples=60)
@given(subscriptions(), subscriptions(), usage(), st.data())
def test_billing_by_parts_is_billing_once(
    before: Subscription, now: Subscription, events: list[UsageEvent], data: st.DataObject
) -> None:
    """However often it is billed, on whatever plans before, the sum is what one bill would be."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(events)), max_size=3)))
    booked: tuple[Booked, ...] = ()
    for seen in cuts:
        of = data.draw(st.sampled_from([before, now]))
        known = events[:seen]
        stage = data.draw(st.sampled_from([Stage.OPENING, Stage.RUNNING, Stage.CLOSED]))
        booked = finalised(drafted(of, known, stage, booked), booked)
    booked = finalised(drafted(now, events, Stage.CLOSED, booked), booked)

    once = finalised(drafted(now, events, Stage.CLOSED), ())

    assert nets(booked) == nets(once)


@given(subscriptions(), usage())
def test_billing_twice_bills_nothing(of: Subscription, events: list[UsageEvent]) -> None:
    booked = finalised(drafted(of, events, Stage.CLOSED), ())

    again = drafted(of, events, Stage.CLOSED, booked)

    assert again.lines == ()
    assert not again.gross


def finalised(invoice: DraftInvoice, before: tuple[Booked, ...]) -> tuple[Booked, ...]:
    booked = {one.key: one for one in before}
    for line in invoice.lines:
        assert isinstance(line.source, Key)
        assert line.days is not None
        standing = booked[line.source].net if line.source in booked else money.zero("EUR")
        booked[line.source] = Booked(
            key=line.source,
            net=standing + line.net,
            name=line.name,
            days=line.days,
            tax_class="standard",
        )
    return tuple(booked.values())


def nets(booked: tuple[Booked, ...]) -> dict[Key, Decimal]:
    sums: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for one in booked:
        if one.net:
            sums[one.key] += one.net.amount
    return dict(sums)
