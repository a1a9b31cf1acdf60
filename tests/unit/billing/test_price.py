"""A price refuses what it cannot mean, and names the field, the reason and the cure."""

from decimal import Decimal
from typing import Any

import pytest

from billing.amounts import check
from billing.pricing import price_json
from billing.pricing.model import Flat, PerUnit
from billing.pricing.price import Price
from underpin.kernel import errors


def graduated(*steps: dict[str, Any]) -> dict[str, Any]:
    return priced({"kind": "graduated", "tiers": {"steps": list(steps)}})


def priced(model: dict[str, Any], **more: Any) -> dict[str, Any]:
    of_flat = {} if model.get("kind") == "flat" else {"meter": "staff_minutes"}
    return {"key": "k", "name": "N", "currency": "EUR", "model": model} | of_flat | more


PER_UNIT = {"kind": "per_unit", "unit": "1"}

REFUSED = [
    (
        graduated({"start": "1", "unit": "1"}),
        "model.tiers.steps[0].start",
        "nothing covers 0 to 1; start it at 0",
    ),
    (
        graduated(
            {"start": "0", "end": "10", "unit": "1"},
            {"start": "12", "unit": "1"},
        ),
        "model.tiers.steps[1].start",
        "nothing covers 10 to 12; start it at 10",
    ),
    (
        graduated(
            {"start": "0", "end": "10", "unit": "1"},
            {"start": "8.5", "unit": "1"},
        ),
        "model.tiers.steps[1].start",
        "8.5 to 10 is covered twice; start it at 10",
    ),
    (
        graduated({"start": "0", "end": "10", "unit": "1"}),
        "model.tiers.steps[0].end",
        "nothing covers what exceeds 10; leave the last tier without an end",
    ),
    (
        graduated({"start": "0", "unit": "1"}, {"start": "10", "unit": "1"}),
        "model.tiers.steps[1]",
        "it follows a tier without end; put the endless tier last",
    ),
    (
        graduated({"start": "0", "end": "0", "unit": "1"}, {"start": "0", "unit": "1"}),
        "model.tiers.steps[0].end",
        "0 is not above its start 0; give a larger end",
    ),
    (
        graduated({"start": "0", "unit": "-1"}),
        "model.tiers.steps[0].unit",
        "-1 is below zero; give zero or more",
    ),
    (graduated(), "model.tiers.steps", "there is none; give at least one"),
    (
        graduated({"start": "0", "unit": "1", "falt": "2"}),
        "model.tiers.steps[0].falt",
        "there is no such field here; did you mean flat",
    ),
    (priced({"kind": "graduated"}), "model.tiers", "it is missing; add it"),
    (priced({"kind": "gratis"}), "model.kind", "'gratis' is not known; use one of flat, grad"),
    (priced({"kind": "per_unit", "unit": 0.1}), "model.unit", "0.1 is no exact number; write it"),
    (priced({"kind": "per_unit", "unit": "1,5"}), "model.unit", "'1,5' is no number; write it as"),
    (priced({"kind": "per_unit", "unit": "NaN"}), "model.unit", "is no exact number; give a"),
    (priced({"kind": "per_unit", "unit": "1", "per": "0"}), "model.per", "0 is not above zero"),
    (priced({"kind": "per_unit", "unit": "1E-13"}), "model.unit", "is too long; give at most 15"),
    (priced({"kind": "package", "fee": "1", "size": "-1"}), "model.size", "-1 is not above zero"),
    (priced(PER_UNIT, discount="101"), "discount", "101 % is more than the whole; give 0 to 100"),
    (priced(PER_UNIT, currency="EURO"), "currency", "ISO 4217"),
    (priced(PER_UNIT, minimum="2", maximum="1"), "minimum", "2 is above the maximum 1; lower it"),
    (priced(PER_UNIT, meter=None), "meter", "the model needs a quantity; name the meter"),
    (priced({"kind": "flat", "fee": "1"}, meter="m"), "meter", "a flat price counts nothing"),
    (priced(PER_UNIT, timing="advance"), "timing", "usage is not known in advance; use arrears"),
    (priced(PER_UNIT, timing="later"), "timing", "'later' is not known; use one of advance, arr"),
    (priced(PER_UNIT, prorated="yes"), "prorated", "'yes' is no yes or no; use true or false"),
    (priced(PER_UNIT, group_by=["a", 1]), "group_by[1]", "1 is no text; put it in quotes"),
    (priced(PER_UNIT, group_by="a"), "group_by", "it is no list; write it as [...]"),
    (priced(PER_UNIT, filters=[["a"]]), "filters[0]", "it is no object; write it as {...}"),
    (
        priced(PER_UNIT, time={"weights": [{"dimension": "hours", "value": "after"}]}),
        "time.weights[0].factor",
        "it is missing; add it",
    ),
    (
        priced(PER_UNIT, time={"visit_minimum": "60"}),
        "time.visits",
        "no work type is a visit; name those the minimum is for",
    ),
    (priced(PER_UNIT, name=" "), "name", "it is empty; give it a name"),
    ([], "", "document: it is no object"),
]


@pytest.mark.parametrize(("data", "field", "said"), REFUSED)
def test_a_refusal_names_the_field_the_reason_and_the_cure(
    data: object, field: str, said: str
) -> None:
    with pytest.raises(errors.Malformed) as refused:
        price_json.read(data)

    assert refused.value.field == field
    assert said in refused.value.detail


def test_what_is_left_out_takes_its_default() -> None:
    assert price_json.read(priced({"kind": "flat", "fee": "99.00"})) == Price(
        key="k", name="N", currency="EUR", model=Flat(Decimal(99))
    )


def test_a_price_is_written_in_one_way() -> None:
    written = price_json.write(price_json.read(priced({"kind": "per_unit", "unit": "1.50"})))

    assert written == {
        "key": "k",
        "name": "N",
        "currency": "EUR",
        "model": {"kind": "per_unit", "unit": "1.5", "per": "1"},
        "meter": "staff_minutes",
        "filters": [],
        "group_by": [],
        "time": None,
        "included": "0",
        "discount": "0",
        "maximum": None,
        "minimum": None,
        "timing": "arrears",
        "prorated": True,
        "tax_class": "standard",
    }


def test_a_float_is_refused_in_code_too() -> None:
    with pytest.raises(check.Invalid, match="never a float"):
        PerUnit(0.1)  # type: ignore[arg-type]
