"""What a client has used so far and will have, its blocks and their draws, and what another plan
would have cost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from billing.metered import reading, usage
from billing.metered.usage import Entry
from billing.prepaid import blocks, selling
from billing.prepaid.selling import NewBlock
from billing.pricing.price_list import NewTerm
from billing.terms import client_terms, plans, simulating, simulation, so_far
from billing.terms.plans import Content
from billing.terms.simulating import Simulated
from billing.terms.so_far import SoFar
from tests.service.billing import ground
from tests.service.billing.test_terms import fee, hours, listed
from tests.world import Client, Human, World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound

OCTOBER = date(2026, 10, 1)


async def _do(who: Human, wanted: Any, client: Client, *words: Any) -> Any:
    return await verb.perform(wanted, who.principal, *words, tenant=client.id)


async def _today(client: Client, day: datetime) -> None:
    async with db.open(Work(client.id)):
        await db.execute("UPDATE tenant SET simulated_now = $2 WHERE id = $1", client.id, day)


async def _on(house: World, client: Client, *prices: dict[str, Any]) -> None:
    """The client is on a plan of its own since September."""
    async with db.open(Work(client.id)):
        await db.execute("DELETE FROM subscription WHERE tenant_id = $1", client.id)
    plan = await listed(house, *prices)
    words = (plan.id, date(2026, 9, 1), NewTerm())
    await _do(house.admin, client_terms.begin, client, *words)


async def _so_far(who: Human, client: Client) -> SoFar:
    found: SoFar = await verb.begin(so_far.of_client, who.principal, client.id)
    return found


def vendors() -> dict[str, Any]:
    model = {"kind": "pass_through", "markup": "10"}
    return {**fee("1"), "key": "vendors", "name": "Vendors", "meter": "vendor_cost", "model": model}


async def test_a_client_sees_what_it_used_and_what_it_will_have(billed: World) -> None:
    acme = billed.acme
    await _on(billed, acme, fee("300"), {**hours("120"), "included": "60"}, vendors())
    await ground.minutes(acme, 90, datetime(2026, 11, 5, 12, tzinfo=UTC))
    cost = Entry(
        "v", "vendor_cost", Decimal(50), datetime(2026, 11, 3, tzinfo=UTC), {"vendor": "F"}
    )
    await _do(billed.finance, usage.report, acme, "vendors", [cost])
    await _today(acme, datetime(2026, 11, 10, 12, tzinfo=UTC))
    found = await _so_far(acme.finance, acme)
    fees, minutes, passed = found.lines
    assert (found.period.start, found.today) == (date(2026, 11, 1), date(2026, 11, 10))
    assert (fees.amount, fees.expected, fees.method) == (300, 300, "as_it_stands")
    assert (minutes.quantity, minutes.included, minutes.left) == (90, 60, 0)
    assert (minutes.amount, minutes.expected_quantity, minutes.expected) == (60, 270, 420)
    assert (passed.quantity, passed.group, passed.amount) == (None, {}, 55), "not what we paid"
    assert (found.amount, found.expected) == (415, 300 + 420 + 165)
    assert (await _so_far(billed.finance, acme)).lines[2].quantity == 50, "staff see it"


async def test_what_is_prepaid_covers_what_is_expected(billed: World) -> None:
    acme = billed.acme
    await _on(billed, acme, hours("120"))
    new = NewBlock(
        name="Four hours",
        unit="minute",
        size=Decimal(240),
        price=Decimal(400),
        currency="EUR",
        starts=date(2026, 11, 1),
    )
    await _do(billed.finance, selling.sell, acme, new)
    await _today(acme, datetime(2026, 11, 10, 12, tzinfo=UTC))
    await ground.minutes(acme, 100, datetime(2026, 11, 5, 12, tzinfo=UTC))
    (line,) = (await _so_far(acme.admin, acme)).lines
    assert (line.prepaid, line.expected_quantity, line.expected) == (0, 300, 120)


async def test_looking_changes_nothing_because_the_database_would_refuse(
    billed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = billed.acme

    async def meddle(*_: Any) -> None:
        await db.execute("DELETE FROM subscription WHERE tenant_id = $1", acme.id)

    monkeypatch.setattr(reading, "of_periods", meddle)
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await _so_far(acme.finance, acme)
    monkeypatch.undo()
    assert (await _so_far(acme.finance, acme)).lines


async def test_nobody_else_sees_it(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    with pytest.raises(NotFound):
        await _so_far(acme.finance, bolt)
    with pytest.raises(NotFound):
        await _so_far(billed.manager, bolt)
    for who in (acme.requester, billed.agent):
        with pytest.raises(Forbidden):
            await _so_far(who, acme)


async def test_a_block_is_topped_up_at_its_price_and_its_draws_are_read(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    new = NewBlock(
        name="An hour",
        unit="minute",
        size=Decimal(60),
        price=Decimal(80),
        currency="EUR",
        starts=OCTOBER,
        expires=date(2026, 12, 1),
    )
    block = await _do(billed.finance, selling.sell, acme, new)
    told = Entry("c", "channel_messages", Decimal(3), datetime(2026, 10, 3, tzinfo=UTC))
    await _do(billed.finance, usage.report, acme, "chat", [told])
    again = await _do(billed.finance, selling.top_up, acme, block, date(2026, 11, 1))
    held = {each.id: each for each in await _do(acme.finance, blocks.of_tenant, acme, acme.id)}
    assert (held[again].size, held[again].expires) == (60, date(2027, 1, 1))
    assert await _do(acme.finance, blocks.draws_of, acme, acme.id, block) == []
    with pytest.raises(NotFound):
        await verb.perform(blocks.draws_of, bolt.finance.principal, bolt.id, block)
    with pytest.raises(NotFound):
        await _do(billed.finance, selling.top_up, bolt, block, date(2026, 11, 1))


async def test_what_last_month_would_have_cost_on_a_draft(billed: World) -> None:
    acme = billed.acme
    await _on(billed, acme, fee("300"), hours("120"), vendors())
    await ground.minutes(acme, 150, datetime(2026, 11, 5, 12, tzinfo=UTC))
    await ground.minutes(acme, 60, datetime(2026, 10, 30, 12, tzinfo=UTC))
    prices = [fee("390"), {**hours("90"), "included": "60"}, {**fee("10"), "key": "extra"}]
    words = (f"Other {ids.new()}", "EUR", Content(prices))
    draft = await verb.perform(plans.begin, billed.finance.principal, *words)
    found: Simulated = await verb.perform(
        simulating.of_client, billed.manager.principal, acme.id, draft.plan_id, 1, tenant=acme.id
    )
    made = found.simulation
    assert (made.start, made.end) == (date(2026, 11, 1), date(2026, 12, 1))
    assert [
        (each.price, each.did and each.did.amount, each.would and each.would.amount, each.more)
        for each in made.lines
    ] == [
        ("fee", 300, 390, 90),
        ("minutes", 300, 135, -165),
        ("vendors", 0, None, 0),
        ("extra", None, 10, 10),
    ]
    assert (made.did, made.would, made.more, found.invoiced) == (600, 535, -65, 0)
    assert made.assumptions
    span = {"start": OCTOBER, "end": date(2026, 12, 1)}
    both: Simulated = await verb.perform(
        simulating.of_client,
        billed.manager.principal,
        acme.id,
        draft.plan_id,
        1,
        tenant=acme.id,
        **span,
    )
    assert (both.simulation.did, both.simulation.would) == (1020, 400 + 400 + 135)
    with pytest.raises(simulation.NotWhole, match="2026-10-01 to 2026-11-01"):
        await verb.perform(
            simulating.of_client,
            billed.manager.principal,
            acme.id,
            draft.plan_id,
            1,
            tenant=acme.id,
            start=date(2026, 10, 3),
            end=date(2026, 11, 1),
        )
