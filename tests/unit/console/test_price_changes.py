"""What differs between two versions of a price is read in the order in which a price is written."""

from __future__ import annotations

from billing.terms.difference import Changed, Field
from tests.unit.console import samples
from underpin.console.routes.pricing import price_shaping


def test_tiers_follow_each_other_and_money_has_its_currency() -> None:
    fields = (
        Field("model.tiers.steps[0].end", None, "1200"),
        Field("model.tiers.steps[0].start", None, "0"),
        Field("model.tiers.steps[0].unit", None, "85"),
        Field("model.tiers.steps[1].start", None, "1200"),
        Field("model.tiers.steps[1].unit", None, "72.5"),
        Field("model.unit", "85", None),
        Field("name", "Time", "Technicians' time"),
    )
    changed = Changed("time", "Technicians' time", "changed", fields)
    read = price_shaping.change(changed, "EUR", samples.shell())
    assert [(each.field.rpartition(".")[2], each.tier, each.after) for each in read.fields] == [
        ("name", 0, "Technicians' time"),
        ("unit", 0, ""),
        ("start", 1, "0"),
        ("end", 1, "1,200"),
        ("unit", 1, "€85.00"),
        ("start", 2, "1,200"),
        ("unit", 2, "€72.50"),
    ]
    assert read.fields[1].before == "€85.00"
