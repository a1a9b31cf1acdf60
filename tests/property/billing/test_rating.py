"""Rating by parts is rating of the whole, and agrees with slow arithmetic in fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.amounts import exact
from billing.pricing import rating
from billing.pricing.model import (
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
from billing.pricing.tier import Tiers
from tests.property.billing import worlds

EVERY_MODEL = pytest.mark.parametrize("kind", worlds.MODELS)


@EVERY_MODEL
@given(data=st.data())
def test_the_sum_of_incremental_ratings_is_one_rating_of_the_total(
    kind: str, data: st.DataObject
) -> None:
    price = data.draw(worlds.prices(worlds.MODELS[kind]))
    steps = data.draw(st.lists(worlds.QUANTITIES, min_size=1, max_size=8))
    booked = quantity = Decimal(0)

    for step in steps:
        quantity += step
        booked = sum_of(booked, rating.book(price, quantity, booked))

    assert booked == rating.rate(price, quantity)


@EVERY_MODEL
@given(data=st.data())
def test_rating_agrees_with_fractions(kind: str, data: st.DataObject) -> None:
    price = data.draw(worlds.prices(worlds.MODELS[kind]))
    quantity = data.draw(worlds.QUANTITIES)
    prepaid = data.draw(st.one_of(st.just(Decimal(0)), worlds.USED))

    slow = slow_rate(price, Fraction(quantity), Fraction(prepaid))

    rated = Fraction(rating.rate(price, quantity, prepaid))
    assert abs(rated - slow) <= Fraction(1, 10**39)
    if is_tie(slow):
        assert rated == slow


@EVERY_MODEL
@given(data=st.data())
def test_what_is_owed_keeps_the_bounds(kind: str, data: st.DataObject) -> None:
    price = data.draw(worlds.prices(worlds.MODELS[kind]))
    rated = rating.rate(price, data.draw(worlds.USED))

    owed = sum_of(rated, rating.shortfall(price, rated))

    assert price.maximum is None or rated <= price.maximum
    assert price.minimum is None or owed >= price.minimum
    assert owed == rated or owed == price.minimum


@pytest.mark.parametrize("kind", sorted(worlds.MODELS.keys() - {"volume"}))
@given(data=st.data())
def test_more_never_costs_less_except_by_volume(kind: str, data: st.DataObject) -> None:
    price = data.draw(worlds.prices(worlds.MODELS[kind]))
    one, other = data.draw(worlds.USED), data.draw(worlds.USED)

    assert rating.rate(price, min(one, other)) <= rating.rate(price, max(one, other))


@given(worlds.prices(), worlds.USED, worlds.USED, worlds.USED)
def test_more_prepaid_is_never_charged_more(
    price: Price, quantity: Decimal, one: Decimal, other: Decimal
) -> None:
    little, much = min(one, other), max(one, other)

    charged = rating.chargeable(price, quantity, much)

    assert 0 <= charged <= rating.chargeable(price, quantity, little) <= quantity


@exact.arithmetic
def sum_of(one: Decimal, other: Decimal) -> Decimal:
    return one + other


def is_tie(amount: Fraction) -> bool:
    return amount * 10_000 == int(amount * 10_000)


def slow_rate(price: Price, quantity: Fraction, prepaid: Fraction) -> Fraction:
    if quantity > 0:
        quantity = max(quantity - Fraction(price.included) - prepaid, Fraction(0))
    amount = slow_amount(price.model, quantity) * (1 - Fraction(price.discount) / 100)
    return amount if price.maximum is None else min(amount, Fraction(price.maximum))


def slow_amount(model: Model, q: Fraction) -> Fraction:
    match model:
        case PerUnit():
            return q * Fraction(model.unit) / Fraction(model.per)
        case Graduated():
            return by_slopes(model.tiers, q) / Fraction(model.per) + fees(model.tiers, q)
        case GraduatedPercentage():
            return by_slopes(model.tiers, q) / 100 + fees(model.tiers, q)
        case Volume():
            return by_volume(model.tiers, q, Fraction(model.per))
        case Package():
            return max(-(-q // Fraction(model.size)), 0) * Fraction(model.fee)
        case Percentage():
            return q * Fraction(model.percent) / 100
        case PassThrough():
            return q * (100 + Fraction(model.markup)) / 100
    return Fraction(model.fee)


def by_slopes(tiers: Tiers, q: Fraction) -> Fraction:
    """A graduated price is a bent line: every start changes its slope."""
    total, slope = Fraction(0), Fraction(0)
    for step in tiers.steps:
        total += (Fraction(step.unit) - slope) * max(q - Fraction(step.start), Fraction(0))
        slope = Fraction(step.unit)
    return total


def fees(tiers: Tiers, q: Fraction) -> Fraction:
    entered = [step for step in tiers.steps if reaches(tiers, step.start, q)]
    return sum((Fraction(step.flat) for step in entered), Fraction(0))


def by_volume(tiers: Tiers, q: Fraction, per: Fraction) -> Fraction:
    reached = [step for step in tiers.steps if reaches(tiers, step.start, q)]
    if not reached:
        return Fraction(0)
    return q * Fraction(reached[-1].unit) / per + Fraction(reached[-1].flat)


def reaches(tiers: Tiers, start: Decimal, q: Fraction) -> bool:
    if start == 0:
        return q > 0 or (q == 0 and tiers.flat_at_zero)
    return q > start if tiers.ends_inclusive else q >= start
