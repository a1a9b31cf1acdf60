"""Drafts: one month after another, to the cent."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from billing.amounts import canonical, check, exchange, money
from billing.amounts.exchange import Rate
from billing.amounts.tax import Rules, Treatment
from billing.invoicing.invoice_lines import Window
from billing.invoicing.line import Extra, Kind
from billing.metered import ledger
from billing.metered.meter import Aggregation, Filter, Meter
from billing.prepaid.block import Block, Draw
from billing.pricing import charge, count
from billing.pricing.charge import Prepaid
from billing.pricing.count import Key, Part
from billing.pricing.model import Flat, PerUnit, Volume
from billing.pricing.period import Period
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Timing
from billing.pricing.subscription import Term
from billing.pricing.tier import Tier, Tiers
from tests.unit.billing.client import (
    FEE,
    HOURS,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    TICKETS,
    VENDORS,
    closed,
    draft,
    finalised,
    on,
    opening,
    plan,
    running,
    shown,
    statement,
    subscription,
)
from tests.unit.billing.desk import BERLIN, usage

D = Decimal


def euro(amount: str) -> money.Money:
    return money.of(amount, "EUR")


def test_a_month_of_work_and_the_next_months_fee() -> None:
    events = [
        usage("a", "50", ticket="T1", day="2026-10-03"),
        usage("b", "40", ticket="T2", day="2026-10-31", at="23:59"),
        usage("c", "40", ticket="T3", day="2026-11-01", at="00:00"),
        usage("d", meter="tickets", type="incident", day="2026-10-04"),
        usage("e", "200", meter="vendor_cost", day="2026-10-20", currency="EUR"),
    ]
    of = on(FEE, HOURS, TICKETS, VENDORS)

    invoice = draft(events, statement(of, closed(OCTOBER), opening(NOVEMBER), booked=()))

    assert shown(invoice) == {
        "01.10. fee advance": "310.00",
        "01.10. hours usage": "90.00",  # 60 + 45 minutes, less 60 included
        "01.10. tickets incident usage": "20.00",
        "01.10. vendors usage": "220.00",
        "01.11. fee advance": "310.00",
    }
    assert (invoice.net, invoice.tax, invoice.gross) == (
        euro("950.00"),
        euro("180.50"),
        euro("1130.50"),
    )
    assert invoice.due == invoice.gross


def test_a_line_shows_its_arithmetic() -> None:
    events = [usage("a", "110", day="2026-10-03")]
    key = Key(OCTOBER.start, OCTOBER.start, "hours", (), Part.USAGE)
    covered = (Prepaid(key, D(45)),)

    (line,) = draft(events, statement(on(HOURS), closed(OCTOBER), prepaid=covered)).lines

    assert (line.quantity, line.unit, line.included, line.prepaid) == (
        D(120),
        "minute",
        D(60),
        D(45),
    )
    assert (line.amount, line.booked, line.net) == (euro("30"), euro("0"), euro("30"))
    assert line.days == OCTOBER


def test_the_fee_that_was_billed_in_advance_is_not_billed_again() -> None:
    of = on(FEE)
    first = draft([], statement(of, opening(OCTOBER)))

    second = draft([], statement(of, closed(OCTOBER), opening(NOVEMBER), booked=finalised(first)))

    assert shown(first) == {"01.10. fee advance": "310.00"}
    assert shown(second) == {"01.11. fee advance": "310.00"}


def test_an_upgrade_in_mid_month_takes_back_and_charges_by_days() -> None:
    """The 16th belongs to the new plan: 15 days of the old fee, 16 of the new."""
    better = replace(FEE, model=Flat(D("620.00")), name="Care Plus")
    before = draft([], statement(on(FEE), opening(OCTOBER)))
    upgraded = subscription(
        Term(date(2026, 1, 1), plan(FEE)),
        Term(date(2026, 10, 16), plan(better, key="care plus")),
    )

    invoice = draft([], statement(upgraded, opening(OCTOBER), booked=finalised(before)))

    assert shown(invoice) == {"01.10. fee advance": "-160.00", "16.10. fee advance": "320.00"}
    assert draft([], statement(upgraded, opening(OCTOBER))).net == euro("470.00")


def test_usage_on_the_day_of_the_change_is_rated_by_the_new_plan() -> None:
    cheaper = replace(HOURS, included=D(0), model=PerUnit(D(60), per=D(60)))
    upgraded = subscription(
        Term(date(2026, 1, 1), plan(replace(HOURS, included=D(0)))),
        Term(date(2026, 10, 16), plan(cheaper)),
    )
    events = [
        usage("a", "60", day="2026-10-15", at="23:59"),
        usage("b", "60", day="2026-10-16", at="00:00"),
    ]

    invoice = draft(events, statement(upgraded, closed(OCTOBER)))

    assert shown(invoice) == {"01.10. hours usage": "120.00", "16.10. hours usage": "60.00"}


def test_a_subscription_that_begins_or_ends_in_mid_month_pays_its_days() -> None:
    begun = on(FEE, start=date(2026, 10, 22))
    ended = subscription(Term(date(2026, 1, 1), plan(FEE)), ends=date(2026, 10, 11))

    assert draft([], statement(begun, opening(OCTOBER))).net == euro("100.00")
    assert draft([], statement(ended, opening(OCTOBER))).net == euro("100.00")
    assert draft([], statement(ended, opening(NOVEMBER))).lines == ()


def test_late_usage_lands_on_the_next_invoice_as_what_is_missing() -> None:
    of = on(HOURS)
    events = [usage("a", "120", day="2026-09-03")]
    september = draft(events, statement(of, closed(SEPTEMBER)))
    events += [usage("late", "30", day="2026-09-30"), usage("b", "75", day="2026-10-05")]

    october = draft(
        events,
        statement(of, closed(SEPTEMBER), closed(OCTOBER), booked=finalised(september)),
    )

    assert shown(october) == {"01.09. hours usage": "60.00", "01.10. hours usage": "30.00"}
    assert october.lines[0].booked == euro("120.00")


def test_a_correction_after_the_invoice_is_given_back() -> None:
    of = on(HOURS, TICKETS)
    wrong = usage("a", "120", day="2026-09-03")
    counted = usage("t", meter="tickets", type="incident", day="2026-09-03")
    september = draft([wrong, counted], statement(of, closed(SEPTEMBER)))
    events = [wrong, counted, ledger.reversal(wrong, "x"), ledger.reversal(counted, "y")]

    october = draft(
        events,
        statement(of, closed(SEPTEMBER), closed(OCTOBER), booked=finalised(september)),
    )

    assert shown(october) == {
        "01.09. hours usage": "-120.00",
        "01.09. tickets incident usage": "-20.00",  # its group is no more
    }
    assert october.gross == euro("-166.60")


def test_progressive_billing_adds_up_to_one_bill() -> None:
    of = on(HOURS)
    early = [usage("a", "100", day="2026-10-03")]
    late = [*early, usage("b", "100", day="2026-10-20")]
    first = draft(early, statement(of, running(OCTOBER)))

    second = draft(late, statement(of, closed(OCTOBER), booked=finalised(first)))

    assert (first.net, second.net) == (euro("90.00"), euro("210.00"))
    assert draft(late, statement(of, closed(OCTOBER))).net == first.net + second.net


def test_the_minimum_is_a_line_of_its_own_and_only_when_the_period_is_closed() -> None:
    committed = replace(HOURS, minimum=D(200))
    events = [usage("a", "120", day="2026-10-03")]
    of = on(committed)

    assert shown(draft(events, statement(of, running(OCTOBER)))) == {"01.10. hours usage": "120.00"}
    done = draft(events, statement(of, closed(OCTOBER)))
    assert shown(done) == {"01.10. hours usage": "120.00", "01.10. hours minimum": "80.00"}


def test_late_usage_eats_the_minimum_that_was_billed() -> None:
    of = on(replace(HOURS, minimum=D(200)))
    events = [usage("a", "120", day="2026-09-03")]
    september = draft(events, statement(of, closed(SEPTEMBER)))

    late = [*events, usage("late", "60", day="2026-09-20")]
    october = draft(late, statement(of, closed(SEPTEMBER), booked=finalised(september)))

    assert shown(october) == {"01.09. hours usage": "120.00", "01.09. hours minimum": "-80.00"}


def test_a_fee_in_arrears_waits_for_the_end_of_its_period() -> None:
    of = on(replace(FEE, timing=Timing.ARREARS))

    assert draft([], statement(of, opening(OCTOBER), running(NOVEMBER))).lines == ()
    assert shown(draft([], statement(of, closed(OCTOBER)))) == {"01.10. fee fee": "310.00"}


def test_hours_that_a_block_covered_are_shown_and_not_charged() -> None:
    events = [usage("a", "150", day="2026-10-03")]
    (counted,) = count.counts(on(HOURS), OCTOBER, ledger.dated(events, BERLIN))
    covered = Prepaid(counted.key, charge.coverable(counted))

    invoice = draft(events, statement(on(HOURS), closed(OCTOBER), prepaid=(covered,)))

    assert covered.quantity == 90
    assert [(line.prepaid, line.net) for line in invoice.lines] == [(D(90), euro("0"))]
    assert not invoice.gross


def test_what_the_block_no_longer_covers_is_overage() -> None:
    events = [usage("a", "150", day="2026-10-03")]
    key = Key(OCTOBER.start, OCTOBER.start, "hours", (), Part.USAGE)

    invoice = draft(events, statement(on(HOURS), closed(OCTOBER), prepaid=(Prepaid(key, D(60)),)))

    assert invoice.net == euro("60.00")


def test_usage_within_the_allowance_is_shown_once_at_nothing() -> None:
    events = [usage("a", "30", day="2026-10-03")]
    first = draft(events, statement(on(HOURS), closed(OCTOBER)))

    again = draft(events, statement(on(HOURS), closed(OCTOBER), booked=finalised(first)))

    assert shown(first) == {"01.10. hours usage": "0.00"}
    assert first.lines[0].included == 30
    assert again.lines == ()


def test_each_group_has_tiers_of_its_own() -> None:
    types = ["incident", "incident", "incident", "request"]
    events = [
        usage(f"t{place}", meter="tickets", type=kind, day="2026-10-03")
        for place, kind in enumerate(types)
    ]

    assert shown(draft(events, statement(on(TICKETS), closed(OCTOBER)))) == {
        "01.10. tickets incident usage": "55.00",
        "01.10. tickets request usage": "20.00",
    }


def test_a_group_owes_its_minimum_only_where_it_occurs() -> None:
    committed = replace(TICKETS, minimum=D(31))
    of = subscription(
        Term(date(2026, 1, 1), plan(committed)), Term(date(2026, 10, 16), plan(committed))
    )
    events = [
        usage("a", meter="tickets", type="incident", day="2026-10-03"),
        usage("b", meter="tickets", type="request", day="2026-10-20"),
        usage("c", meter="tickets", type="change", day="2026-09-20"),
    ]

    assert shown(draft(events, statement(of, closed(OCTOBER)))) == {
        "01.10. tickets incident usage": "20.00",
        "16.10. tickets request usage": "20.00",
    }
    lone = replace(committed, minimum=D(62))
    of = subscription(Term(date(2026, 1, 1), plan(lone)), Term(date(2026, 10, 16), plan(lone)))
    assert shown(draft(events, statement(of, closed(OCTOBER)))) == {
        "01.10. tickets incident usage": "20.00",
        "01.10. tickets incident minimum": "10.00",
        "16.10. tickets request usage": "20.00",
        "16.10. tickets request minimum": "12.00",
    }


def test_a_filter_keeps_other_tiers_out() -> None:
    second_line = replace(HOURS, included=D(0), filters=(Filter("tier", ("L2", "L3")),))
    events = [
        usage("a", "60", tier="L1", day="2026-10-03"),
        usage("b", "60", tier="L2", day="2026-10-03"),
        usage("c", "60", tier="L3", day="2026-10-03"),
    ]

    assert draft(events, statement(on(second_line), closed(OCTOBER))).net == euro("240.00")


def test_seats_are_those_of_the_last_day() -> None:
    by_size = Tiers((Tier(D(0), D(10), D(9)), Tier(D(10), None, D(8))))
    seats = replace(TICKETS, key="seats", meter="seats", group_by=(), model=Volume(by_size))
    events = [
        usage("a", "9", meter="seats", day="2026-08-01"),
        usage("b", "12", meter="seats", day="2026-10-20"),
    ]

    september = draft(events, statement(on(seats), closed(SEPTEMBER)))
    october = draft(events, statement(on(seats), closed(OCTOBER)))

    assert (september.net, october.net) == (euro("81.00"), euro("96.00"))


def test_a_vendors_dollars_are_converted_at_the_rate_of_their_day() -> None:
    events = [
        usage("a", "100", meter="vendor_cost", currency="USD", day="2026-10-10"),
        usage("b", "100", meter="vendor_cost", currency="USD", day="2026-10-20"),
    ]
    rates = (
        Rate("USD", "EUR", D("0.90"), date(2026, 10, 1), "ECB"),
        Rate("USD", "EUR", D("0.95"), date(2026, 10, 15), "ECB"),
    )

    invoice = draft(events, statement(on(VENDORS), closed(OCTOBER), rates=rates))

    assert invoice.net == euro("203.50")
    with pytest.raises(exchange.NoRate):
        draft(events, statement(on(VENDORS), closed(OCTOBER), rates=rates[1:]))


def extra(extra_id: str, kind: Kind, price: str, quantity: str = "1") -> Extra:
    return Extra(
        id=extra_id,
        kind=kind,
        name="Extra",
        quantity=D(quantity),
        price=euro(price),
        tax_class="standard",
        tax_point=date(2026, 10, 15),
    )


def test_hardware_is_charged_and_a_credit_lowers_the_tax() -> None:
    extras = (
        extra("credit", Kind.SERVICE_CREDIT, "-31.00"),
        extra("laptop", Kind.ONE_OFF, "0.333", "15"),
    )

    invoice = draft([], statement(on(FEE), opening(NOVEMBER), extras=extras))

    assert shown(invoice) == {
        "01.11. fee advance": "310.00",
        "laptop": "5.00",
        "credit": "-31.00",
    }
    assert (invoice.net, invoice.tax) == (euro("284.00"), euro("53.96"))


def test_prepaid_money_is_a_payment_after_tax() -> None:
    def held(number: int, remaining: str, unit: str = "EUR") -> Block:
        return Block(
            id=UUID(int=number),
            unit=unit,
            size=D(500),
            remaining=D(remaining),
            starts=date(2026, number, 1),
        )

    blocks = (held(2, "500"), held(1, "100"), held(3, "500", "minute"))

    invoice = draft([], statement(on(FEE), opening(NOVEMBER), money_blocks=blocks))

    assert (invoice.gross, invoice.due) == (euro("368.90"), euro("0"))
    assert invoice.draws == (Draw(UUID(int=1), D(100)), Draw(UUID(int=2), D("268.90")))
    owed_back = draft(
        [],
        statement(on(FEE), extras=(extra("c", Kind.ADJUSTMENT, "-10"),), money_blocks=blocks),
    )
    assert owed_back.draws == ()
    assert owed_back.due == owed_back.gross == euro("-11.90")


def test_a_reverse_charge_invoice_has_no_tax_and_says_so() -> None:
    abroad = Rules(Treatment.REVERSE_CHARGE)

    invoice = draft([], statement(on(FEE), opening(NOVEMBER), taxes=abroad))

    (line,) = invoice.tax_lines
    assert (line.category.code, line.category.wording) == ("AE", "invoice.tax.reverse_charge")
    assert (line.base, line.tax, invoice.gross) == (euro("310"), euro("0"), euro("310"))


def test_the_same_inputs_give_the_same_bytes_in_any_order() -> None:
    events = [usage("a", "50", day="2026-10-03"), usage("b", "40.0", day="2026-10-05")]
    again = [usage("b", "40", day="2026-10-05"), usage("a", "50", day="2026-10-03")]
    extras = (extra("one", Kind.ONE_OFF, "1"), extra("two", Kind.ONE_OFF, "2"))
    of = on(FEE, HOURS)
    windows = (closed(OCTOBER), opening(NOVEMBER))

    one = draft(events, statement(of, *windows, extras=extras))
    other = draft(again, statement(of, *reversed(windows), extras=tuple(reversed(extras))))

    assert canonical.encode(one) == canonical.encode(other)
    assert json.loads(canonical.encode(one))["gross"] == {"amount": "848.47", "currency": "EUR"}


@pytest.mark.parametrize(
    "change",
    [
        {"day": date(2026, 11, 3)},
        {"taxes": Rules(Treatment.EXPORT)},
        {"windows": (running(OCTOBER),)},
        {"subscription": on(HOURS)},
        {"extras": (extra("one", Kind.ONE_OFF, "0"),)},
        {"rates": (Rate("USD", "EUR", D(1), date(2026, 1, 1), "ECB"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_knows_every_input(change: dict[str, object]) -> None:
    plain = statement(on(FEE), closed(OCTOBER))

    assert draft([], plain).inputs != draft([], replace(plain, **change)).inputs  # type: ignore[arg-type]


def test_another_clients_usage_is_refused() -> None:
    foreign = replace(usage("a", day="2026-10-03"), tenant_id=8)

    with pytest.raises(check.Invalid, match="a is another client's"):
        draft([foreign], statement(on(HOURS), closed(OCTOBER)))


def test_a_period_is_drafted_once() -> None:
    with pytest.raises(check.Invalid, match="windows"):
        statement(on(FEE), closed(OCTOBER), opening(OCTOBER))


def test_the_clients_zone_decides_the_month() -> None:
    far = replace(on(replace(HOURS, included=D(0))), zone="America/New_York")
    events = [usage("a", "60", day="2026-11-01", at="00:30")]

    assert draft(events, statement(far, closed(OCTOBER))).net == euro("120.00")
    assert draft(events, statement(far, closed(NOVEMBER))).net == euro("0")


def test_a_plan_knows_its_meters_and_keeps_one_currency() -> None:
    refused = [
        ((replace(HOURS, meter="minutes"),), "'minutes' is not known"),
        ((HOURS, HOURS), "hours is there twice"),
        ((replace(HOURS, currency="PLN"),), "PLN is not the plan's EUR"),
        ((replace(HOURS, meter="tickets"),), "tickets does not sum up time"),
    ]
    for prices, said in refused:
        with pytest.raises(check.Invalid, match=said):
            plan(*prices)


def test_a_meter_of_ones_own_can_be_priced() -> None:
    calls = Meter("calls", "call", Aggregation.UNIQUE, "caller")
    priced = replace(HOURS, meter="calls", time=None, included=D(0))
    own = PlanVersion(key="own", number=1, currency="EUR", prices=(priced,), meters=(calls,))
    events = [
        usage("a", meter="calls", caller="ann", day="2026-10-03"),
        usage("b", meter="calls", caller="ann", day="2026-10-04"),
    ]

    of = subscription(Term(date(2026, 1, 1), own))
    assert draft(events, statement(of, closed(OCTOBER))).net == euro("2.00")


def test_terms_are_in_order_and_of_one_currency() -> None:
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    zloty = plan(replace(FEE, currency="PLN"), currency="PLN")
    for terms, said in [
        ((), "oldest first"),
        ((Term(february, plan(FEE)), Term(january, plan(FEE))), "oldest first"),
        ((Term(january, plan(FEE)), Term(january, plan(FEE))), "oldest first"),
        ((Term(january, plan(FEE)), Term(february, zloty)), "end this one and begin another"),
    ]:
        with pytest.raises(check.Invalid, match=said):
            subscription(*terms)


def test_the_tax_of_a_late_line_is_that_of_its_period() -> None:
    rates = (
        *Rules(Treatment.DOMESTIC).rates,
        *statement(on(FEE)).taxes.rates,
        replace(statement(on(FEE)).taxes.rates[0], percent=D(20), start=date(2026, 11, 15)),
    )
    month = Period(date(2026, 11, 1), date(2026, 12, 1))
    windows = (closed(OCTOBER), Window(month, closed(month).stage, date(2026, 11, 30)))

    invoice = draft([], statement(on(FEE), *windows, taxes=Rules(Treatment.DOMESTIC, rates)))

    assert [line.category.percent for line in invoice.tax_lines] == [D(19), D(20)]
