"""Prepaid hours and money: sold once with tax, drawn first-expiring first, never overdrawn."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from billing.invoicing import drafting, extras, finalising
from billing.invoicing.invoices import Invoice
from billing.metered import ledger_keeping
from billing.metered.ledger import UsageEvent, dimensions, reversal
from billing.prepaid import blocks, drawing, expiring, selling
from billing.prepaid.blocks import Holding
from billing.prepaid.selling import NewBlock
from billing.pricing.price_list import NewTerm
from billing.terms import client_terms
from contracts import instant
from tests.service.billing import test_terms as terms
from tests.world import Client, World
from underpin.kernel import db, pulse, timers, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import worker

OCTOBER = date(2026, 10, 1)


def hours(count: int, **more: object) -> NewBlock:
    said = {"starts": OCTOBER, **more}
    return NewBlock(
        name=f"{count} hours",
        unit="minute",
        size=Decimal(count * 60),
        price=Decimal(count * 80),
        currency="EUR",
        **said,  # type: ignore[arg-type]
    )


async def _sold(house: World, client: Client, new: NewBlock) -> UUID:
    made: UUID = await verb.perform(selling.sell, house.finance.principal, new, tenant=client.id)
    return made


async def _balance(client: Client) -> dict[str, Decimal]:
    """As the client's finance person reads it."""
    found: list[Holding] = await verb.perform(blocks.of_tenant, client.finance.principal, client.id)
    return {each.name: each.remaining for each in found}


def _entry(client: Client, name: str, minutes: int, day: int) -> UsageEvent:
    return UsageEvent(
        tenant_id=client.id,
        source="test",
        event_id=name,
        meter="staff_minutes",
        quantity=Decimal(minutes),
        happened_at=instant.of(datetime(2026, 10, day, 12, tzinfo=UTC)),
    )


async def _posted(client: Client, *entries: UsageEvent) -> None:
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "test", "post")
        await drawing.follow(act, await ledger_keeping.store(act, entries))


async def _draft(house: World, client: Client) -> Invoice:
    made: Invoice = await verb.perform(
        drafting.draft, house.finance.principal, OCTOBER, tenant=client.id
    )
    return made


async def test_hours_are_drawn_first_expiring_first_and_overage_is_rated(billed: World) -> None:
    acme = billed.acme
    await _sold(billed, acme, hours(2))
    await _sold(billed, acme, hours(1, expires=date(2026, 12, 1)))
    await _posted(acme, _entry(acme, "a", 90, 5))
    assert await _balance(acme) == {"1 hours": 0, "2 hours": 90}
    await _posted(acme, _entry(acme, "b", 150, 6))
    assert await _balance(acme) == {"1 hours": 0, "2 hours": 0}
    lines = {line.description: line.net for line in (await _draft(billed, acme)).lines}
    assert lines == {
        "Service desk": Decimal("950.00"),
        "Technicians' time": Decimal("95.00"),
        "1 hours": Decimal("80.00"),
        "2 hours": Decimal("160.00"),
    }


async def test_an_entry_heard_twice_draws_once_and_one_taken_back_is_given_back(
    billed: World,
) -> None:
    acme = billed.acme
    await _sold(billed, acme, hours(2))
    entry = _entry(acme, "a", 90, 5)
    await _posted(acme, entry)
    await _posted(acme, entry)
    assert await _balance(acme) == {"2 hours": 30}
    await _posted(acme, reversal(entry, "undo a"))
    assert await _balance(acme) == {"2 hours": 120}


async def test_a_block_covers_nothing_from_before_it_began(billed: World) -> None:
    acme = billed.acme
    await _posted(acme, _entry(acme, "a", 60, 5))
    await _sold(billed, acme, hours(5, starts=date(2026, 10, 10)))
    await _posted(acme, _entry(acme, "b", 30, 12), _entry(acme, "late", 0, 4))
    assert await _balance(acme) == {"5 hours": 270}
    await _posted(acme, _entry(acme, "c", 45, 7))
    assert await _balance(acme) == {"5 hours": 270}
    lines = {line.description: line.net for line in (await _draft(billed, acme)).lines}
    assert lines["Technicians' time"] == Decimal("166.25"), "105 minutes, 30 more were prepaid"


