"""What a quantity costs, model by model, figures as a price list would show them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from billing.pricing import rating
from billing.pricing.model import (
    Flat,
    Graduated,
    GraduatedPercentage,
    Model,
    Package,
    PassThrough,
    Percentage,
    PerUnit,
    Volume,
)
from billing.pricing.price import Price
from billing.pricing.tier import Tier, Tiers

D = Decimal


def price(model: Model, **more: object) -> Price:
    flat = isinstance(model, Flat)
    plain = Price(
        key="k", name="N", currency="EUR", model=model, meter=None if flat else "staff_minutes"
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def tiers(**settings: bool) -> Tiers:
    """To 10: 2.00 each and 5.00 once; above: 1.00 each and 3.00 once."""
    steps = (Tier(D(0), D(10), D(2), D(5)), Tier(D(10), None, D(1), D(3)))
    return Tiers(steps, **settings)


@pytest.mark.parametrize(
    ("model", "quantity", "amount"),
    [
        (Flat(D("99.50")), "0", "99.50"),
        (PerUnit(D("0.10")), "3.5", "0.35"),
        (PerUnit(D(120), per=D(60)), "50", "100"),  # 50 minutes at 120 an hour
        (PerUnit(D("0.10")), "-2", "-0.20"),
        (Graduated(tiers()), "4.5", "14"),
        (Graduated(tiers()), "12.5", "30.5"),
        (Graduated(tiers()), "-4", "0"),
        (Volume(tiers()), "4.5", "14"),
        (Volume(tiers()), "12.5", "15.5"),
        (Volume(tiers()), "-4", "0"),
        (Package(D(15), D(100)), "0", "0"),
        (Package(D(15), D(100)), "100", "15"),
        (Package(D(15), D(100)), "100.01", "30"),
        (Package(D(15), D("0.25")), "0.3", "30"),
        (Package(D(15), D(100)), "-1", "0"),
        (Percentage(D("2.5")), "199.90", "4.9975"),
        (GraduatedPercentage(tiers()), "12.5", "8.225"),  # 5 + 3 + 2 % of 10 + 1 % of 2.5
        (PassThrough(D(15)), "200", "230"),
        (PassThrough(), "-80.05", "-80.05"),  # a vendor's credit note is passed on
    ],
)
def test_a_model_prices_a_quantity(model: Model, quantity: str, amount: str) -> None:
    assert rating.rate(price(model), D(quantity)) == D(amount)


@pytest.mark.parametrize(
    ("inclusive", "graduated", "volume"),
    [(True, "25", "25"), (False, "28", "13")],
)
def test_products_differ_on_whose_the_bound_is(
    inclusive: bool, graduated: str, volume: str
) -> None:
    at_ten = tiers(ends_inclusive=inclusive)

    assert rating.rate(price(Graduated(at_ten)), D(10)) == D(graduated)
    assert rating.rate(price(Volume(at_ten)), D(10)) == D(volume)


@pytest.mark.parametrize(("flat_at_zero", "amount"), [(True, "5"), (False, "0")])
@pytest.mark.parametrize("model", [Graduated, Volume, GraduatedPercentage])
def test_products_differ_on_the_flat_fee_of_no_usage(
    model: type[Graduated], flat_at_zero: bool, amount: str
) -> None:
    unused = price(model(tiers(flat_at_zero=flat_at_zero)))

    assert rating.rate(unused, D(0)) == D(amount)


def test_the_order_is_allowance_prepaid_price_discount_maximum() -> None:
    hours = price(PerUnit(D(100)), included=D(2), discount=D(10), maximum=D(500))

    assert rating.rate(hours, D(2)) == 0
    assert rating.rate(hours, D(5)) == D(270)
    assert rating.rate(hours, D(5), prepaid=D("1.5")) == D(135)
    assert rating.rate(hours, D(5), prepaid=D(4)) == 0
    assert rating.rate(hours, D(9)) == D(500)


def test_the_discount_comes_before_the_maximum() -> None:
    capped = price(PerUnit(D(100)), discount=D(50), maximum=D(100))

    assert rating.rate(capped, D(2)) == D(100)


def test_an_allowance_cannot_swallow_a_net_return() -> None:
    assert rating.rate(price(PerUnit(D(2)), included=D(10)), D(-3)) == D(-6)


def test_only_the_rest_is_booked() -> None:
    minutes = price(Volume(tiers()))

    first = rating.book(minutes, D(8), booked=D(0))
    second = rating.book(minutes, D(12), booked=first)

    assert (first, second) == (D(21), D(-6))
    assert first + second == rating.rate(minutes, D(12))


def test_the_minimum_is_what_is_missing_to_it() -> None:
    committed = price(PerUnit(D(10)), minimum=D(100))

    assert rating.shortfall(committed, D(70)) == D(30)
    assert rating.shortfall(committed, D(130)) == 0
    assert rating.shortfall(price(PerUnit(D(10))), D(0)) == 0


def test_a_third_of_an_hour_is_not_rounded_on_the_way() -> None:
    per_hour = price(PerUnit(D("0.015"), per=D(60)))

    assert rating.rate(per_hour, D(20)) == D("0.005")
