"""One outage of several clients: each sees its own ticket, and the words approved for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.desk.kinds.conftest import HOUR, Story
from tests.world import Client
from underpin.desk.cases import case
from underpin.desk.major import incident, joining, one_case, reading, telling, undoing, updates
from underpin.desk.major.incident import Major
from underpin.desk.major.updates import Texts, Update
from underpin.desk.queues import the_list
from underpin.desk.queues.filtering import Filter
from underpin.desk.tickets import finishing, states, talking
from underpin.desk.tickets import reading as tickets
from underpin.desk.tickets.reading import Detail
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound

SOON = Texts("The line is cut. We know more at ten.", {"pl": "Łącze jest przerwane."})


class Outage:
    """A major incident over a ticket of ACME, which leads, and one of BOLT, who read Polish."""

    def __init__(self, story: Story, first: Ticket, second: Ticket, major: Major) -> None:
        self.story, self.first, self.second, self.major = story, first, second, major
        self.lead = story.world.lead

    async def begun(self, wanted: Any, *words: Any, **more: Any) -> Any:
        return await verb.begin(wanted, self.lead.principal, *words, **more)

    async def prepared(self, texts: Texts = SOON) -> Update:
        who = self.story.world.agent.principal
        made: Update = await verb.perform(updates.prepare, who, self.major.id, texts)
        return made

    async def seen(self, client: Client, ticket: Ticket) -> Detail:
        who = client.requester.principal
        found: Detail = await verb.perform(tickets.one, who, client.id, ticket.number)
        return found

    async def said(self) -> tuple[list[str], list[str]]:
        world = self.story.world
        of_both = (
            await self.seen(world.acme, self.first),
            await self.seen(world.bolt, self.second),
        )
        first, second = ([each.body for each in detail.messages[1:]] for detail in of_both)
        return first, second

    async def whole(self) -> reading.Whole:
        found: reading.Whole = await verb.perform(
            reading.one, self.story.world.agent.principal, self.major.id
        )
        return found


@pytest.fixture
async def outage(story: Story) -> Outage:
    world = story.world
    bolt = world.bolt
    async with db.open(Work(bolt.id)):
        await db.execute(
            "UPDATE person SET locale = 'pl' WHERE tenant_id = $1 AND id = $2",
            *(bolt.id, bolt.requester.id),
        )
    first = await story.raised("No internet", impact="low", urgency="low")
    second = await story.raised("Brak sieci", client=bolt, who=bolt.requester, service_id=None)
    with pytest.raises(Forbidden):
        await verb.begin(
            incident.declare, world.agent.principal, "No.", story.acme.id, first.number
        )
    major = await verb.begin(
        incident.declare, world.lead.principal, "Line to the exchange", story.acme.id, first.number
    )
    await story.ask(world.agent, joining.join, second.number, major.id, tenant=bolt.id)
    return Outage(story, first, second, major)


async def test_it_ranks_first_and_leaves_when_it_was_another_matter(
    story: Story, outage: Outage
) -> None:
    agent, urgent = story.world.agent, await story.raised("Printer", impact="high")
    wanted = Filter((story.acme.id,), raised_from=story.start)
    page = await story.ask(agent, the_list.page, wanted)
    numbers = [row.number for row in page.rows]
    assert numbers == [outage.first.number, urgent.number], "a P5 before a P2"
    assert [row.major for row in page.rows] == [True, False]
    only = await story.ask(agent, the_list.page, Filter((story.acme.id,), major=True))
    assert outage.first.number in {row.number for row in only.rows}
    other = await outage.begun(incident.declare, "Printers", story.acme.id, urgent.number)
    with pytest.raises(joining.Elsewhere):
        await story.ask(agent, joining.join, outage.first.number, other.id)
    await story.ask(agent, joining.leave, outage.first.number)
    page = await story.ask(agent, the_list.page, wanted)
    assert [row.number for row in page.rows] == [urgent.number, outage.first.number]
    await story.ask(agent, finishing.resolve, outage.first.number)
    with pytest.raises(states.WrongState):
        await story.ask(agent, joining.join, outage.first.number, outage.major.id)
    with pytest.raises(NotFound):
        await story.ask(agent, joining.join, urgent.number, ids.new(), tenant=story.world.bolt.id)


async def test_a_client_that_cannot_be_told_keeps_no_other_from_it(
    outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, update, real = outage.story.world, await outage.prepared(), talking.reply
    await verb.perform(updates._approved, world.lead.principal, update.id)

    async def reply(act: Act, *words: Any, **more: Any) -> Any:
        if act.tenant_id == world.acme.id:
            raise RuntimeError("the line of ACME is cut")
        return await real(act, *words, **more)

    monkeypatch.setattr(talking, "reply", reply)
    await telling.everywhere()
    assert await outage.said() == ([], ["Łącze jest przerwane."])
    assert await _set_aside(world.acme) == ["RuntimeError: the line of ACME is cut"]
    monkeypatch.undo()
    await telling.everywhere()
    assert await outage.said() == ([SOON.text], ["Łącze jest przerwane."])
    assert await _set_aside(world.acme) == await _set_aside(world.bolt) == []


async def _set_aside(client: Client) -> list[str]:
    waits = "SELECT last_error FROM timer WHERE tenant_id = $1 AND kind = 'round' AND key = $2"
    async with db.open(Work(client.id)):
        return [row["last_error"] for row in await db.rows(waits, client.id, telling.ROUND)]


async def test_each_client_is_told_once_what_was_approved_for_it(outage: Outage) -> None:
    world, update = outage.story.world, await outage.prepared()
    with pytest.raises(Forbidden):
        await verb.begin(updates.approve, world.agent.principal, update.id)
    assert await outage.said() == ([], [])
    await outage.begun(updates.approve, update.id)
    assert await outage.said() == ([SOON.text], ["Łącze jest przerwane."])
    await outage.begun(updates.approve, update.id)
    await telling.everywhere()
    assert [len(each) for each in await outage.said()] == [1, 1]
    detail = await outage.seen(world.bolt, outage.second)
    assert detail.messages[-1].author_name == world.lead.name
    assert detail.ticket.state == "open", "it was answered"

    await outage.story.at(HOUR)
    second = await outage.prepared(Texts("The fibre is being spliced.", {}))
    await outage.story.ask(
        world.lead, updates.word_for, second.id, "Your backup line is up.", tenant=world.bolt.id
    )
    # approved, and the process that would have told them is gone: the worker's round does
    await verb.perform(updates._approved, world.lead.principal, second.id)
    with pytest.raises(updates.Approved):
        await outage.story.ask(world.lead, updates.word_for, second.id, "Late.")
    await telling.everywhere()
    first, other = await outage.said()
    assert first[1:] == ["The fibre is being spliced."]
    assert other[1:] == ["Your backup line is up."]
    with pytest.raises(Malformed):
        await outage.prepared(Texts("x", {"xx": "y"}))
    whole = await outage.whole()
    assert [each.told for each in whole.updates] == [2, 2]
    assert whole.updates[1].overrides == {world.bolt.key: "Your backup line is up."}


async def test_nothing_of_others_reaches_a_client(outage: Outage) -> None:
    world, story = outage.story.world, outage.story
    update = await outage.prepared()
    await story.ask(world.lead, updates.word_for, update.id, "ONLY-FOR-BOLT", tenant=world.bolt.id)
    await outage.begun(updates.approve, update.id)
    shown = repr(await outage.seen(world.acme, outage.first))
    for hidden in ("ONLY-FOR-BOLT", world.bolt.name, "Brak sieci", outage.major.title):
        assert hidden not in shown
    for table in ("major_incident", "major_update_text", "major_ticket", "major_override"):
        with pytest.raises(Exception, match="permission denied"):
            async with db.open(Member(world.acme.id, world.acme.requester.id)):
                await db.rows(f"SELECT * FROM {table}")
    own = await verb.perform(reading.one, world.stranger.principal, outage.major.id)
    assert (own.tickets, own.updates[0].overrides, own.updates[0].told) == ([], {}, 0)
    both = {each.name: each.leads for each in (await outage.whole()).tickets}
    bolts = f"{world.bolt.key}-{outage.second.number}"
    assert both == {f"{world.acme.key}-{outage.first.number}": True, bolts: False}
    part = await verb.perform(
        reading.of_ticket, world.agent.principal, world.bolt.id, outage.second.number
    )
    assert (part.lead, part.leads) == (f"{world.acme.key}-{outage.first.number}", False)


async def test_the_vendor_has_it_once(outage: Outage) -> None:
    world, story = outage.story.world, outage.story
    beside = await story.raised("No internet either")
    await story.ask(world.agent, joining.join, beside.number, outage.major.id)
    with pytest.raises(one_case.CaseElsewhere):
        await story.ask(world.agent, case.open_vendor_case, beside.number)
    opened = await story.ask(world.agent, case.open_vendor_case, outage.first.number)
    assert opened.ticket_id == outage.first.id
    led = await outage.begun(incident.lead_with, outage.major.id, story.acme.id, beside.number)
    assert led.lead_ticket_id == beside.id
    stranger = await story.raised("Nothing to do with it")
    with pytest.raises(NotFound):
        await outage.begun(incident.lead_with, outage.major.id, story.acme.id, stranger.number)


async def test_it_is_over_for_all_but_whom_it_is_not(outage: Outage) -> None:
    world, story = outage.story.world, outage.story
    over = Texts("The line is back.", {"pl": "Łącze działa."})
    await outage.begun(updates.resolve, outage.major.id, over)
    assert await outage.said() == (["The line is back."], ["Łącze działa."])
    first, second = (
        (await outage.seen(world.acme, outage.first)).ticket,
        (await outage.seen(world.bolt, outage.second)).ticket,
    )
    assert (first.state, second.state, second.major_id) == ("resolved", "resolved", None)
    again = await story.ask(world.agent, undoing.undo, outage.second.number, tenant=world.bolt.id)
    assert (again.state, again.major_id) == ("open", None)
    assert (await outage.seen(world.acme, outage.first)).ticket.state == "resolved"
    with pytest.raises(NotFound):
        await story.ask(world.agent, undoing.undo, outage.second.number, tenant=world.bolt.id)
    with pytest.raises(NotFound):
        await outage.prepared()
    await verb.perform(incident.review, world.lead.principal, outage.major.id, "A second line.")
    whole = await outage.whole()
    assert (whole.major.state, whole.major.review) == ("resolved", "A second line.")
    undone = {each.name for each in whole.tickets if each.undone_at}
    assert undone == {f"{world.bolt.key}-{outage.second.number}"}
    page = await verb.perform(reading.listed, world.agent.principal, None, 2)
    rest = await verb.perform(reading.listed, world.agent.principal, page.after, 200)
    listed = [each.major.id for each in (*page.lines, *rest.lines)]
    assert len(listed) == len(set(listed)) and outage.major.id in listed
    assert [each.major.state for each in (*page.lines, *rest.lines)] == sorted(
        each.major.state for each in (*page.lines, *rest.lines)
    )


async def test_who_had_joined_by_then_is_told_whatever_time_they_live_at(outage: Outage) -> None:
    """Clients that are replayed live in days gone by, or to come; approved is by the wall."""
    story, world = outage.story, outage.story.world
    agent, bolt = world.agent, world.bolt
    update = await outage.prepared()
    late = await story.raised("No telephones either", impact="low", urgency="low")
    await verb.perform(updates._approved, world.lead.principal, update.id)
    await story.ask(agent, joining.join, late.number, outage.major.id)
    await telling.everywhere()
    assert await outage.said() == ([SOON.text], ["Łącze jest przerwane."])
    assert len((await outage.seen(world.acme, late)).messages) == 1, "joined after it was approved"

    async with db.open(Work(bolt.id)):
        sql = "UPDATE tenant SET simulated_now = '2040-01-02T09:00Z' WHERE id = $1"
        await db.execute(sql, bolt.id)
    ahead = await story.raised("Brak poczty", client=bolt, who=bolt.requester, service_id=None)
    await story.ask(agent, joining.join, ahead.number, outage.major.id, tenant=bolt.id)
    second = await outage.prepared(Texts("The fibre is being spliced.", {}))
    await outage.begun(updates.approve, second.id)
    said = [each.body for each in (await outage.seen(bolt, ahead)).messages]
    assert "The fibre is being spliced." in said
