"""A month's invoices for every client: each exactly once, whatever becomes of another."""

from __future__ import annotations

from datetime import date

import pytest

from billing.invoicing import drafting
from tests.service.billing import ground
from tests.world import World
from underpin import invoicing
from underpin.kernel import db
from underpin.kernel.database.scope import Work

OCTOBER = date(2026, 10, 1)


async def test_a_run_started_again_goes_on_where_it_was_cut_off(billed: World) -> None:
    tenants = [client.id for client in billed.clients]
    first = await invoicing.over(tenants[:1], OCTOBER, issue=True)
    again = await invoicing.over(tenants, OCTOBER, issue=True)
    assert [each.outcome for each in (*first, *again)] == [
        *("issued", "passed over", "issued", "issued")
    ]
    for client in billed.clients:
        assert await ground.numbers(client) == [f"{client.key}-2026-0001"]


async def test_one_clients_failure_is_told_and_stops_no_other(
    billed: World, capsys: pytest.CaptureFixture[str]
) -> None:
    acme, bolt, caro = billed.clients
    async with db.open(Work(bolt.id)):
        await db.execute(
            "UPDATE subscription SET tax_treatment = 'unheard of' WHERE tenant_id = $1", bolt.id
        )
    done = await invoicing.over([acme.id, bolt.id, caro.id], OCTOBER, issue=True)
    assert [each.outcome for each in done] == ["issued", "failed", "issued"]
    assert invoicing.summed_up(done) == 1
    said = capsys.readouterr().out
    assert "2/3" in said and "unheard of" in said and "1 failed, 2 issued" in said
    assert await ground.numbers(bolt) == []


async def test_without_issue_there_are_drafts_only(billed: World) -> None:
    done = await invoicing.over([billed.acme.id], OCTOBER, issue=False)
    assert [each.outcome for each in done] == ["drafted"]
    assert await ground.numbers(billed.acme) == []


async def test_a_client_on_no_plan_is_passed_over(billed: World) -> None:
    async with db.open(Work(billed.caro.id)):
        await db.execute("DELETE FROM subscription WHERE tenant_id = $1", billed.caro.id)
    (done,) = await invoicing.over([billed.caro.id], OCTOBER, issue=True)
    assert (done.outcome, done.said) == ("passed over", drafting.NoSubscription.title)
