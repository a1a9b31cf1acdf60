"""A client's own priorities, categories and fields: who is asked, who sees, and what is found."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.service.desk.kinds.conftest import HOUR, Story
from underpin.desk.fields import definitions, filling
from underpin.desk.fields.field import New
from underpin.desk.problems import hinting
from underpin.desk.queues import the_list
from underpin.desk.queues.filtering import Filter
from underpin.desk.sorting import categories, matrices
from underpin.desk.sorting.matrix import ITIL
from underpin.desk.tickets import finishing, reading, working
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Member
from underpin.kernel.errors import Forbidden, Malformed, NotFound

KEPT = "SELECT audience, given FROM ticket_fields WHERE ticket_id = $1"
CALM = ["P2", "P3", "P3", "P3", "P3", "P4", "P4", "P4", "P5"]


async def test_a_clients_own_matrix_holds_from_its_day(story: Story) -> None:
    world, lead = story.world, story.world.lead
    before = await story.raised(impact="high", urgency="high")
    with pytest.raises(Forbidden):
        await story.ask(world.agent, matrices.set_client, CALM)
    with pytest.raises(Malformed):
        await story.ask(lead, matrices.set_client, CALM, story.start - HOUR)
    await story.ask(lead, matrices.set_client, CALM, story.start + HOUR)
    assert (await story.raised(impact="high", urgency="high")).priority == "P1"
    await story.at(2 * HOUR)
    try:
        assert (await story.raised(impact="high", urgency="high")).priority == "P2"
        shown = await story.ask(world.agent, matrices.of_client, story.acme.id)
        assert (shown.own, shown.since) == (True, story.start + HOUR)
        kept = await story.ask(world.agent, reading.one, story.acme.id, before.number)
        assert kept.ticket.priority == "P1", "what was said stays"
        changed = await story.ask(
            world.agent, working.reprioritise, before.number, "high", "medium", reason="One hall."
        )
        assert changed.priority == "P3"
    finally:
        await story.ask(lead, matrices.set_client, None)
    assert (await story.raised(impact="high", urgency="high")).priority == "P1"
    assert await verb.perform(matrices.of_provider, world.agent.principal) == ITIL


async def test_tickets_are_filed_and_a_client_is_spared_what_it_has_not(story: Story) -> None:
    lead, agent = story.world.lead, story.world.agent
    suffix = str(ids.new())
    provide = lead.principal
    network = await verb.perform(categories.add, provide, f"Network {suffix}")
    vpn = await verb.perform(categories.add, provide, "VPN", network)
    mail = await verb.perform(categories.add, provide, f"Mail {suffix}")
    with pytest.raises(categories.NameTaken):
        await verb.perform(categories.add, provide, "VPN", network)
    with pytest.raises(NotFound):
        await verb.perform(categories.add, provide, "Third level", vpn)
    await story.ask(lead, categories.hide, mail)
    seen = await story.ask(story.anna, categories.of_client, story.acme.id)
    assert {network, vpn} <= {each.id for each in seen}
    assert mail not in {each.id for each in seen}
    with pytest.raises(Malformed):
        await story.raised("Mails are late", category_id=mail)
    tickets = [
        await story.raised(said, category_id=vpn)
        for said in ("Tunnel drops", "Cannot dial in", "Token rejected")
    ]
    other = await story.raised("Keyboard")
    for wanted in (network, vpn):
        page = await story.ask(agent, the_list.page, Filter((story.acme.id,), category_id=wanted))
        assert {row.number for row in page.rows} == {each.number for each in tickets}
    hints = await story.ask(agent, hinting.hints, story.acme.id)
    assert [(each.by, each.said) for each in hints if each.by == "category"] == [
        ("category", ("VPN",))
    ]
    await story.ask(agent, categories.file_under, other.number, network)
    await story.ask(agent, categories.file_under, tickets[0].number, None)
    page = await story.ask(agent, the_list.page, Filter((story.acme.id,), category_id=network))
    assert {row.number for row in page.rows} == {
        other.number,
        *(each.number for each in tickets[1:]),
    }
    await verb.perform(categories.retire, provide, network)
    with pytest.raises(Malformed):
        await story.ask(agent, categories.file_under, tickets[0].number, vpn)


async def test_fields_are_asked_shown_and_found(story: Story) -> None:
    world, lead, agent = story.world, story.world.lead, story.world.agent
    hall = await _defined(story, New("Hall", "choice", ("North", "South"), required="raise"))
    cost = await _defined(
        story,
        New("Cost centre", "number", audience="staff", required="resolve", types=("incident",)),
    )
    boss = await _defined(story, New("Superior", "person"))
    try:
        with pytest.raises(Malformed, match="Hall: fill this in") as refused:
            await story.raised("Where?", fields={})
        assert refused.value.field == f"fields.{hall}"
        for given in ({str(hall): "East"}, {str(cost): "7"}, {str(ids.new()): "x"}):
            with pytest.raises(Malformed):
                await story.raised("Where?", fields={str(hall): "North"} | given)
        said = {str(hall): "North", str(boss): str(world.bolt.requester.id)}
        with pytest.raises(Malformed, match="Superior: a person of this client"):
            await story.raised("Whose?", fields=said)
        unasked = await story.raised("By mail")
        said = {str(hall): "South", str(boss): str(story.acme.admin.id)}
        ticket = await story.raised("Lamps flicker", fields=said)

        with pytest.raises(filling.Missing, match="Fill in first: Cost centre"):
            await story.ask(agent, finishing.resolve, ticket.number)
        await story.ask(agent, filling.fill, ticket.number, {str(cost): "4711.50"})
        mine = await story.ask(story.anna, filling.of_ticket, story.acme.id, ticket.number)
        assert {each.definition.label: each.shown for each in mine} == {
            "Hall": "South",
            "Superior": "",
        }
        ours = await story.ask(agent, filling.of_ticket, story.acme.id, ticket.number)
        shown = {each.definition.label: each.shown for each in ours}
        assert (shown["Cost centre"], shown["Superior"]) == ("4711.5", story.acme.admin.name)
        async with db.open(Member(story.acme.id, story.anna.id)):
            rows = await db.rows(KEPT, ticket.id)
            labels = await db.rows("SELECT label FROM client_field")
        assert {row["audience"] for row in rows} == {"members"}
        assert "Cost centre" not in {row["label"] for row in labels}

        assert await _found(story, (f"{hall}:south",)) == {ticket.number}
        assert await _found(story, (f"{cost}:4711.5", f"{hall}:south")) == {ticket.number}
        await story.ask(agent, filling.fill, ticket.number, {str(hall): "North"})
        assert await _found(story, (f"{hall}:south",)) == set()
        assert await _found(story, (f"{hall}:north",)) == {ticket.number}
        with pytest.raises(Malformed):
            await story.ask(agent, filling.fill, ticket.number, {str(hall): None})
        await story.ask(agent, finishing.resolve, ticket.number)
        assert unasked.number not in await _found(story, ())
    finally:
        for each in (hall, cost, boss):
            await story.ask(lead, definitions.retire_for, each)
    with pytest.raises(NotFound):
        await story.ask(lead, definitions.retire_for, hall)
    assert await story.ask(agent, filling.of_ticket, story.acme.id, ticket.number) == []


async def _defined(story: Story, new: New) -> UUID:
    made: UUID = await story.ask(story.world.lead, definitions.define_for, new)
    return made


async def _found(story: Story, words: tuple[str, ...]) -> set[int]:
    if not words:
        return set()
    wanted = Filter((story.acme.id,), fields=words)
    page = await story.ask(story.world.agent, the_list.page, wanted)
    return {row.number for row in page.rows}


async def test_what_staff_alone_see_is_closed_to_members(story: Story) -> None:
    lead = story.world.lead.principal
    with pytest.raises(Forbidden):
        await verb.perform(definitions.define, story.world.agent.principal, New("x", "text"))
    hidden = await verb.perform(
        definitions.define, lead, New("Licence key of ours", "text", audience="staff")
    )
    try:
        seen = await story.ask(story.anna, definitions.of_client, story.acme.id)
        assert hidden not in {each.id for each in seen}
        ours = await verb.perform(definitions.everyones, lead)
        assert hidden in {each.id for each in ours}
        with pytest.raises(Exception, match="permission denied"):
            async with db.open(Member(story.acme.id, story.anna.id)):
                await db.rows("SELECT * FROM staff_field")
    finally:
        await verb.perform(definitions.retire, lead, hidden)
