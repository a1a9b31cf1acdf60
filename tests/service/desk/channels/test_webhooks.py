"""Webhooks that leave: signed, tried again under the same name, never into our own network, and
never with what their reader may not know."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest

from tests.service.desk import ground
from tests.service.desk.channels import room
from tests.service.desk.channels.far_side import PUBLIC, FarSide, far_side, leaving
from tests.world import Client, World
from underpin.desk.alerts import sources
from underpin.desk.aside import set_aside
from underpin.desk.channels import channels, webhooks
from underpin.desk.channels.channel import Said as ChannelSaid
from underpin.desk.channels.webhooks import Opened, Said
from underpin.desk.phone import calls
from underpin.desk.tickets import raising, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound

RAISED = ("ticket.raised",)


async def add(people: World, client: Client, name: str, url: str, **words: object) -> Opened:
    said = Said(name, url, **({"kinds": RAISED} | words))  # type: ignore[arg-type]
    made: Opened = await verb.perform(webhooks.add, people.lead.principal, said, tenant=client.id)
    return made


async def a_ticket(client: Client, subject: str = "No mail", **words: bool) -> int:
    new = NewTicket(subject, "x", **words)  # type: ignore[arg-type]
    ticket = await verb.perform(raising.raise_ticket, client.requester.principal, new)
    await ground.settle(client)
    return int(ticket.number)


async def told(people: World, client: Client, webhook_id: UUID) -> list[webhooks.Told]:
    found: list[webhooks.Told] = await verb.perform(
        webhooks.told, people.lead.principal, client.id, webhook_id, tenant=client.id
    )
    return found


async def silence(people: World, client: Client, made: Opened) -> None:
    """So that the next story is not told to it."""
    await verb.perform(
        webhooks.pause, people.lead.principal, made.webhook.id, paused=True, tenant=client.id
    )


async def test_it_is_told_once_it_listens_under_one_name(people: World, there: FarSide) -> None:
    """The other side fails twice first."""
    there.answers = [(500, {}), (302, {}), (200, {})]
    made = await add(people, people.acme, "fails", f"{there.url}/hook")
    number = await a_ticket(people.acme)
    for _ in range(4):
        await ground.hurry(people.acme)
    assert len(there.asked) == 3
    assert len({asked.headers["idempotency-key"] for asked in there.asked}) == 1
    assert len({asked.headers["x-underpin-id"] for asked in there.asked}) == 1
    last = there.asked[-1]
    at = int(last.headers["x-underpin-timestamp"])
    signed = room.SIGNED["webhook"](made.signing_key, last.body, at)
    assert last.headers["x-underpin-signature"] == signed["x-underpin-signature"]
    said = last.said
    assert said["kind"] == "ticket.raised"
    assert said["ticket"] == {
        "number": f"{people.acme.key}-{number}",
        "subject": "No mail",
        "type": "incident",
        "state": "new",
        "priority": "P3",
        "version": said["ticket"]["version"],
    }
    (sent,) = await told(people, people.acme, made.webhook.id)
    assert (sent.state, sent.attempts) == ("sent", 3)
    await silence(people, people.acme, made)


async def test_it_is_told_again_when_somebody_asks_under_the_same_name(
    people: World, there: FarSide
) -> None:
    made = await add(people, people.acme, "again", there.url)
    await a_ticket(people.acme)
    await ground.hurry(people.acme)
    (sent,) = await told(people, people.acme, made.webhook.id)
    about = {"tenant": people.acme.id}
    lead = people.lead.principal
    await verb.perform(webhooks.again, lead, made.webhook.id, sent.id, **about)
    await ground.hurry(people.acme)
    first, second = there.asked
    assert first.headers["x-underpin-id"] == second.headers["x-underpin-id"]
    other = {"tenant": people.bolt.id}
    with pytest.raises(NotFound):
        await verb.perform(webhooks.again, lead, made.webhook.id, sent.id, **other)
    await silence(people, people.acme, made)


async def test_it_never_leads_into_our_own_network(people: World) -> None:
    async with far_side() as inside, leaving(PUBLIC):
        made = await add(people, people.acme, "inside", inside.url)
        await a_ticket(people.acme)
        await ground.hurry(people.acme)
        assert inside.asked == []
    (parked,) = await told(people, people.acme, made.webhook.id)
    assert parked.state == "set_aside"
    assert "public address" in (parked.error or "")
    waiting = await verb.perform(set_aside.waiting, people.lead.principal)
    assert parked.id in {item.id for item in waiting}
    await silence(people, people.acme, made)


async def test_one_that_is_gone_is_not_tried_again(people: World, there: FarSide) -> None:
    there.answers = [(410, {})]
    made = await add(people, people.acme, "gone", there.url)
    await a_ticket(people.acme)
    for _ in range(3):
        await ground.hurry(people.acme)
    assert len(there.asked) == 1
    (parked,) = await told(people, people.acme, made.webhook.id)
    assert parked.state == "set_aside"
    await silence(people, people.acme, made)


async def test_a_clients_webhook_hears_nothing_of_staffs_own(people: World, there: FarSide) -> None:
    inner = ("ticket.internal_note", "ticket.assigned")
    for kind in inner:
        with pytest.raises(Malformed, match=kind):
            await add(people, people.acme, "curious", there.url, kinds=(kind,))
    theirs = await add(people, people.acme, "theirs", f"{there.url}/theirs")
    ours = await add(people, people.acme, "ours", f"{there.url}/ours", kinds=inner, for_staff=True)
    number, about = await a_ticket(people.acme), {"tenant": people.acme.id}
    await verb.perform(working.take, people.agent.principal, number, **about)
    await verb.perform(talking.note, people.agent.principal, number, "SECRET", **about)
    await ground.settle(people.acme)
    while await ground.hurry(people.acme):
        pass
    heard = [(asked.path, asked.said["kind"]) for asked in there.asked]
    assert sorted(heard) == [
        ("/ours", "ticket.assigned"),
        ("/ours", "ticket.internal_note"),
        ("/theirs", "ticket.raised"),
    ]
    assert not any(b"SECRET" in asked.body for asked in there.asked)
    for made in (theirs, ours):
        await silence(people, people.acme, made)


async def test_no_program_hears_of_what_is_confidential_or_anothers(
    people: World, there: FarSide
) -> None:
    made = await add(people, people.acme, "discreet", there.url)
    await a_ticket(people.acme, "About my manager", confidential=True)
    await a_ticket(people.bolt, "Another company's")
    await ground.hurry(people.acme)
    await ground.hurry(people.bolt)
    assert there.asked == []
    await silence(people, people.acme, made)


async def test_a_new_key_signs_beside_the_old_one_for_a_day(people: World, there: FarSide) -> None:
    made = await add(people, people.acme, "rotated", there.url)
    about, lead = {"tenant": people.acme.id}, people.lead.principal
    fresh = await verb.perform(webhooks.rotate, lead, made.webhook.id, **about)
    await verb.perform(webhooks.test, lead, made.webhook.id, **about)
    await ground.hurry(people.acme)
    (asked,) = there.asked
    assert asked.said["kind"] == "test"
    at = int(asked.headers["x-underpin-timestamp"])
    wanted = [
        room.SIGNED["webhook"](key, asked.body, at)["x-underpin-signature"]
        for key in (fresh.signing_key, made.signing_key)
    ]
    assert asked.headers["x-underpin-signature"].split(",") == wanted
    await silence(people, people.acme, made)


async def test_keys_and_credentials_are_read_by_nobody(people: World, there: FarSide) -> None:
    made = await add(people, people.acme, "sealed", there.url)
    said = Said("mine", there.url, RAISED)
    with pytest.raises(Forbidden):
        await verb.perform(webhooks.add, people.agent.principal, said, tenant=people.acme.id)
    with pytest.raises(Exception, match="permission denied"):
        async with db.open(Member(people.acme.id, people.acme.admin.id)):
            await db.rows("SELECT url FROM webhook")
    async with db.open(Work(people.acme.id)):
        row = await db.row("SELECT * FROM webhook WHERE id = $1", made.webhook.id)
    assert row is not None
    assert made.signing_key.encode() not in bytes(row["signing_key"])
    async with db.open(Work(people.bolt.id)):
        assert await db.rows("SELECT id FROM webhook WHERE id = $1", made.webhook.id) == []
    await silence(people, people.acme, made)


async def test_no_secret_that_was_said_stands_in_the_trail(
    people: World, page: httpx.AsyncClient
) -> None:
    key = "KEY-THAT-SLACK-MADE"
    said = ChannelSaid("Trail", "slack", {"workspace": "T", "channel": "C"}, "CREDENTIAL-OF-OURS")
    about, lead = {"tenant": people.caro.id}, people.lead.principal
    made = await verb.perform(channels.add, lead, said, signing_key=key, **about)
    words = {"signing_key": key, **about}
    await verb.perform(channels.rotate, lead, made.channel.id, **words)
    await verb.perform(calls.open_line, lead, "Trail", "hub", **words)
    source = sources.Said("Trail", people.caro.requester.id)
    await verb.perform(sources.add, lead, source, **words)
    async with db.open(Work(people.caro.id)):
        told = str([dict(row) for row in await db.rows("SELECT * FROM audit_detail")])
        kept = str([dict(row) for row in await db.rows("SELECT * FROM hook_secret")])
        told += kept + str([dict(row) for row in await db.rows("SELECT * FROM channel")])
    for secret in (key, "CREDENTIAL-OF-OURS", made.secret.address.rsplit("/", 1)[-1]):
        assert secret not in told
    assert "channels.channels.rotate" in await _verbs(people.caro)


async def _verbs(client: Client) -> str:
    async with db.open(Work(client.id)):
        return str([row["verb"] for row in await db.rows("SELECT verb FROM audit")])
