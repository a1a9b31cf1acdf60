"""With whom a ticket's time was, as its client is told: us, you, a vendor, and nothing more."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import pytest_asyncio

from tests import served
from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import World, build
from underpin.desk.cases import case
from underpin.desk.tickets import finishing, raising, sharing, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest_asyncio.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


async def lived(world: World) -> int:
    """30 min with us, 2 h with the client, 10 min with us, 45 min with the vendor until now."""
    acme, lead = world.acme, world.lead.principal
    about = {"tenant": acme.id}
    async with db.open(Work(acme.id)):
        now = await db.now()
    new = NewTicket("No light", impact="low", urgency="low", service_id=ground.service(acme))  # type: ignore[arg-type]
    ticket = await verb.perform(raising.raise_ticket, acme.requester.principal, new)
    await ground.pass_time(acme, now + 30 * MINUTE)
    await verb.perform(talking.reply, lead, ticket.number, "Which hall?", then_wait=True, **about)
    await ground.pass_time(acme, now + 150 * MINUTE)
    await verb.perform(talking.reply, acme.requester.principal, ticket.number, "Hall 3")
    await ground.pass_time(acme, now + 160 * MINUTE)
    await verb.perform(case.open_vendor_case, lead, ticket.number, **about)
    await ground.pass_time(acme, now + 205 * MINUTE)
    return int(ticket.number)


async def test_the_time_is_split_by_who_had_it(world: World) -> None:
    await ground.pass_time(world.acme, MONDAY)
    number = await lived(world)
    theirs = {"us": 40 * MINUTE, "client": 2 * HOUR, "vendor": 45 * MINUTE}
    ours = {"L1": 40 * MINUTE, "client": 2 * HOUR, "vendor": 45 * MINUTE}
    for person, wanted in ((world.acme.requester, theirs), (world.lead, ours)):
        found = await verb.perform(sharing.of_ticket, person.principal, world.acme.id, number)
        assert {
            part.link: timedelta(microseconds=part.working_us)
            for part in found.parts
            if part.working_us
        } == wanted


async def test_the_client_reads_it_on_the_ticket_and_over_the_api(world: World) -> None:
    number = await lived(world)
    name = f"{world.acme.key}-{number}"
    async with worlds.browser(served.site(), world.acme.requester) as page:
        text = (await page.get(f"/tickets/{name}")).text
        said = (await page.get(f"/api/v1/tickets/{name}/shares")).json()
    assert {part["link"]: part["percent"] for part in said["parts"]} == {
        "us": "19.5",
        "client": "58.5",
        "vendor": "21.9",
    }
    for words in ("Who had it how long", "With us", "With you", "With a vendor"):
        assert words in text
    assert re.search(r"\bL1\b", text) is None


async def test_it_stands_still_once_the_ticket_is_done(world: World) -> None:
    acme, lead = world.acme, world.lead.principal
    number = await lived(world)
    await verb.perform(working.change_state, lead, number, "open", tenant=acme.id)
    await verb.perform(finishing.resolve, lead, number, tenant=acme.id)
    async with db.open(Work(acme.id)):
        now = await db.now()
    before = await verb.perform(sharing.of_ticket, lead, acme.id, number)
    await ground.pass_time(acme, now + 5 * HOUR)
    assert await verb.perform(sharing.of_ticket, lead, acme.id, number) == before


async def test_a_ticket_without_an_agreement_promised_no_time(world: World) -> None:
    new = NewTicket("Nobody agreed on this")
    ticket = await verb.perform(raising.raise_ticket, world.bolt.requester.principal, new)
    found = await verb.perform(
        sharing.of_ticket, world.bolt.requester.principal, world.bolt.id, ticket.number
    )
    assert found is None


async def test_who_may_not_see_the_ticket_is_told_nothing(world: World) -> None:
    number = await lived(world)
    for person in (world.acme.colleague, world.bolt.requester, world.stranger):
        with pytest.raises(NotFound):
            await verb.perform(sharing.of_ticket, person.principal, world.acme.id, number)
    with pytest.raises(Forbidden):
        await verb.perform(sharing.of_ticket, world.finance.principal, world.acme.id, number)
