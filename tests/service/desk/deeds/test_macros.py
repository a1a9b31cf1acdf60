"""Macros: prepared answers that do what they say, with the right of whoever uses them."""

from __future__ import annotations

import pytest

from tests.world import Client, World, browser
from underpin.desk.deeds.deed import Assign, MoveTier, Note, Prioritise, SetState, Tag
from underpin.desk.macros import macros, using
from underpin.desk.macros.macro import Said
from underpin.desk.tickets import raising, reading, tagging
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import verb
from underpin.kernel.errors import Forbidden, NotFound, StaleVersion


async def raised(client: Client, subject: str = "Printer") -> int:
    new = NewTicket(subject, "It smokes.")
    return int((await verb.perform(raising.raise_ticket, client.requester.principal, new)).number)


ASK = Said(
    "Ask which printer",
    "everyone",
    says="reply",
    texts={"en": "Hello {{requester.first_name}}, which printer? {{ticket.number}}"},
    deeds=[
        Tag(["printer"]),
        Assign("me"),
        Prioritise("low", "low", "One printer of {{client.name}}."),
        Note("Asked by {{agent.name}}."),
        SetState("waiting_client"),
    ],
)


async def test_a_macro_says_and_does_all_of_it_at_once(deeds_world: World) -> None:
    world, client = deeds_world, deeds_world.acme
    lead, agent = world.lead.principal, world.agent.principal
    ask = await verb.perform(macros.keep, lead, ASK)
    number = await raised(client)
    seen = await verb.perform(using.preview, agent, client.id, number, ask.id, tenant=client.id)
    name = f"{client.key}-{number}"
    assert seen.text == f"Hello Requester, which printer? {name}"
    assert [each.refused for each in seen.steps] == [""] * 5
    done = await verb.perform(
        using.use, agent, number, ask.id, tenant=client.id, source="page", version=2
    )
    assert (done.state, done.priority, done.assignee_id) == (
        "waiting_client",
        "P5",
        agent.person_id,
    )
    detail = await verb.perform(reading.one, agent, client.id, number, tenant=client.id)
    said = [(each.visibility, each.author_name, each.body) for each in detail.messages[1:]]
    assert said == [
        ("public", "Agent", f"Hello Requester, which printer? {name}"),
        ("public", "Agent", "P3 → P5: One printer of Acme."),
        ("internal", "Agent", "Asked by Agent."),
    ]
    assert await verb.perform(tagging.of_ticket, agent, client.id, number) == ["printer"]
    (found,) = await verb.perform(macros.listed, agent, "which print")
    assert (found.id, found.used) == (ask.id, 1)
    with pytest.raises(StaleVersion):
        await verb.perform(using.use, agent, number, ask.id, tenant=client.id, version=1)


async def test_nothing_of_it_stays_where_one_deed_is_refused(deeds_world: World) -> None:
    world, client = deeds_world, deeds_world.bolt
    gone = Said(
        "Give it to somebody of no client",
        says="note",
        texts={"en": "Handing over."},
        deeds=[Tag(["lost"]), Assign("person", world.stranger.id)],
    )
    lead = world.lead.principal
    macro = await verb.perform(macros.keep, lead, gone)
    number = await raised(client)
    with pytest.raises(Exception, match="nobody with this id"):
        await verb.perform(using.use, lead, number, macro.id, tenant=client.id)
    detail = await verb.perform(reading.one, lead, client.id, number, tenant=client.id)
    assert len(detail.messages) == 1
    assert await verb.perform(tagging.of_ticket, lead, client.id, number) == []
    (still,) = await verb.perform(macros.listed, lead, "somebody of no")
    assert still.used == 0


async def test_whose_macros_are_whose(deeds_world: World) -> None:
    world = deeds_world
    agent, lead = world.agent.principal, world.lead.principal
    up = Said("Up", deeds=[MoveTier(2)])
    own = await verb.perform(macros.keep, agent, up)
    for of, macro_id in ((lead, own.id), (world.l2.principal, own.id)):
        with pytest.raises(NotFound):
            await verb.perform(macros.one, of, macro_id)
        with pytest.raises(NotFound):
            await verb.perform(using.use, of, 1, macro_id, tenant=world.acme.id)
    with pytest.raises(Forbidden):
        await verb.perform(macros.keep, agent, Said("Up", "everyone", deeds=[MoveTier(2)]))
    shared = await verb.perform(macros.keep, lead, Said("Up", "everyone", deeds=[MoveTier(3)]))
    with pytest.raises(Forbidden):
        await verb.perform(macros.change, agent, shared.id, up)
    with pytest.raises(macros.NameTaken):
        await verb.perform(macros.keep, agent, up)
    with pytest.raises(Forbidden):
        await verb.perform(macros.listed, world.auditor.principal)
    await verb.perform(macros.retire, agent, own.id)
    names = [each.id for each in await verb.perform(macros.listed, agent, "up")]
    assert names == [shared.id]
    await verb.perform(macros.retire, lead, shared.id)


async def test_over_the_api(deeds_world: World, desk_app: object) -> None:
    world, client = deeds_world, deeds_world.acme
    number = await raised(client)
    async with browser(desk_app, world.lead) as page:
        said = {"name": "Escalate now", "deeds": [{"do": "move_tier", "tier": 3}]}
        made = (await page.post("/api/v1/macros", json=said)).json()
        at = f"/api/v1/tickets/{client.key}-{number}/macros/{made['id']}"
        seen = (await page.get(at)).json()
        assert seen["steps"] == [{"deed": {"do": "move_tier", "tier": 3}, "refused": ""}]
        assert (await page.post(f"{at}/use", json={})).json()["tier"] == 3
        strange = {**said, "says": "note", "texts": {"en": "{{requester.email}}"}}
        answer = await page.post("/api/v1/macros", json=strange)
        assert answer.status_code == 422
        assert "{{requester.first_name}}" in answer.json()["detail"]
        changed = await page.put(
            f"/api/v1/macros/{made['id']}", json=said, headers={"If-Match": "7"}
        )
        assert changed.status_code == 412
        assert (await page.delete(f"/api/v1/macros/{made['id']}")).status_code == 204
        assert (await page.get(f"/api/v1/macros/{made['id']}")).status_code == 404
    async with browser(desk_app, client.requester) as page:
        assert (await page.get("/api/v1/macros")).status_code == 404
