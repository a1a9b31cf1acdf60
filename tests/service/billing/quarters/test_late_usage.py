"""October to December: what comes to light after an invoice is final lands on the next, and all
documents together are what one rating of everything comes to."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from billing.invoicing import credit_note
from billing.invoicing.crediting import Part
from billing.metered import usage
from billing.metered.usage import Entry
from billing.terms import simulating
from tests.service.billing.quarters.stage import Quarter, noon, said
from tests.service.billing.test_terms import fee, hours
from tests.world import World

TIERS = {
    "kind": "graduated",
    "tiers": {
        "steps": [
            {"start": "0", "end": "10.5", "unit": "10"},
            {"start": "10.5", "end": None, "unit": "4"},
        ]
    },
}


def entry(name: str, quantity: str, at: datetime) -> Entry:
    return Entry(name, "channel_messages", Decimal(quantity), at)


async def test_a_level_told_late_bears_on_every_month_since(billed: World) -> None:
    """Five seats that were there since the middle of October come to light in December."""
    story, finance = Quarter(billed, billed.acme), billed.finance
    seats = {**hours("1"), "key": "seats", "name": "Seats", "meter": "seats"}
    seats["model"] = {"kind": "per_unit", "unit": "12"}
    await story.begins(date(2026, 10, 1), fee("300"), seats)
    on_the_list = [Entry("a", "seats", Decimal(20), noon(10, 1))]
    await story.do(finance, usage.report, "list", on_the_list)
    await story.it_is(noon(11, 2))
    await story.issued(date(2026, 10, 1))
    await story.it_is(noon(12, 1))
    november = await story.issued(date(2026, 11, 1))
    assert said(november) == [("Service desk", 11, "300.00"), ("Seats", 11, "240.00")]
    late = [Entry("b", "seats", Decimal(25), noon(10, 15))]
    await story.do(finance, usage.report, "list", late)
    await story.it_is(noon(1, 2, 2027))
    assert said(await story.issued(date(2026, 12, 1))) == [
        ("Seats", 10, "60.00"),
        ("Seats", 11, "60.00"),
        ("Service desk", 12, "300.00"),
        ("Seats", 12, "300.00"),
    ]


async def test_what_comes_late_lands_on_the_next_invoice_and_nothing_is_charged_twice(
    billed: World,
) -> None:
    story, finance = Quarter(billed, billed.acme), billed.finance
    messages = {**hours("1"), "key": "chat", "name": "Messages", "meter": "channel_messages"}
    plan = await story.begins(date(2026, 10, 1), fee("300"), {**messages, "model": TIERS})

    await story.it_is(noon(11, 2))
    told = [entry("a", "8", noon(10, 3)), entry("b", "2.25", noon(10, 9))]
    await story.do(finance, usage.report, "chat", told)
    october = await story.issued(date(2026, 10, 1))
    assert said(october)[1] == ("Messages", 10, "102.50")

    await story.it_is(noon(12, 1))
    late = [entry("c", "1.25", noon(10, 30)), entry("d", "10", noon(11, 4))]
    await story.do(finance, usage.report, "chat", late)
    november = await story.issued(date(2026, 11, 1))
    assert said(november) == [
        ("Messages", 10, "6.50"),
        ("Service desk", 11, "300.00"),
        ("Messages", 11, "100.00"),
    ], "a quarter of a message to the end of the first tier, one message beyond it"
    assert november.taxes[0].base == november.net

    await story.it_is(noon(1, 2, 2027))
    await story.do(finance, usage.take_back, "chat", "a")
    part = (Part(1, Decimal("50.00")),)
    note = await story.do(finance, credit_note.propose, october.number, "Agreed by phone", part)
    await story.do(billed.admin, credit_note.issue, october.number, note.id)
    december = await story.issued(date(2026, 12, 1))
    assert said(december) == [("Messages", 10, "-74.00"), ("Service desk", 12, "300.00")]

    span = {"start": date(2026, 10, 1), "end": date(2027, 1, 1)}
    words = (billed.acme.id, plan.plan_id, plan.number)
    found = await story.do(billed.manager, simulating.of_client, *words, **span)
    documents = october.net + november.net + december.net
    assert documents == found.simulation.did == found.simulation.would == Decimal("1035.00")
    assert found.invoiced == documents, "a favour takes nothing off what is booked"
