"""The generic webhook in: a client's own program opens tickets and goes on with them, in the name
of people whom our own have linked."""

from __future__ import annotations

import time
from typing import Any

import httpx
import msgspec
import pytest

from tests.service.desk import ground
from tests.service.desk.channels import room
from tests.service.desk.channels.far_side import FarSide
from tests.world import World
from underpin.desk.channels import account, channels, greeting, phrases
from underpin.desk.channels.channel import Said
from underpin.desk.tickets import talking
from underpin.kernel import verb
from underpin.kernel.errors import Forbidden, Malformed, NotFound


def message(name: str, text: str = "Nothing prints.", who: str = "u1", **more: Any) -> Any:
    return {"id": name, "sender": {"id": who, "name": "Ann"}, "text": text, **more}


async def test_who_is_not_linked_waits_and_what_they_said_counts_from_then(
    people: World, page: httpx.AsyncClient
) -> None:
    here = await room.open_at(people, people.acme, page, "webhook", "unknown")
    assert (await here.send(message("m1", subject="Printer"))).status_code == 200
    (waiting,) = await here.deliveries()
    assert waiting["state"] == "set_aside"
    assert "Nobody is linked to Ann" in waiting["reason"]
    assert await here.tickets() == []
    await here.link("u1", person_id=people.acme.requester.id)
    (ticket,) = await here.tickets()
    assert (ticket["subject"], ticket["channel"]) == ("Printer", "webhook")
    assert ticket["requester_id"] == people.acme.requester.id
    assert ticket["raised_at"] == waiting["received_at"]
    assert [said[2] for said in await here.said(ticket["id"])] == ["Nothing prints."]


async def test_a_conversation_is_one_ticket_and_a_message_counts_once(
    people: World, page: httpx.AsyncClient
) -> None:
    here = await room.open_at(people, people.acme, page, "webhook", "one")
    await here.send(message("m1", thread="t"))
    await here.link("u1", person_id=people.acme.requester.id)
    await here.send(message("m2", "Still.", thread="t"))
    await here.send(message("m2", "Still.", thread="t"), at=int(time.time()) - 1)
    (ticket,) = await here.tickets()
    assert [said[2] for said in await here.said(ticket["id"])] == ["Nothing prints.", "Still."]
    named = message("m3", "By its name.", ticket=f"{people.acme.key}-{ticket['number']}")
    await here.send(named)
    assert len(await here.said(ticket["id"])) == 3
    assert [row["state"] for row in await here.deliveries()] == [
        *("applied", "applied", "repeated", "applied")
    ]


async def test_a_wait_for_the_client_ends_when_their_word_reached_us(
    people: World, page: httpx.AsyncClient
) -> None:
    here = await room.open_at(people, people.acme, page, "webhook", "waits")
    await here.send(message("m1", thread="t"))
    await here.link("u1", person_id=people.acme.requester.id)
    (ticket,) = await here.tickets()
    about = {"tenant": people.acme.id}
    number, lead = ticket["number"], people.lead.principal
    await verb.perform(talking.reply, lead, number, "Since when?", then_wait=True, **about)
    await here.send(message("m2", "Since nine.", thread="t"))
    (after,) = await here.tickets()
    assert after["state"] == "open"


async def test_a_channel_is_tried_in_the_words_of_its_client(
    people: World, page: httpx.AsyncClient, there: FarSide
) -> None:
    settings = {"answers": f"{there.url}/answers"}
    here = await room.open_at(people, people.acme, page, "webhook", "tried", settings, "k" * 20)
    lead = people.lead.principal
    assert await verb.begin(greeting.greet, lead, people.acme.id, here.channel_id) == ""
    said = msgspec.json.decode(there.asked[-1].body)
    assert (said["thread"], said["text"]) == ("test", phrases.of("en").greeting)


async def test_who_takes_no_part_writes_nothing_on_a_ticket(
    people: World, page: httpx.AsyncClient
) -> None:
    """A colleague in the same room, who may not see the ticket; and a ticket of another client."""
    here = await room.open_at(people, people.acme, page, "webhook", "no part")
    await here.send(message("m1", thread="t"))
    await here.send(message("m2", "Me too.", who="u2", thread="t"))
    await here.link("u1", person_id=people.acme.requester.id)
    await here.link("u2", person_id=people.acme.colleague.id)
    (ticket,) = await here.tickets()
    assert len(await here.said(ticket["id"])) == 1
    assert "take no part" in (await here.deliveries())[1]["reason"]
    foreign = message("m3", ticket=f"{people.bolt.key}-1")
    await here.send(foreign)
    assert "there is not" in (await here.deliveries())[2]["reason"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"id": "m", "sender": {"id": "u"}, "text": ""},
        {"id": "m", "sender": {"id": "u"}, "text": "x", "from": "staff@provider.example"},
        {"id": "m", "sender": "u", "text": "x"},
        [],
    ],
)
async def test_what_is_not_in_our_form_is_set_aside(
    people: World, page: httpx.AsyncClient, wrong: Any
) -> None:
    here = await room.open_at(people, people.caro, page, "webhook", f"form {wrong}"[:150])
    await here.send(wrong)
    (waiting,) = await here.deliveries()
    assert waiting["state"] == "set_aside"
    assert waiting["reason"]


