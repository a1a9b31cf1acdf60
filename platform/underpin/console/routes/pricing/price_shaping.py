"""Prices, meters and what differs between two versions, as pages show them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from billing.metered.meters import Defined
from billing.pricing import model, price_json, time_rule
from billing.pricing import price as prices
from billing.terms.difference import Changed, Field
from underpin.console import formats, words
from underpin.console.views import pricing as shown
from underpin.console.views.shell import Language, Shell

CHOSEN: Mapping[str, str] = {
    "model.kind": "price_kind",
    "timing": "timing",
    "meter": "meter",
    "time.direction": "rounding",
    "time.per": "rounded_per",
}
TIERS = "model.tiers.steps."
STEP = f"{TIERS}start"
MONEY = ("maximum", "minimum", "model.fee", "model.unit", f"{TIERS}flat", f"{TIERS}unit")
PLACE = re.compile(r"\[(\d+)\]")


def price(
    of: Mapping[str, Any], meters: Sequence[Defined], shell: Shell, path: str = ""
) -> shown.Price:
    """One price of a version, as its JSON says it."""
    read = price_json.read(of)
    counted = next((each for each in meters if each.meter.key == read.meter), None)
    return shown.Price(
        key=read.key,
        name=read.name,
        currency=read.currency,
        kind=read.model.kind,
        meter=meter_name(counted, shell) if counted else read.meter or "",
        unit=counted.meter.unit if counted else "",
        timing=read.timing,
        prorated=read.prorated,
        tax_class=read.tax_class,
        included=read.included,
        discount=read.discount,
        minimum=read.minimum,
        maximum=read.maximum,
        filters=tuple((each.dimension, ", ".join(each.values)) for each in read.filters),
        group_by=", ".join(read.group_by),
        time=_time(read.time) if read.time else None,
        path=path,
        **_model(read),
    )


def _model(read: prices.Price) -> dict[str, Any]:
    of = read.model
    said = {name: getattr(of, name, None) for name in ("fee", "per", "size")}
    rates = (getattr(of, name, None) for name in ("unit", "percent", "markup"))
    said["rate"] = next((each for each in rates if each is not None), None)
    if isinstance(of, model.Graduated | model.Volume | model.GraduatedPercentage):
        tiers = of.tiers
        steps = tuple(shown.Tier(t.start, t.end, t.unit, t.flat) for t in tiers.steps)
        ends = {"ends_inclusive": tiers.ends_inclusive, "flat_at_zero": tiers.flat_at_zero}
        return {**said, "tiers": steps, **ends}
    return said


def _time(of: time_rule.TimeRule) -> shown.TimeRule:
    weights = tuple((f"{each.dimension} = {each.value}", each.factor) for each in of.weights)
    visits = ", ".join(of.visits)
    return shown.TimeRule(of.step, of.direction, of.per, weights, visits, of.visit_minimum)


def meter_name(of: Defined, shell: Shell) -> str:
    """A built-in meter's word; what others define is called as they did."""
    if of.meter.key in words.CATEGORIES["meter"]:
        return words.word(of.meter.key, "meter", shell.reader.language)
    return of.name


def change(of: Changed, currency: str, shell: Shell) -> shown.PriceChange:
    """Fields in the order in which a price is written, the tiers one after the other."""
    fields = (_field(each, currency, shell.reader.language) for each in of.fields)
    known = sorted((each for each in fields if each.field), key=_order)
    return shown.PriceChange(of.name, of.change, tuple(known))


def _order(of: shown.FieldChange) -> tuple[int, int, int]:
    places = list(words.CATEGORIES["price_field"])
    first = places.index(STEP) if of.field.startswith(TIERS) else places.index(of.field)
    return first, of.tier, places.index(of.field)


def _field(of: Field, currency: str, language: Language) -> shown.FieldChange:
    name = PLACE.sub("", of.name)
    place = PLACE.search(of.name)
    known = name if name in words.CATEGORIES["price_field"] else ""
    sides = (_value(name, each, currency, language) for each in (of.before, of.after))
    return shown.FieldChange(known, int(place[1]) + 1 if place else 0, *sides)


def _value(name: str, said: str | None, currency: str, language: Language) -> str:
    if said is None:
        return ""
    category = CHOSEN.get(name, "yes_no")
    if said in words.CATEGORIES[category]:
        return words.word(said, category, language)
    try:
        found = Decimal(said)
        money = name in MONEY
        return formats.rate(found, currency, language) if money else formats.number(found, language)
    except InvalidOperation:
        return said
