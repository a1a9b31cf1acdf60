"""October to December: Acme pays its desk ahead, grows in the middle of November, and pays the days
of each plan, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billing.terms import client_terms
from tests.service.billing.quarters.stage import Quarter, noon, said
from tests.service.billing.test_terms import fee, hours, listed
from tests.world import World


async def test_what_was_paid_ahead_comes_back_and_the_days_of_each_plan_are_charged(
    billed: World,
) -> None:
    story = Quarter(billed, billed.acme)
    await story.begins(date(2026, 10, 1), fee("310", timing="advance"), hours("120"))
    large = await listed(billed, fee("620", timing="advance"), {**hours("100"), "included": "120"})

    await story.worked(60, noon(10, 20))
    await story.it_is(noon(11, 2))
    october = await story.issued(date(2026, 10, 1))
    assert said(october) == [
        ("Service desk", 10, "310.00"),
        ("Technicians' time", 10, "120.00"),
        ("Service desk", 11, "310.00"),
    ], "November is paid ahead"

    await story.worked(90, noon(11, 5))
    await story.it_is(noon(11, 10))
    await story.do(billed.manager, client_terms.change, large.id, date(2026, 11, 16))
    await story.worked(150, noon(11, 16))

    await story.it_is(noon(12, 1))
    november = await story.issued(date(2026, 11, 1))
    assert said(november) == [
        ("Service desk", 11, "-155.00"),
        ("Technicians' time", 11, "180.00"),
        ("Service desk", 11, "310.00"),
        ("Technicians' time", 11, "150.00"),
        ("Service desk", 12, "620.00"),
    ], "fifteen days of each; an hour of the new plan's two is included; the 16th is the new plan's"

    await story.it_is(noon(1, 2, 2027))
    december = await story.issued(date(2026, 12, 1))
    assert said(december) == [("Service desk", 1, "620.00")]
    fees = [
        line.net
        for invoice in (october, november, december)
        for line in invoice.lines
        if line.description == "Service desk"
    ]
    assert sum(fees) == Decimal(310) + 155 + 310 + 620 + 620