async def test_it_must_be_signed_now_and_by_this_channel(
    people: World, page: httpx.AsyncClient
) -> None:
    here = await room.open_at(people, people.acme, page, "webhook", "signed")
    other = await room.open_at(people, people.bolt, page, "webhook", "signed")
    assert (await here.send(message("m1"), key=other.signing_key)).status_code == 403
    assert (await here.send(message("m1"), at=int(time.time()) - 400)).status_code == 403
    assert (await page.post(here.address, json=message("m1"))).status_code == 403
    assert await here.deliveries() == []
    # a secret of monitoring's is none of a channel's, nor the other way round
    crossed = here.address.replace("/channels/", "/alerts/")
    assert (await page.post(crossed, json=message("m1"))).status_code == 404


async def test_answers_go_back_signed(
    people: World, page: httpx.AsyncClient, there: FarSide
) -> None:
    settings = {"answers": f"{there.url}/in"}
    key = "a key of twenty characters"
    here = await room.open_at(people, people.acme, page, "webhook", "answered", settings, key)
    await here.send(message("m1", thread="t"))
    await here.link("u1", person_id=people.acme.requester.id)
    (ticket,) = await here.tickets()
    about = {"tenant": people.acme.id}
    await verb.perform(talking.reply, people.agent.principal, ticket["number"], "On it.", **about)
    await verb.perform(
        talking.note, people.agent.principal, ticket["number"], "NOT FOR THEM", **about
    )
    await ground.settle(people.acme)
    while await ground.hurry(people.acme):
        pass
    texts = [asked.said["text"] for asked in there.asked]
    assert texts == [f"Taken as {people.acme.key}-{ticket['number']}.", "Agent: On it."]
    assert {asked.said["thread"] for asked in there.asked} == {"t"}
    for asked in there.asked:
        at = int(asked.headers["x-underpin-timestamp"])
        signed = room.SIGNED["webhook"](key, asked.body, at)["x-underpin-signature"]
        assert asked.headers["x-underpin-signature"] == signed


async def test_an_account_is_linked_by_who_may_to_a_person_of_this_client(
    people: World, page: httpx.AsyncClient
) -> None:
    here = await room.open_at(people, people.acme, page, "webhook", "linking")
    await here.send(message("m1"))
    about = {"tenant": people.acme.id}
    lead = people.lead.principal
    found = await verb.perform(account.listed, lead, people.acme.id, unknown=True, **about)
    (unknown,) = [each for each in found if each.channel_id == here.channel_id]
    for who in (people.bolt.requester.id, people.lead.id):
        with pytest.raises(Malformed):
            await verb.perform(account.link, lead, unknown.id, person_id=who, **about)
    words = {"person_id": people.bolt.requester.id, "tenant": people.bolt.id}
    with pytest.raises(NotFound):
        await verb.perform(account.link, lead, unknown.id, **words)
    words = {"person_id": people.acme.requester.id, **about}
    with pytest.raises(Forbidden):
        await verb.perform(account.link, people.agent.principal, unknown.id, **words)
    assert await here.tickets() == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("x", "pigeon", {}), "kind"),
        (Said("", "webhook", {}), "name"),
        (Said("x", "slack", {"workspace": "T"}, "c"), "settings"),
        (Said("x", "slack", {"workspace": "T", "channel": "C"}), "credential"),
        (Said("x", "webhook", {"answers": "ftp://x.example"}, "k" * 20), "url"),
        (Said("x", "webhook", {"answers": "https://u:p@x.example"}, "k" * 20), "url"),
        (Said("x", "webhook", {"answers": "https://x.example"}, "short"), "credential"),
    ],
)
async def test_a_channel_that_cannot_work_is_told_so(people: World, said: Said, field: str) -> None:
    with pytest.raises(Malformed) as refused:
        await verb.perform(channels.add, people.lead.principal, said, tenant=people.acme.id)
    assert refused.value.field == field


async def test_a_person_who_left_speaks_no_more(people: World, page: httpx.AsyncClient) -> None:
    here = await room.open_at(people, people.caro, page, "webhook", "left")
    await here.send(message("m1"))
    await here.link("u1", person_id=people.caro.colleague.id)
    await here.rows(
        "UPDATE person SET state = 'deactivated' WHERE id = $1 RETURNING id",
        people.caro.colleague.id,
    )
    await here.send(message("m2", at=None))
    assert len(await here.tickets()) == 1
    assert (await here.deliveries())[-1]["state"] == "set_aside"
