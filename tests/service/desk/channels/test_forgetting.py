"""Who asks to be forgotten is nobody in channels and on the telephone any more; what was read long
ago is emptied."""

from __future__ import annotations

from datetime import timedelta

import httpx

from tenants import erasing
from tests.service.desk.channels import room
from tests.world import World
from underpin.desk.hooks import keeping
from underpin.desk.phone import calls
from underpin.kernel import verb


async def test_an_erased_person_has_no_account_and_no_number(
    people: World, page: httpx.AsyncClient
) -> None:
    caro = people.caro
    here = await room.open_at(people, caro, page, "webhook", "erased")
    said = {"id": "m", "sender": {"id": "ANN-THERE", "name": "Ann Known"}, "text": "HER WORDS"}
    await here.send(said)
    await here.link("ANN-THERE", person_id=caro.it_partner.id)
    about = {"tenant": caro.id}
    agent, who = people.lead.principal, caro.it_partner.id
    await verb.perform(calls.set_numbers, agent, who, ("+48 22 123",), **about)
    await verb.perform(erasing.erase, people.admin.principal, who, "asked", tenant=caro.id)
    for table in ("channel_account", "hook_delivery", "phone_number"):
        for row in await here.rows(f"SELECT * FROM {table}"):
            told = str(dict(row))
            for trace in ("ANN-THERE", "Ann Known", "HER WORDS", "4822123"):
                assert trace not in told, table


async def test_what_was_read_is_emptied_after_a_month_and_what_waits_is_not(
    people: World, page: httpx.AsyncClient
) -> None:
    here = await room.open_at(people, people.bolt, page, "webhook", "old")
    await here.send({"id": "m1", "sender": {"id": "u"}, "text": "First"})
    await here.link("u", person_id=people.bolt.requester.id)
    await here.send({"not": "ours"})
    month = timedelta(days=31)
    await here.rows(
        "UPDATE hook_delivery SET handled_at = handled_at - $1::interval RETURNING id", month
    )
    assert await keeping.forget() >= 1
    read, waiting = await here.deliveries()
    assert (read["state"], read["body"]) == ("applied", b"")
    assert read["outcome"] is not None
    assert (waiting["state"], bool(waiting["body"])) == ("set_aside", True)
    assert len(await here.tickets()) == 1
