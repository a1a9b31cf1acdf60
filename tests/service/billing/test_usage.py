"""Usage that others report: each entry once, levels that go on, and bad batches that change
nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from billing.invoicing import drafting
from billing.invoicing.invoices import Invoice
from billing.metered import ledger_keeping, usage
from billing.metered.usage import Entry, Taken
from billing.pricing import model, price_list
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from tests.service.billing import ground
from tests.world import Client, World
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import worker

SEATS = Price(
    key="seats",
    name="Seats",
    currency="EUR",
    meter="seats",
    model=model.PerUnit(Decimal(12)),
)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def seats(name: str, count: int, when: datetime) -> Entry:
    return Entry(name, "seats", Decimal(count), when, {"site": "Berlin"})


async def _on_seats(client: Client) -> None:
    """A plan with seats, from October on."""
    plan = PlanVersion(key="Seats", number=1, currency="EUR", prices=(SEATS,))
    async with db.open(Provider()):
        act = Act(worker(0), None, await db.now(), "seed", "list")
        listed = await price_list.publish(act, f"Seats {client.key}", plan, plan_id=ids.new())
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "seed", "subscribe")
        await price_list.subscribe(act, listed.version_id, date(2026, 10, 1))


async def _told(house: World, client: Client, *entries: Entry) -> Taken:
    taken: Taken = await verb.perform(
        usage.report, house.finance.principal, "directory", list(entries), tenant=client.id
    )
    return taken


async def _seats_of(house: World, client: Client, month: int) -> Decimal:
    made: Invoice = await verb.perform(
        drafting.draft, house.finance.principal, date(2026, month, 1), tenant=client.id
    )
    return sum((line.quantity for line in made.lines if line.description == "Seats"), Decimal(0))


async def test_a_batch_told_twice_counts_once(billed: World) -> None:
    batch = [seats("a", 20, at(10, 3)), seats("b", 22, at(10, 20))]
    assert await _told(billed, billed.acme, *batch) == Taken(2, 0)
    assert await _told(billed, billed.acme, *batch, seats("c", 1, at(11, 1))) == Taken(1, 2)


async def test_a_level_goes_on_into_the_months_in_which_nothing_is_said(billed: World) -> None:
    acme = billed.acme
    await _on_seats(acme)
    await _told(billed, acme, seats("a", 20, at(9, 3)), seats("b", 25, at(10, 20)))
    assert [await _seats_of(billed, acme, month) for month in (10, 11)] == [25, 25]
    await verb.perform(usage.take_back, billed.finance.principal, "directory", "b", tenant=acme.id)
    assert [await _seats_of(billed, acme, month) for month in (10, 11)] == [20, 20]
    with pytest.raises(usage.UnknownEntry):
        await verb.perform(
            usage.take_back, billed.finance.principal, "directory", "zz", tenant=acme.id
        )


async def test_a_bad_entry_is_named_and_its_batch_changes_nothing(billed: World) -> None:
    acme, good = billed.acme, seats("a", 20, at(10, 3))
    for wrong, field in (
        (msgspec.structs.replace(good, meter="sheep"), "entries[1].meter"),
        (msgspec.structs.replace(good, meter="staff_minutes"), "entries[1].meter"),
        (msgspec.structs.replace(good, event_id=""), "entries[1].event_id"),
        (msgspec.structs.replace(good, happened_at=at(12, 4)), "entries[1].happened_at"),
        (
            msgspec.structs.replace(good, happened_at=at(10, 1).replace(tzinfo=None)),
            "entries[1].happened_at",
        ),
        (msgspec.structs.replace(good, quantity=Decimal("NaN")), "entries[1].quantity"),
        (msgspec.structs.replace(good, quantity=Decimal(-1)), "entries[1]"),
    ):
        with pytest.raises(Malformed) as refused:
            await _told(billed, acme, good, wrong)
        assert refused.value.field == field
    async with db.open(Work(acme.id)):
        assert await ledger_keeping.between(acme.id, at(1, 1), at(12, 31)) == []


async def test_the_ledger_says_what_it_holds(billed: World) -> None:
    acme = billed.acme
    await _told(billed, acme, seats("a", 20, at(10, 3)), seats("b", 22, at(10, 20)))
    await ground.minutes(acme, 30, at(10, 5))
    words = (acme.id, at(10, 1), at(11, 1))
    found = await verb.perform(usage.of_span, billed.finance.principal, *words)
    assert [(each.meter, each.entries, each.last) for each in found] == [
        ("seats", 2, 22),
        ("staff_minutes", 1, 30),
    ]
    with pytest.raises(Malformed):
        await verb.perform(usage.of_span, billed.finance.principal, acme.id, at(2, 1), at(1, 1))