async def test_many_at_once_never_overdraw(billed: World) -> None:
    acme = billed.acme
    await _sold(billed, acme, hours(3))
    await asyncio.gather(*(_posted(acme, _entry(acme, f"{n}", 25, 5)) for n in range(10)))
    assert await _balance(acme) == {"3 hours": 0}
    async with db.open(Work(acme.id)):
        drawn = await db.value("SELECT sum(quantity) FROM block_draw WHERE tenant_id = $1", acme.id)
    assert drawn == 180
    lines = {line.description: line.net for line in (await _draft(billed, acme)).lines}
    assert lines["Technicians' time"] == Decimal("110.83"), "70 minutes at 95 an hour"


async def test_the_client_hears_at_eighty_and_a_hundred_per_cent(billed: World) -> None:
    acme = billed.acme
    await _sold(billed, acme, hours(1))
    for name, minutes in (("a", 47), ("b", 1), ("c", 11), ("d", 30)):
        await _posted(acme, _entry(acme, name, minutes, 5))
    async with db.open(Work(acme.id)):
        rows = await db.rows(
            "SELECT body ->> 'percent' AS percent FROM event WHERE tenant_id = $1 "
            "AND kind = 'block.used' ORDER BY position",
            acme.id,
        )
    assert [row["percent"] for row in rows] == ["80", "100"]


async def test_prepaid_money_pays_an_invoice_tax_and_all(billed: World) -> None:
    acme = billed.acme
    credit = NewBlock(
        name="Credit",
        unit="EUR",
        size=Decimal(1000),
        price=Decimal(0),
        currency="EUR",
        starts=date(2026, 9, 1),
    )
    await _sold(billed, acme, credit)
    draft = await _draft(billed, acme)
    assert (draft.gross, draft.paid) == (Decimal("1168.50"), Decimal("1000.00"))
    assert await _balance(acme) == {"Credit": 1000}
    words = (OCTOBER, draft.inputs_hash)
    final = await verb.perform(
        finalising.finalise, billed.finance.principal, *words, tenant=acme.id
    )
    assert final.paid == Decimal("1000.00")
    assert await _balance(acme) == {"Credit": 0}


async def test_what_is_left_rolls_over_as_agreed_at_midnight(billed: World) -> None:
    acme = billed.acme
    timers.handle(expiring.kind())
    await _sold(billed, acme, hours(10, expires=date(2026, 12, 10), roll_over=Decimal(25)))
    await _posted(acme, _entry(acme, "a", 60, 5))
    for moment, balance in (
        (datetime(2026, 12, 9, 22, 59, tzinfo=UTC), [540]),
        (datetime(2026, 12, 9, 23, 0, 1, tzinfo=UTC), [150, 540]),
    ):
        async with db.open(Work(acme.id)):
            await db.execute("UPDATE tenant SET simulated_now = $2 WHERE id = $1", acme.id, moment)
        while await pulse.drain(acme.id):
            pass
        found = await verb.perform(blocks.of_tenant, acme.finance.principal, acme.id)
        assert sorted(each.remaining for each in found) == balance
    rolled = next(each for each in found if each.rolled_from is not None)
    assert rolled.starts == date(2026, 12, 10)
    assert rolled.expires == date(2026, 12, 10) + timedelta(days=70)


async def test_what_cannot_be_sold_is_named_and_nothing_is(billed: World) -> None:
    acme = billed.acme
    for wrong, field in (
        (hours(1, expires=OCTOBER), "expires"),
        (replace(hours(1), unit="fortnight"), "unit"),
        (hours(1, roll_over=Decimal(101)), "roll_over"),
    ):
        with pytest.raises(Malformed) as refused:
            await _sold(billed, acme, wrong)
        assert refused.value.field == field
    assert await _balance(acme) == {}


