"""Killed between any two moments of a push and started again, there is one invoice at Stripe with
the right total; also when the next try comes after Stripe has forgotten the keys."""

from __future__ import annotations

import pytest

from tests.service.billing.stripe import ground
from tests.service.billing.stripe.ground import Issued
from tests.service.billing.stripe.seam import Killed, Place
from tests.world import Client, World

pytestmark = pytest.mark.stripe


async def _pushed(client: Client, place: Place, dies_at: int | None, *, later: bool) -> Issued:
    """A fresh invoice, killed at that moment of its push and taken up again."""
    await ground.forget(client)
    issued = await ground.issue(client)
    await ground.begin(issued)
    place.seam.moments.clear()
    place.seam.dies_at = dies_at
    if dies_at is not None:
        with pytest.raises(Killed):
            await ground.go_on(client)
        if later:
            place.tomorrow()
            await ground.set_time(client, place)
    await ground.go_on(client)
    return issued


@pytest.mark.deep
async def test_a_push_that_was_killed_twice_makes_one_invoice(house: World, place: Place) -> None:
    """Each pair of moments, the second a day after the first."""
    client = house.acme
    await ground.collected(house, client, place)
    await _pushed(client, place, None, later=False)
    moments = len(place.seam.moments)
    for first in range(1, moments + 1):
        for second in range(1, moments + 1):
            issued = await _pushed_twice(client, place, first, second)
            await _one_invoice(issued, place, f"killed at {first} and {second}")


async def _pushed_twice(client: Client, place: Place, first: int, second: int) -> Issued:
    await ground.forget(client)
    issued = await ground.issue(client)
    await ground.begin(issued)
    for dies_at in (first, second):
        place.seam.moments.clear()
        place.seam.dies_at = dies_at
        try:
            await ground.go_on(client)
        except Killed:
            place.tomorrow()
            await ground.set_time(client, place)
    place.seam.dies_at = None
    await ground.go_on(client)
    return issued


async def _one_invoice(issued: Issued, place: Place, told: str) -> None:
    found = await ground.at_stripe(issued.client, place)
    mine = [each for each in found.invoices if each.number == issued.number]
    assert len(mine) == 1, told
    (only,) = mine
    lines = await place.client.v1.invoices.line_items.list_async(only.id, {"limit": 100})
    assert sorted(each.amount for each in lines.data) == [14250, 25128, 95000], told
    assert (only.total, only.amount_due, only.status) == (134378, 134378, "open"), told
    mirrored = [push for push in await ground.pushes(issued.client) if push["kind"] == "customer"]
    assert [push["stripe_id"] for push in mirrored] == [only.customer], told
    assert {push["state"] for push in await ground.pushes(issued.client)} == {"done"}, told


@pytest.mark.parametrize("later", [False, True], ids=["at once", "a day later"])
async def test_a_push_that_was_killed_anywhere_makes_one_invoice(
    house: World, place: Place, later: bool
) -> None:
    client = house.acme
    await ground.collected(house, client, place)
    issued = await _pushed(client, place, None, later=False)
    moments = list(place.seam.moments)
    await _one_invoice(issued, place, "unharmed")
    posted = [each.path for each in moments if (each.when, each.method) == ("before", "POST")]
    assert posted[:5] == ["/customers", "/invoices", *["/invoiceitems"] * 3]
    assert len(moments) == 2 * 7, "customer, draft, three items, comparison, finalising"
    before = await ground.at_stripe(client, place)
    for dies_at, moment in enumerate(moments, 1):
        told = f"killed {moment.when} {moment.method} {moment.path}"
        issued = await _pushed(client, place, dies_at, later=later)
        await _one_invoice(issued, place, told)
    after = await ground.at_stripe(client, place)
    new = (after.customers - before.customers, len(after.invoices) - len(before.invoices))
    assert new == (len(moments), len(moments)), "one for each time it began from nothing"
