"""Every price model under every setting: billed by parts it comes to what it comes to at once.

The models and settings are read from the code: one that nobody drew a property for fails here.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.pricing import model, rating
from billing.pricing.model import Flat, Model
from billing.pricing.price import Price
from billing.pricing.tier import Tier, Tiers
from tests.property.billing import worlds
from tests.property.billing.test_rating import sum_of

CLASSES = typing.get_args(Model)
SMALLEST = Decimal("0.000001")

# How each class of model is drawn.
DRAWN: Mapping[type[Any], st.SearchStrategy[Any]] = {
    model.Flat: worlds.MODELS["flat"],
    model.PerUnit: worlds.MODELS["per unit"],
    model.Graduated: worlds.MODELS["graduated"],
    model.Volume: worlds.MODELS["volume"],
    model.Package: worlds.MODELS["package"],
    model.Percentage: worlds.MODELS["percentage"],
    model.GraduatedPercentage: worlds.MODELS["graduated percentage"],
    model.PassThrough: worlds.MODELS["pass-through"],
}

# What of a price changes what a quantity comes to, and what it is set to.
SETTINGS: Mapping[str, Callable[[st.DrawFn], Any]] = {
    "plain": lambda draw: {},
    "included": lambda draw: {"included": draw(worlds.decimals(0, 300, 6))},
    "discount": lambda draw: {"discount": draw(worlds.decimals(0, 100, 2))},
    "maximum": lambda draw: {"maximum": draw(worlds.decimals(0, 50_000, 2))},
    "minimum": lambda draw: {"minimum": draw(worlds.decimals(0, 50_000, 2))},
    "ends_inclusive": lambda draw: {"tiers": {"ends_inclusive": True}},
    "ends_exclusive": lambda draw: {"tiers": {"ends_inclusive": False}},
    "flat_at_zero": lambda draw: {"tiers": {"flat_at_zero": True}},
    "free_at_zero": lambda draw: {"tiers": {"flat_at_zero": False}},
}
# Fields of a price and of tiers that are another property's: what is counted, when, and for whom.
ELSEWHERE = {
    *("key", "name", "currency", "model", "tax_class"),
    *("meter", "filters", "group_by", "time", "timing", "prorated"),
}


def test_each_model_has_a_strategy_of_its_own() -> None:
    assert DRAWN.keys() == set(CLASSES)
    assert len({each.kind for each in CLASSES}) == len(CLASSES) == len(worlds.MODELS)


@pytest.mark.parametrize("of", CLASSES, ids=lambda each: each.kind)
@settings(max_examples=5)
@given(data=st.data())
def test_each_strategy_draws_its_model(of: type[Any], data: st.DataObject) -> None:
    assert type(data.draw(DRAWN[of])) is of


def test_each_setting_has_a_property() -> None:
    of_price = {field.name for field in dataclasses.fields(Price)} - ELSEWHERE
    of_tiers = {field.name for field in dataclasses.fields(Tiers)} - {"steps"}
    assert of_price == {"included", "discount", "maximum", "minimum"}
    assert of_price <= SETTINGS.keys()
    assert of_tiers == {"ends_inclusive", "flat_at_zero"}
    assert {field.name for field in dataclasses.fields(Tier)} == {"start", "end", "unit", "flat"}


@st.composite
def prices(draw: st.DrawFn, of: type[Any], setting: str) -> Price:
    said = dict(SETTINGS[setting](draw))
    chosen, tiers = draw(DRAWN[of]), said.pop("tiers", None)
    if tiers is not None and hasattr(chosen, "tiers"):
        steps = dataclasses.replace(chosen.tiers, **tiers)
        chosen = dataclasses.replace(chosen, tiers=steps)
    counted = None if isinstance(chosen, Flat) else "staff_minutes"
    return Price(key="a", name="A", currency="EUR", model=chosen, meter=counted, **said)


def bounds(price: Price) -> list[Decimal]:
    """Where an amount may bend or jump."""
    chosen, found = price.model, [Decimal(0), price.included]
    if hasattr(chosen, "tiers"):
        found += [step.start + price.included for step in chosen.tiers.steps]
    if isinstance(chosen, model.Package):
        found += [chosen.size, 2 * chosen.size + price.included]
    return found


@st.composite
def courses(draw: st.DrawFn, price: Price) -> list[Decimal]:
    """Cumulative quantities, up and down, most of them at a bound or next to one."""
    near = st.builds(
        lambda bound, off: bound + off,
        st.sampled_from(bounds(price)),
        st.sampled_from([Decimal(0), SMALLEST, -SMALLEST, Decimal("0.5")]),
    )
    return draw(st.lists(st.one_of(near, worlds.QUANTITIES), min_size=1, max_size=8))


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("of", CLASSES, ids=lambda each: each.kind)
@settings(max_examples=25)
@given(data=st.data())
def test_by_parts_it_comes_to_what_it_comes_to_at_once(
    of: type[Any], setting: str, data: st.DataObject
) -> None:
    price = data.draw(prices(of, setting))
    booked = Decimal(0)
    for quantity in data.draw(courses(price)):
        booked = sum_of(booked, rating.book(price, quantity, booked))
        assert booked == rating.rate(price, quantity)
    owed = sum_of(booked, rating.shortfall(price, booked))
    assert price.minimum is None or owed >= price.minimum