async def test_a_client_reads_its_own_blocks_only(billed: World) -> None:
    await _sold(billed, billed.acme, hours(1))
    with pytest.raises(NotFound):
        await verb.perform(blocks.of_tenant, billed.bolt.finance.principal, billed.acme.id)
    assert await _balance(billed.bolt) == {}


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_comes_at_once_no_block_is_overdrawn_and_nothing_is_lost(
    billed: World, seed: int
) -> None:
    """Entries and their reversals on connections of their own, over blocks that end differently."""
    acme, chance = billed.acme, random.Random(seed)
    for size, ends in ((1, date(2026, 12, 1)), (2, date(2027, 1, 1)), (1, None)):
        await _sold(billed, acme, hours(size, expires=ends))
    entries = [_entry(acme, f"{n}", chance.randrange(5, 70), 5 + n % 9) for n in range(12)]
    before = entries[:4]
    await _posted(acme, *before)
    undone = [reversal(each, f"undo {each.event_id}") for each in chance.sample(before, 2)]
    told = [*entries[4:], *undone]
    chance.shuffle(told)
    await asyncio.gather(*(_posted(acme, each) for each in told))
    taken_back = {each.reverses for each in undone}
    used = sum(each.quantity for each in entries if each.event_id not in taken_back)
    async with db.open(Work(acme.id)):
        rows = await db.rows(
            "SELECT b.size, b.remaining, coalesce(sum(d.quantity), 0) AS drawn FROM block b "
            "LEFT JOIN block_draw d ON d.tenant_id = b.tenant_id AND d.block_id = b.id "
            "WHERE b.tenant_id = $1 GROUP BY b.id, b.size, b.remaining",
            acme.id,
        )
    for row in rows:
        assert 0 <= row["remaining"] <= row["size"]
        assert row["size"] - row["remaining"] == row["drawn"]
    assert sum(row["drawn"] for row in rows) == min(used, Decimal(240))


async def test_a_block_for_one_site_is_drawn_by_its_people_only(billed: World) -> None:
    acme = billed.acme
    async with db.open(Work(acme.id)):
        await db.execute("DELETE FROM subscription WHERE tenant_id = $1", acme.id)
    by_site = {**terms.hours("60"), "group_by": [drawing.GROUP]}
    plan = await terms.listed(billed, by_site)
    begun = (plan.id, date(2026, 9, 1), NewTerm())
    await verb.perform(client_terms.begin, billed.admin.principal, *begun, tenant=acme.id)
    await _sold(billed, acme, hours(1, group="kiel"))
    await _sold(billed, acme, hours(2))
    for name, minutes, site in (("a", 90, "kiel"), ("b", 60, "bonn")):
        of_site = replace(_entry(acme, name, minutes, 5), dimensions=dimensions(group=site))
        await _posted(acme, of_site)
    assert await _balance(acme) == {"1 hours": 0, "2 hours": 30}
    await _posted(acme, replace(_entry(acme, "c", 60, 6), dimensions=dimensions(group="bonn")))
    assert await _balance(acme) == {"1 hours": 0, "2 hours": 0}
    lines = [line.net for line in (await _draft(billed, acme)).lines if line.unit == "minute"]
    assert lines == [Decimal("30.00"), Decimal("0.00")], "Bonn pays what no block covers"


async def test_the_line_that_sells_a_block_is_not_taken_off_its_next_invoice(
    billed: World,
) -> None:
    acme, finance = billed.acme, billed.finance.principal
    before = {each.id for each in await verb.perform(extras.of_tenant, finance, acme.id)}
    await _sold(billed, acme, hours(3))
    after = {each.id for each in await verb.perform(extras.of_tenant, finance, acme.id)}
    (line,) = after - before
    with pytest.raises(extras.SellsBlock):
        await verb.perform(extras.remove, finance, line, tenant=acme.id)
    assert {each.id for each in await verb.perform(extras.of_tenant, finance, acme.id)} == after
