"""An alarm that was set aside pages whoever leads (DESIGN 7)."""

from __future__ import annotations

from uuid import UUID

import pytest_asyncio

from tests import world
from tests.conftest import Database
from tests.world import Client, World
from underpin import wiring
from underpin.desk.aside import set_aside
from underpin.kernel import db, ids, mail_channel, metrics, pulse, relay, timers, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.outgoing import Outgoing
from underpin.kernel.principal import worker


@pytest_asyncio.fixture(scope="module")
async def people(scopes: Database) -> World:
    wiring.wire()
    wiring.wire_alarms()
    return await world.build()


async def test_whoever_leads_is_told_once_each_and_finds_it(people: World) -> None:
    item = await _parked(people.acme)
    for _ in range(3):
        await relay.drain(people.acme.id)
    lead, told = people.lead, await _told(people.acme)
    assert [mail.to[0].address for mail in told] == [lead.email]
    (mail,) = told
    assert (mail.subject, mail.automatic) == (f"[{people.acme.key}] An alarm was set aside", True)
    assert "http://desk.localhost/set-aside" in mail.text
    found = await verb.perform(set_aside.waiting, lead.principal)
    assert [(each.lane, each.key) for each in found if each.id == item] == [
        ("timers", people.acme.key)
    ]


async def test_a_client_nobody_leads_is_its_providers_admins_matter(people: World) -> None:
    from tenants import people as persons

    await verb.perform(persons.unassign, people.admin.principal, people.lead.id, people.caro.id)
    await _parked(people.caro)
    await relay.drain(people.caro.id)
    told = {mail.to[0].address for mail in await _told(people.caro)}
    assert people.admin.email in told
    assert people.lead.email not in told
    assert not told & {people.agent.email, people.manager.email, people.stranger.email}


async def test_it_leaves_without_being_held_back(people: World) -> None:
    await _parked(people.bolt)
    await relay.drain(people.bolt.id)
    async with db.open(Work(people.bolt.id)):
        held = await db.value(
            "SELECT count(*) FROM outgoing WHERE tenant_id = $1 AND due_at > created_at",
            people.bolt.id,
        )
    assert await _told(people.bolt)
    assert held == 0


async def _parked(client: Client) -> UUID:
    """A timer of a kind that nobody handles: it fails until it is set aside."""
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "test", "test")
        await timers.arm(act, timers.Timer("unheard-of", str(ids.new()), ids.new(), act.now))
    for _ in range(pulse.ATTEMPTS):
        async with db.open(Work(client.id)):
            await db.execute("UPDATE timer SET due_at = fires_at WHERE parked_at IS NULL")
        await pulse.drain(client.id)
    async with db.open(Work(client.id)):
        found: UUID = await db.value(
            "SELECT id FROM timer WHERE tenant_id = $1 AND parked_at IS NOT NULL", client.id
        )
    assert metrics.registry.get_sample_value(
        "underpin_timers_total", {"kind": "unheard-of", "outcome": "set_aside"}
    )
    return found


async def _told(client: Client) -> list[OutgoingMail]:
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT o.identity, o.payload FROM outgoing o WHERE o.tenant_id = $1 "
            "AND o.channel = 'mail' ORDER BY o.id",
            client.id,
        )
    return [mail_channel.opened(_leaving(client, row)) for row in rows]


def _leaving(client: Client, row: db.Row) -> Outgoing:
    import msgspec

    payload = msgspec.json.decode(row["payload"])
    return Outgoing(client.id, ids.new(), "mail", row["identity"], ids.new(), payload, False)
