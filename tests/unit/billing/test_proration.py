"""A plan that changes in mid-month: the day of the change belongs to the new plan."""

from datetime import date
from decimal import Decimal

import pytest

from billing.amounts import check
from billing.pricing import proration
from billing.pricing.model import Flat, PerUnit
from billing.pricing.period import Period
from billing.pricing.price import Price
from billing.pricing.proration import Slice

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
CENT = Decimal("0.01")
D = Decimal


def test_the_day_of_the_change_belongs_to_the_new_plan() -> None:
    old, new = proration.cut(OCTOBER, [date(2026, 10, 16)])

    assert (old.days, new.days) == (15, 16)
    assert date(2026, 10, 16) in new
    assert date(2026, 10, 16) not in old


@pytest.mark.parametrize(
    ("period", "parts"),
    [(OCTOBER, (D("15.00"), D("16.00"))), (FEBRUARY, (D("16.61"), D("14.39")))],
    ids=["31 days", "28 days"],
)
def test_real_days_are_the_denominator(period: Period, parts: tuple[D, D]) -> None:
    slices = proration.cut(period, [period.start.replace(day=16)])

    assert tuple(proration.part(D(31), of, CENT) for of in slices) == parts


def test_thirds_of_a_cent_do_not_go_missing() -> None:
    days = [date(2026, 10, day) for day in range(2, 32)]

    parts = [proration.part(D("100.00"), of, CENT) for of in proration.cut(OCTOBER, days)]

    assert len(parts) == 31
    assert set(parts) == {D("3.22"), D("3.23")}
    assert sum(parts) == D("100.00")


def test_changes_outside_or_at_the_edges_cut_nothing() -> None:
    edges = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 9, 30)]

    assert proration.cut(OCTOBER, edges) == (proration.whole(OCTOBER),)


def test_a_slice_lies_in_its_period() -> None:
    for start, end in [(date(2026, 9, 30), OCTOBER.end), (OCTOBER.end, OCTOBER.end)]:
        with pytest.raises(check.Invalid, match="give days within the period"):
            Slice(OCTOBER, start, end)


def test_fee_allowance_and_bounds_are_prorated_but_no_unit_price() -> None:
    half = Slice(FEBRUARY, date(2026, 2, 1), date(2026, 2, 15))
    price = Price(
        key="k",
        name="N",
        currency="EUR",
        model=PerUnit(D(3)),
        meter="seats",
        included=D(5),
        minimum=D(10),
        maximum=D(99),
    )

    stands = proration.prorated(price, half)

    assert (stands.included, stands.minimum, stands.maximum) == (D("2.5"), D(5), D("49.5"))
    assert stands.model == price.model


def test_a_price_that_is_not_prorated_stands_whole() -> None:
    half = Slice(FEBRUARY, date(2026, 2, 1), date(2026, 2, 15))
    price = Price(key="k", name="N", currency="EUR", model=Flat(D(28)), prorated=False)

    assert proration.prorated(price, half) == price


def test_a_fee_in_yen_is_prorated_to_whole_yen() -> None:
    price = Price(key="k", name="N", currency="JPY", model=Flat(D(1000)))

    parts = [
        proration.prorated(price, of).model for of in proration.cut(OCTOBER, [date(2026, 10, 11)])
    ]

    assert parts == [Flat(D(323)), Flat(D(677))]


def test_bounds_a_cent_apart_do_not_round_past_each_other() -> None:
    second = Slice(OCTOBER, date(2026, 10, 2), date(2026, 10, 3))
    low, high = D("10.07"), D("10.08")
    price = Price(
        key="k",
        name="N",
        currency="EUR",
        model=PerUnit(D(3)),
        meter="seats",
        minimum=low,
        maximum=high,
    )

    stands = proration.prorated(price, second)

    assert proration.part(low, second, CENT) > proration.part(high, second, CENT)
    assert stands.minimum == stands.maximum == D("0.32")
