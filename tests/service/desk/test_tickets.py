"""A ticket's course: raised, taken, answered, finished; and who may not."""

from __future__ import annotations

import asyncio

import pytest

from tests.conftest import Database
from tests.world import World, build
from underpin.desk.queues import the_list
from underpin.desk.tickets import finishing, raising, reading, states, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    return await build()


async def raised(world: World, subject: str = "The printer is on fire", **words: str) -> int:
    new = NewTicket(subject, "It smokes.", **words)  # type: ignore[arg-type]
    ticket = await verb.perform(raising.raise_ticket, world.acme.requester.principal, new)
    return int(ticket.number)


async def rows(world: World, sql: str) -> list[db.Row]:
    async with db.open(Work(world.acme.id)):
        return await db.rows(sql)


async def test_numbers_are_the_tenants_own_and_have_no_gaps(world: World) -> None:
    numbers = await asyncio.gather(*(raised(world) for _ in range(8)))
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 8))
    other = await verb.perform(
        raising.raise_ticket, world.bolt.requester.principal, NewTicket("Ours", "x")
    )
    assert other.number == 1


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        ("high", "high", "P1"),
        ("medium", "medium", "P3"),
        ("low", "low", "P5"),
        ("high", "low", "P3"),
    ],
)
async def test_impact_and_urgency_make_the_priority(
    world: World, impact: str, urgency: str, priority: str
) -> None:
    number = await raised(world, impact=impact, urgency=urgency)
    found = await verb.perform(
        reading.one, world.agent.principal, world.acme.id, number, tenant=world.acme.id
    )
    assert found.ticket.priority == priority


@pytest.mark.parametrize("field", ["subject", "type", "impact"])
async def test_a_wrong_word_is_named_and_nothing_is_stored(world: World, field: str) -> None:
    before = await rows(world, "SELECT count(*) FROM ticket")
    wrong = {"subject": "x", field: ""}
    with pytest.raises(Malformed, match=field):
        await verb.perform(raising.raise_ticket, world.acme.requester.principal, NewTicket(**wrong))
    assert await rows(world, "SELECT count(*) FROM ticket") == before


async def test_a_service_nobody_has_is_named_and_nothing_is_stored(world: World) -> None:
    before = await rows(world, "SELECT count(*) FROM ticket")
    wrong = NewTicket(subject="x", service_id=ids.new())
    with pytest.raises(Malformed, match="service_id"):
        await verb.perform(raising.raise_ticket, world.acme.requester.principal, wrong)
    assert await rows(world, "SELECT count(*) FROM ticket") == before


async def test_two_agents_at_once_never_both_win(world: World) -> None:
    for _ in range(5):
        number = await raised(world)
        asked = (world.agent, world.l2, world.l3, world.lead)
        outcomes = await asyncio.gather(
            *(
                verb.perform(working.take, each.principal, number, tenant=world.acme.id)
                for each in asked
            ),
            return_exceptions=True,
        )
        won = [each for each in outcomes if not isinstance(each, BaseException)]
        lost = [each for each in outcomes if isinstance(each, working.AlreadyTaken)]
        assert (len(won), len(lost)) == (1, 3)


async def test_the_client_reads_replies_and_never_notes(world: World) -> None:
    number = await raised(world)
    tenant = world.acme.id
    await verb.perform(talking.reply, world.agent.principal, number, "On it.", tenant=tenant)
    await verb.perform(talking.note, world.agent.principal, number, "He spilt tea.", tenant=tenant)
    seen = await verb.perform(
        reading.one, world.acme.requester.principal, tenant, number, tenant=tenant
    )
    assert [said.body for said in seen.messages] == ["It smokes.", "On it."]
    assert (seen.cases, seen.happenings) == ([], [])
    staff = await verb.perform(reading.one, world.agent.principal, tenant, number, tenant=tenant)
    assert "He spilt tea." in [said.body for said in staff.messages]


async def test_a_question_waits_for_the_client_and_their_answer_ends_it(world: World) -> None:
    number, tenant = await raised(world), world.acme.id
    await verb.perform(
        talking.reply, world.agent.principal, number, "Since when?", tenant=tenant, then_wait=True
    )
    waiting = await verb.perform(reading.one, world.agent.principal, tenant, number, tenant=tenant)
    assert waiting.ticket.state == "waiting_client"
    await verb.perform(talking.reply, world.acme.requester.principal, number, "Since noon.")
    again = await verb.perform(reading.one, world.agent.principal, tenant, number, tenant=tenant)
    assert again.ticket.state == "open"


