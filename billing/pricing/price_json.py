"""The JSON form of a price: `read(write(price)) == price`.

Errors are `check.Invalid`: they name the field ("model.tiers.steps[1].start"), the reason and
the cure. What is left out takes the default that `price.Price` states.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from billing.amounts import canonical, check, document, exact
from billing.amounts.canonical import Json
from billing.amounts.document import Document
from billing.metered import meter_json
from billing.pricing import model, price, tier, time_rule


def read(data: object) -> price.Price:
    """The price that `data`, as parsed from JSON, states."""
    return document.read(data, _price)


def read_all(data: Sequence[object]) -> tuple[price.Price, ...]:
    """A plan's, in their order; an error says in which of them it is."""
    return document.read({"prices": list(data)}, lambda given: given.each("prices", _price))


def write(of: price.Price) -> Json:
    return canonical.plain(of)


def _price(given: Document) -> price.Price:
    return price.Price(
        key=given.text("key"),
        name=given.text("name"),
        currency=given.text("currency"),
        model=given.inner("model", _model),
        meter=given.text("meter") if given.has("meter") else None,
        filters=given.each("filters", meter_json.filter_of),
        group_by=given.texts("group_by"),
        time=given.inner("time", _time) if given.has("time") else None,
        included=given.number("included", exact.ZERO),
        discount=given.number("discount", exact.ZERO),
        maximum=given.maybe_number("maximum"),
        minimum=given.maybe_number("minimum"),
        timing=given.choice("timing", price.Timing, price.Timing.ARREARS),
        prorated=given.flag("prorated", True),
        tax_class=given.text("tax_class", "standard"),
    )


def _model(given: Document) -> model.Model:
    return _MODELS[check.one_of(given.text("kind"), _MODELS, "kind")](given)


_MODELS: dict[str, Callable[[Document], model.Model]] = {
    "flat": lambda given: model.Flat(given.number("fee")),
    "per_unit": lambda given: model.PerUnit(given.number("unit"), _per(given)),
    "graduated": lambda given: model.Graduated(given.inner("tiers", _tiers), _per(given)),
    "volume": lambda given: model.Volume(given.inner("tiers", _tiers), _per(given)),
    "package": lambda given: model.Package(given.number("fee"), given.number("size")),
    "percentage": lambda given: model.Percentage(given.number("percent")),
    "graduated_percentage": lambda given: model.GraduatedPercentage(given.inner("tiers", _tiers)),
    "pass_through": lambda given: model.PassThrough(given.number("markup", exact.ZERO)),
}


def _per(given: Document) -> Decimal:
    return given.number("per", exact.ONE)


def _tiers(given: Document) -> tier.Tiers:
    return tier.Tiers(
        given.each("steps", _tier),
        ends_inclusive=given.flag("ends_inclusive", True),
        flat_at_zero=given.flag("flat_at_zero", False),
    )


def _tier(given: Document) -> tier.Tier:
    return tier.Tier(
        start=given.number("start"),
        end=given.maybe_number("end"),
        unit=given.number("unit", exact.ZERO),
        flat=given.number("flat", exact.ZERO),
    )


def _time(given: Document) -> time_rule.TimeRule:
    return time_rule.TimeRule(
        step=given.number("step", exact.ZERO),
        direction=given.choice("direction", time_rule.Direction, time_rule.Direction.UP),
        per=given.choice("per", time_rule.Per, time_rule.Per.ENTRY),
        weights=given.each("weights", _weight),
        visits=given.texts("visits"),
        visit_minimum=given.number("visit_minimum", exact.ZERO),
    )


def _weight(given: Document) -> time_rule.Weight:
    return time_rule.Weight(given.text("dimension"), given.text("value"), given.number("factor"))
