"""Clients at a glance stand as the worker last looked at them, and money for who may see it."""

from __future__ import annotations

import re

import pytest
import pytest_asyncio

from billing.margins import kept_margin
from tests import served
from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import World, build
from underpin.desk.health import keeping, reading
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden
from underpin.kernel.principal import worker


@pytest_asyncio.fixture(scope="module")
async def people(scopes: Database) -> World:
    """One ticket is open at Acme, whose contract runs; at the others nobody looked yet."""
    world = await build()
    await ground.under_contract(world.acme)
    await verb.perform(
        raising.raise_ticket, world.acme.requester.principal, NewTicket("It is dark.")
    )
    for _ in range(2):
        await looked_at(world)
    return world


async def looked_at(world: World) -> None:
    tenant = world.acme.id
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "alarm", "test")
        assert await keeping.of_client(act) == 1
        assert await kept_margin.of_client(act) in (kept_margin.MONTHS, kept_margin.ANEW)


async def test_a_client_is_looked_at_once_a_day_however_often(people: World) -> None:
    days = await verb.perform(reading.of_client, people.lead.principal, people.acme.id)
    (today,) = days
    assert (today.day, today.live, today.in_force) == (MONDAY.date(), 1, True)
    assert today.share is None


async def test_all_are_one_page_and_one_is_gathered(people: World) -> None:
    site, slug = served.site(), people.acme.slug
    async with worlds.browser(site, people.admin) as page:
        every = (await page.get("/clients?sort=open")).text
        assert f'href="/clients/{slug}"' in every
        assert "Margin, last month" in every
        assert f'href="/clients/{people.bolt.slug}"' in every
        narrowed = (await page.get(f"/clients?q={people.acme.key}")).text
        assert f'href="/clients/{people.bolt.slug}"' not in narrowed
        one = (await page.get(f"/clients/{slug}")).text
        assert f"{people.acme.key}-1" in one
        assert f'href="/clients/{slug}/service-reports"' in one
        assert (await page.get("/clients/nobody")).status_code == 404
        assert people.acme.name in (await page.get("/reports/margin?first=2026-01-01")).text


async def test_agents_see_no_money(people: World) -> None:
    site, slug = served.site(), people.acme.slug
    async with worlds.browser(site, people.agent) as page:
        for path in ("/clients", f"/clients/{slug}"):
            said = await page.get(path)
            assert said.status_code == 200
            assert "Margin" not in said.text
            assert "Plans" not in said.text
        assert (await page.get("/reports/margin")).status_code == 403
    with pytest.raises(Forbidden):
        await verb.perform(
            kept_margin.of_clients, people.lead.principal, MONDAY.date(), MONDAY.date()
        )


async def test_vendors_are_for_who_knows_the_contracts(people: World) -> None:
    site, slug = served.site(), people.acme.slug
    async with worlds.browser(site, people.admin) as page:
        every = (await page.get("/vendors")).text
        paths = re.findall(r'href="(/vendors/[0-9a-f-]{36})"', every)
        assert paths
        shown = [(await page.get(path)).text for path in paths]
        assert [text for text in shown if f'href="/clients/{slug}"' in text]
        assert all("How they kept their targets" in text for text in shown)
        assert (await page.get(f"/vendors/{people.acme.admin.id}")).status_code == 404
    async with worlds.browser(site, people.agent) as page:
        for path in ("/vendors", *paths):
            assert (await page.get(path)).status_code == 403
    async with worlds.browser(site, people.acme.admin) as page:
        for path in ("/vendors", *paths):
            assert (await page.get(path)).status_code == 404