async def test_what_was_done_comes_back_only_by_reopening(world: World) -> None:
    number, tenant = await raised(world), world.acme.id
    await verb.perform(finishing.resolve, world.agent.principal, number, tenant=tenant, body="Out.")
    with pytest.raises(states.WrongState):
        await verb.perform(
            working.change_state, world.agent.principal, number, "open", tenant=tenant
        )
    reopened = await verb.perform(finishing.reopen, world.acme.requester.principal, number)
    assert (reopened.state, reopened.resolved_at) == ("open", None)
    with pytest.raises(states.WrongState):
        await verb.perform(finishing.reopen, world.acme.requester.principal, number)


async def test_an_edit_over_an_older_version_is_told_and_changes_nothing(world: World) -> None:
    number, tenant = await raised(world), world.acme.id
    first = await verb.perform(working.take, world.agent.principal, number, tenant=tenant)
    await verb.perform(talking.reply, world.agent.principal, number, "Hm.", tenant=tenant)
    with pytest.raises(StaleVersion):
        await verb.perform(
            working.move_tier,
            world.agent.principal,
            number,
            2,
            tenant=tenant,
            version=first.version,
        )
    found = await verb.perform(reading.one, world.agent.principal, tenant, number, tenant=tenant)
    assert found.ticket.tier == 1


async def test_others_of_the_company_see_it_only_where_that_was_granted(world: World) -> None:
    number = await raised(world)
    for who, sees in ((world.acme.colleague, False), (world.acme.observer, True)):
        asked = verb.perform(
            reading.one, who.principal, world.acme.id, number, tenant=world.acme.id
        )
        if sees:
            assert (await asked).ticket.number == number
        else:
            with pytest.raises(NotFound):
                await asked


async def test_who_may_not_see_it_may_not_answer_it(world: World) -> None:
    number = await raised(world)
    before = await rows(world, "SELECT count(*) FROM message")
    for stranger in (world.acme.colleague, world.bolt.requester):
        with pytest.raises(NotFound):
            await verb.perform(talking.reply, stranger.principal, number, "Me too")
    with pytest.raises(NotFound):
        await verb.perform(
            talking.reply, world.stranger.principal, number, "Hello", tenant=world.acme.id
        )
    with pytest.raises(Forbidden):
        await verb.perform(talking.note, world.acme.requester.principal, number, "note")
    assert await rows(world, "SELECT count(*) FROM message") == before


async def test_a_confidential_ticket_is_for_named_people_only(world: World) -> None:
    new = NewTicket("About my manager", "Between us.", confidential=True)
    ticket = await verb.perform(raising.raise_ticket, world.acme.requester.principal, new)
    with pytest.raises(NotFound):
        await verb.perform(
            reading.one,
            world.acme.observer.principal,
            world.acme.id,
            ticket.number,
            tenant=world.acme.id,
        )


async def test_the_list_pages_by_key_without_loss_or_repeat(world: World) -> None:
    seen: list[tuple[int, int]] = []
    after = None
    while True:
        page = await verb.perform(the_list.page, world.lead.principal, None, after, 7)
        seen += [(row.tenant_id, row.number) for row in page.rows]
        after = page.after
        if after is None:
            break
    counts = await verb.perform(the_list.counts, world.lead.principal)
    assert len(seen) == len(set(seen)) == counts.live
    whole = await verb.perform(the_list.page, world.lead.principal, None, None, 200)
    assert [(row.tenant_id, row.number) for row in whole.rows] == seen
    priorities = [row.priority == "P1" for row in whole.rows]
    assert priorities == sorted(priorities, reverse=True)


async def test_the_list_shows_assigned_clients_only(world: World) -> None:
    page = await verb.perform(the_list.page, world.stranger.principal, None, None, 200)
    assert {row.tenant_id for row in page.rows} <= {world.caro.id}


async def test_a_confidential_ticket_is_for_who_holds_it_or_was_named(world: World) -> None:
    new = NewTicket("About a dismissal", "Not for everybody.", confidential=True)
    ticket = await verb.perform(raising.raise_ticket, world.acme.requester.principal, new)
    about = {"tenant": world.acme.id}

    async def reads(who: str) -> bool:
        person = getattr(world, who).principal
        try:
            await verb.perform(reading.one, person, world.acme.id, ticket.number, **about)
        except NotFound:
            return False
        return True

    assert [await reads(who) for who in ("agent", "l2", "lead")] == [False, False, True]
    for wanted in ((working.take, ticket.number), (talking.note, ticket.number, "I look")):
        with pytest.raises(NotFound):
            await verb.perform(wanted[0], world.agent.principal, *wanted[1:], **about)
    lead = world.lead.principal
    await verb.perform(working.assign, lead, ticket.number, world.l2.id, **about)
    assert [await reads(who) for who in ("agent", "l2", "lead")] == [False, True, False]
    await verb.perform(talking.note, world.l2.principal, ticket.number, "I look", **about)
