"""A client turns to who leads: about a ticket that goes badly, or about who handles it."""

from __future__ import annotations

import pytest

from tests.service.desk import ground
from tests.service.desk.kinds.conftest import HOUR, Story
from tests.world import Human
from underpin.desk.complaints import client_escalation
from underpin.desk.complaints.client_escalation import AlreadyEscalated, NotEscalated
from underpin.desk.complaints.complaint import ComplainedOf
from underpin.desk.queues import taking, the_list
from underpin.desk.queues.filtering import Filter
from underpin.desk.tickets import confidants, finishing, reading, states, working
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, mail_channel, outgoing
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound


async def mailed(story: Story, subject: str) -> set[str]:
    """To whom mails of this subject wait to leave."""
    async with db.open(Work(story.acme.id)):
        rows = await db.rows(
            "SELECT * FROM outgoing WHERE tenant_id = $1 AND channel = 'mail'", story.acme.id
        )
    found = [mail_channel.opened(outgoing.Outgoing(**_leaving(row))) for row in rows]
    return {each.to[0].address for each in found if each.subject == subject}


def _leaving(row: db.Row) -> dict[str, object]:
    import msgspec

    known = {name: row[name] for name in outgoing.Outgoing.__slots__ if name in row}
    if isinstance(known["payload"], str):
        known["payload"] = msgspec.json.decode(known["payload"])
    return known


async def marked(story: Story, ticket: Ticket) -> bool:
    wanted = Filter((story.acme.id,), escalated=True, raised_from=story.start)
    page = await story.ask(story.world.agent, the_list.page, wanted)
    assert all(row.escalated for row in page.rows)
    return ticket.number in {row.number for row in page.rows}


async def test_a_client_escalates_and_is_answered(story: Story) -> None:
    world, lead, manager = story.world, story.world.lead, story.world.manager
    ticket = await story.raised()
    escalate, number = client_escalation.escalate, ticket.number
    with pytest.raises(NotFound):
        await story.ask(story.acme.colleague, escalate, number, "I want it too.")
    with pytest.raises(Malformed):
        await story.ask(story.anna, escalate, number, " ")
    assert not await marked(story, ticket)
    await story.ask(story.anna, escalate, number, "Invoices cannot go out today.")
    with pytest.raises(AlreadyEscalated):
        await story.ask(world.agent, escalate, number, "She called again.")
    assert await marked(story, ticket)
    await ground.settle(story.acme)
    name = f"{story.acme.key}-{number}"
    told = await mailed(story, f"[{name}] A client escalates")
    assert told == {lead.email, manager.email}

    with pytest.raises(Forbidden):
        await story.ask(world.agent, client_escalation.acknowledge, number)
    await story.at(HOUR)
    await story.ask(manager, client_escalation.acknowledge, number)
    (shown,) = await story.ask(story.anna, client_escalation.of_ticket, story.acme.id, number)
    assert (shown.acknowledged_name, shown.answer) == (manager.name, None)
    await story.ask(lead, client_escalation.answer, number, "A colleague drives to you at two.")
    (shown,) = await story.ask(story.anna, client_escalation.of_ticket, story.acme.id, number)
    assert (shown.acknowledged_name, shown.answer) == (
        manager.name,
        "A colleague drives to you at two.",
    )
    detail = await story.ask(story.anna, reading.one, story.acme.id, number)
    assert detail.messages[-1].body == "A colleague drives to you at two."
    assert not await marked(story, ticket)
    with pytest.raises(NotEscalated):
        await story.ask(lead, client_escalation.answer, number, "Twice.")
    await story.ask(world.agent, escalate, number, "Nobody came.")
    found = await story.ask(lead, client_escalation.of_ticket, story.acme.id, number)
    assert [each.by_us for each in found] == [True, False]

    done = await story.raised()
    await story.ask(world.agent, finishing.resolve, done.number)
    with pytest.raises(states.WrongState):
        await story.ask(story.anna, escalate, done.number, "Too late.")
    assert not await story.ask(lead, client_escalation.of_ticket, story.acme.id, done.number)


async def sees(story: Story, who: Human, ticket: Ticket) -> bool:
    try:
        await story.ask(who, reading.one, story.acme.id, ticket.number)
    except NotFound:
        return False
    return True


async def test_who_is_complained_of_neither_holds_nor_sees_it(story: Story) -> None:
    world, agent = story.world, story.world.agent
    bad = await story.raised()
    await story.ask(agent, working.take, bad.number)
    with pytest.raises(Malformed):
        await story.raised("Rude", type="complaint", about=bad.number, who=story.acme.colleague)
    with pytest.raises(Malformed):
        await story.raised("No complaint", about=bad.number)
    made = await story.raised("Rude", type="complaint", about=bad.number, confidential=True)
    assert (made.state, made.assignee_id) == ("new", world.lead.id)
    assert not await sees(story, agent, made) and not await sees(story, world.l2, made)
    assert await sees(story, world.lead, made) and await sees(story, world.manager, made)
    assert not await sees(story, story.acme.observer, made)
    await ground.settle(story.acme)
    name = f"{story.acme.key}-{made.number}"
    assert await mailed(story, f"[{name}] A client complains") == {
        world.lead.email,
        world.manager.email,
    }
    for wanted in (working.assign, confidants.name):
        with pytest.raises(ComplainedOf):
            await story.ask(world.lead, wanted, made.number, agent.id)
    assert not await sees(story, agent, made)

    openly = await story.raised("Slow, too", type="complaint", about=bad.number)
    await story.ask(world.lead, working.assign, openly.number, None)
    assert await sees(story, agent, openly)
    with pytest.raises(ComplainedOf):
        await story.ask(agent, working.take, openly.number)
    first = await story.ask(agent, taking.first, 1)
    assert first is None or first[1] != openly.id
    with pytest.raises(states.WrongState, match="A complaint that is new can become"):
        await story.ask(world.lead, working.change_state, openly.number, "waiting_vendor")
