"""How a ticket ends, and what may still follow: thanks, silence, too late a word; two tickets that
are one matter, and one that is two."""

from __future__ import annotations

import asyncio
import itertools
from datetime import datetime, timedelta

import pytest

from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import World, build
from underpin.desk.checklists import tasks
from underpin.desk.lifetime import afterword, silence, solved, terms
from underpin.desk.lifetime.terms import Terms
from underpin.desk.links import link, merging, splitting
from underpin.desk.tickets import finishing, follow_up, raising, reading, states, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.reading import Detail
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import Principal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEKS = itertools.count(0, 10)


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


class Story:
    """One client's Monday; each step is somebody's act at its own time."""

    def __init__(self, world: World) -> None:
        self.world, self.acme, self.start = world, world.acme, MONDAY + next(WEEKS) * 7 * DAY
        self.agent, self.anna = world.agent.principal, world.acme.requester.principal

    async def at(self, moment: datetime) -> None:
        await ground.pass_time(self.acme, moment)

    async def ask(self, who: Principal, wanted: object, *words: object, **more: object) -> object:
        return await verb.perform(wanted, who, *words, tenant=self.acme.id, **more)  # type: ignore[arg-type]

    async def raised(self, subject: str = "Nothing prints", who: Principal | None = None) -> int:
        new = NewTicket(subject, "Since this morning.", service_id=ground.service(self.acme))  # type: ignore[arg-type]
        ticket = await verb.perform(raising.raise_ticket, who or self.anna, new)
        return int(ticket.number)

    async def detail(self, number: int, who: Principal | None = None) -> Detail:
        found = await self.ask(who or self.agent, reading.one, self.acme.id, number)
        assert isinstance(found, Detail)
        return found

    async def clock(self, number: int, metric: str) -> db.Row:
        async with db.open(Work(self.acme.id)):
            row = await db.row(
                "SELECT c.* FROM clock c JOIN ticket t ON t.tenant_id = c.tenant_id "
                "AND t.id = c.ticket_id WHERE t.tenant_id = $1 AND t.number = $2 "
                "AND c.metric = $3 ORDER BY c.number DESC LIMIT 1",
                *(self.acme.id, number, metric),
            )
        assert row is not None, f"no {metric} clock"
        return row


@pytest.fixture
async def story(world: World) -> Story:
    """Each story begins ten weeks after the one before: a client's time never goes back."""
    found = Story(world)
    await found.at(found.start)
    return found


async def resolved(story: Story) -> int:
    number = await story.raised()
    await story.at(story.start + HOUR)
    await story.ask(story.agent, finishing.resolve, number, body="The fuser was replaced.")
    return number


async def test_whoever_reported_it_says_that_it_is_solved(story: Story) -> None:
    number, bob = await story.raised(), story.acme.colleague.principal
    await story.at(story.start + HOUR)
    with pytest.raises(NotFound):
        await story.ask(bob, solved.say, number)
    with pytest.raises(Forbidden):
        await story.ask(story.acme.observer.principal, solved.say, number)
    assert (await story.detail(number)).ticket.state == "new"
    await story.ask(story.anna, solved.say, number)
    assert (await story.detail(number)).ticket.state == "resolved"
    stopped = await story.clock(number, "resolution")
    assert (stopped["state"], stopped["elapsed_us"]) == (
        "stopped",
        HOUR // timedelta(microseconds=1),
    )
    again = await story.ask(story.anna, finishing.reopen, number)
    assert again.state == "open"  # type: ignore[attr-defined]


async def test_what_staff_have_to_end_keeps_the_clients_word(story: Story) -> None:
    number = await story.raised()
    await story.ask(story.agent, tasks.add, number, "TASK-FOR-STAFF", mandatory=True)
    left = await story.ask(story.anna, solved.say, number)
    assert left.state != "resolved"  # type: ignore[attr-defined]
    last = (await story.detail(number, story.anna)).messages[-1]
    assert (last.body, last.author_kind) == ("It is solved for me.", "member")
    assert (await story.clock(number, "resolution"))["state"] == "running"


async def test_thanks_is_no_reopening(story: Story) -> None:
    number = await resolved(story)
    await story.at(story.start + 2 * HOUR)
    await story.ask(story.anna, talking.reply, number, "Thanks!")
    assert (await story.detail(number)).ticket.state == "resolved"
    await story.ask(story.agent, afterword.thanks, number)
    await story.at(story.start + 12 * HOUR)
    assert (await story.detail(number)).ticket.state == "resolved"
    stopped = await story.clock(number, "resolution")
    assert (stopped["state"], stopped["elapsed_us"]) == (
        "stopped",
        HOUR // timedelta(microseconds=1),
    )
    with pytest.raises(afterword.NothingSaid):
        await story.ask(story.agent, afterword.thanks, number)


async def test_what_nobody_looks_at_reopens_from_the_moment_it_was_said(story: Story) -> None:
    number = await story.raised()
    due = (await story.clock(number, "resolution"))["due_at"]
    await story.at(story.start + HOUR)
    await story.ask(story.agent, finishing.resolve, number)
    await story.at(story.start + 2 * HOUR)
    await story.ask(story.anna, talking.reply, number, "It jams again.")
    await story.at(story.start + 6 * HOUR - timedelta(seconds=1))
    assert (await story.detail(number)).ticket.state == "resolved"
    await story.at(story.start + 6 * HOUR + timedelta(seconds=1))
    assert (await story.detail(number)).ticket.state == "open"
    clock = await story.clock(number, "resolution")
    assert (clock["state"], clock["due_at"]) == ("running", due + HOUR), "the hour it was done"


async def test_the_client_says_that_it_is_not_solved(story: Story) -> None:
    number = await resolved(story)
    await story.at(story.start + 3 * HOUR)
    await story.ask(story.anna, talking.reply, number, "No, it is not.")
    await story.at(story.start + 4 * HOUR)
    await story.ask(story.anna, finishing.reopen, number)
    found = await story.detail(number)
    assert found.ticket.state == "open"
    said = {each.kind: each.at for each in found.happenings}
    assert said["ticket.reopened"] == said["ticket.client_message"] == story.start + 3 * HOUR


async def test_a_resolved_ticket_closes_itself_and_a_late_word_is_a_ticket_that_follows(
    story: Story,
) -> None:
    number = await resolved(story)
    await story.at(story.start + 5 * DAY + 2 * HOUR)
    assert (await story.detail(number)).ticket.state == "closed"
    await story.at(story.start + 21 * DAY)
    message = await story.ask(story.anna, talking.reply, number, "It is back after three weeks.")
    assert (await story.detail(number)).ticket.state == "closed"
    (found,) = await story.ask(story.agent, link.of_ticket, story.acme.id, number)  # type: ignore[misc]
    assert found.kind == "of_follows"
    new = await story.detail(found.number)
    assert (new.ticket.state, [each.body for each in new.messages]) == (
        *("new",),
        ["It is back after three weeks."],
    )
    assert new.messages[0].id == message.id  # type: ignore[attr-defined]
    with pytest.raises(states.WrongState):
        await story.ask(story.anna, finishing.reopen, number)


async def test_closing_for_silence_takes_the_reminders_agreed(story: Story) -> None:
    number = await story.raised()
    with pytest.raises(silence.NotAsked):
        await story.ask(story.agent, silence.close, number)
    await story.ask(story.agent, follow_up.ask, number, "Which printer?", story.start + DAY)
    for day in (1, 2):
        with pytest.raises(silence.TooFewReminders):
            await story.ask(story.agent, silence.close, number)
        words = ("Still there?", story.start + (day + 1) * DAY)
        await story.ask(story.agent, silence.remind, number, *words)
    await story.ask(story.agent, silence.close, number)
    found = await story.detail(number)
    assert found.ticket.state == "closed"
    assert [each.reason for each in found.happenings if each.kind == "ticket.closed"] == [
        "the client did not answer"
    ]


async def test_a_word_of_the_client_makes_reminders_count_anew(story: Story) -> None:
    number = await story.raised()
    await story.ask(story.agent, follow_up.ask, number, "Which printer?", story.start + DAY)
    for _ in range(2):
        await story.ask(story.agent, silence.remind, number, "Still there?", story.start + DAY)
    await story.ask(story.anna, talking.reply, number, "The one in the hall.")
    await story.ask(story.agent, follow_up.ask, number, "Which hall?", story.start + DAY)
    with pytest.raises(silence.TooFewReminders, match="0 of 2"):
        await story.ask(story.agent, silence.close, number)


async def test_that_no_reply_is_needed_is_said_in_sight(story: Story) -> None:
    number = await story.raised()
    await story.ask(story.agent, talking.reply, number, "We are looking at it.")
    await story.at(story.start + HOUR)
    await story.ask(story.anna, talking.reply, number, "Good, no hurry.")
    await story.ask(story.agent, talking.no_reply_needed, number)
    kinds = [each.kind for each in (await story.detail(number)).happenings]
    assert "ticket.no_reply_needed" in kinds


async def test_two_tickets_of_one_matter_go_on_as_one_with_the_earliest_start(story: Story) -> None:
    bob = story.acme.admin.principal
    first = await story.raised("No printing")
    await story.at(story.start + HOUR)
    second = await story.raised("Printer dead", bob)
    await story.ask(story.agent, merging.merge, first, second)
    gone, on = await story.detail(first), await story.detail(second)
    assert (gone.ticket.state, on.ticket.state) == ("closed", "new")
    assert (await story.clock(second, "resolution"))["started_at"] == story.start
    assert (await story.clock(first, "resolution"))["state"] == "merged"
    assert len(on.messages) == 2

    # Anna still sees her own ticket and no more; what she writes is heard where the matter goes on
    await story.at(story.start + 2 * HOUR)
    with pytest.raises(NotFound):
        await story.detail(second, story.anna)
    await story.ask(story.agent, talking.reply, second, "On it.")
    await story.ask(story.anna, talking.reply, first, "Any news?")
    kinds = [each.kind for each in (await story.detail(second)).happenings]
    assert "ticket.client_message" in kinds
    assert [each.body for each in (await story.detail(second)).messages][-1] == "Any news?"
    seen = [each.body for each in (await story.detail(first, story.anna)).messages]
    assert seen == ["Since this morning.", "Any news?"]
    with pytest.raises(states.WrongState):
        await story.ask(story.agent, finishing.reopen, first)


async def test_words_on_what_was_merged_and_merges_at_once_never_block_each_other(
    story: Story,
) -> None:
    """A client writes on one that was merged, which holds it and then the one it went into, while
    that one goes into a third and the third's own into it: whatever the ids, nobody waits for
    whom they keep waiting."""
    for _ in range(4):
        numbers = [await story.raised(f"Printer {place}") for place in range(4)]
        # the later went into the earlier: by id alone these two would be locked the other way round
        await story.ask(story.agent, merging.merge, numbers[1], numbers[0])
        await asyncio.gather(
            *(story.ask(story.anna, talking.reply, numbers[1], f"And? {n}") for n in range(3)),
            _merged(story, numbers[0], numbers[2]),
            story.ask(story.anna, talking.reply, numbers[3], "Mine?"),
            _merged(story, numbers[3], numbers[2]),
        )
        assert len((await story.detail(numbers[2])).messages) >= 7


async def _merged(story: Story, number: int, into: int) -> None:
    """Who is told that another merge came between tries again."""
    try:
        await story.ask(story.agent, merging.merge, number, into)
    except StaleVersion:
        await story.ask(story.agent, merging.merge, number, into)


async def test_who_is_to_be_informed_watches_the_one_that_goes_on(story: Story) -> None:
    first = await story.raised("No printing")
    second = await story.raised("Printer dead", story.acme.admin.principal)
    await story.ask(story.agent, merging.merge, first, second, inform=True)
    assert len((await story.detail(second, story.anna)).messages) == 2


async def test_what_was_merged_before_goes_along(story: Story) -> None:
    numbers = [await story.raised(f"Printer {place}") for place in range(3)]
    await story.ask(story.agent, merging.merge, numbers[0], numbers[1])
    await story.ask(story.agent, merging.merge, numbers[1], numbers[2])
    assert len((await story.detail(numbers[2])).messages) == 3
    with pytest.raises(states.WrongState):
        await story.ask(story.agent, merging.merge, numbers[0], numbers[2])
    with pytest.raises(Malformed):
        await story.ask(story.agent, merging.merge, numbers[2], numbers[2])


async def test_a_message_about_something_else_becomes_a_ticket_that_starts_with_it(
    story: Story,
) -> None:
    number = await story.raised()
    await story.at(story.start + HOUR)
    said = await story.ask(story.anna, talking.reply, number, "And the lift is stuck.")
    await story.at(story.start + 2 * HOUR)
    ours = await story.ask(story.agent, talking.reply, number, "Oh.")
    with pytest.raises(Malformed, match="message_id"):
        await story.ask(story.agent, splitting.split, number, ours.id, "Lift")  # type: ignore[attr-defined]
    words = (number, said.id, "The lift is stuck")  # type: ignore[attr-defined]
    made = await story.ask(story.agent, splitting.split, *words)
    assert (await story.clock(made.number, "resolution"))["started_at"] == story.start + HOUR  # type: ignore[attr-defined]
    new = await story.detail(made.number)  # type: ignore[attr-defined]
    assert (new.ticket.subject, new.messages[0].body) == (
        *("The lift is stuck",),
        "And the lift is stuck.",
    )
    assert new.ticket.requester_id == story.anna.person_id
    (found,) = await story.ask(story.agent, link.of_ticket, story.acme.id, number)  # type: ignore[misc]
    assert (found.kind, found.number) == ("of_split_from", new.ticket.number)


async def test_links_make_no_circle_and_show_only_what_is_seen(story: Story) -> None:
    one, two = await story.raised("One"), await story.raised("Two", story.acme.admin.principal)
    await story.ask(story.agent, link.add, one, two, "child_of")
    await story.ask(story.agent, link.add, one, two, "child_of")
    with pytest.raises(link.Circle):
        await story.ask(story.agent, link.add, two, one, "child_of")
    with pytest.raises(Malformed, match="kind"):
        await story.ask(story.agent, link.add, two, one, "merged_into")
    (kept,) = await story.ask(story.agent, link.of_ticket, story.acme.id, one)  # type: ignore[misc]
    assert (kept.kind, kept.number) == ("child_of", two)
    assert await story.ask(story.anna, link.of_ticket, story.acme.id, one) == []
    await story.ask(story.agent, link.remove, one, kept.id)
    assert await story.ask(story.agent, link.of_ticket, story.acme.id, one) == []


async def test_a_confidential_ticket_is_linked_for_those_who_may_see_it(story: Story) -> None:
    lead = story.world.lead.principal
    one, secret = await story.raised("One"), NewTicket("Dismissal", "x", confidential=True)
    two = int((await verb.perform(raising.raise_ticket, story.anna, secret)).number)
    await story.ask(lead, link.add, one, two, "related")
    (kept,) = await story.ask(lead, link.of_ticket, story.acme.id, one)  # type: ignore[misc]
    assert kept.subject == "Dismissal"
    assert await story.ask(story.agent, link.of_ticket, story.acme.id, one) == []


async def test_only_staff_merge_split_and_close_for_silence(story: Story) -> None:
    one, two = await story.raised(), await story.raised()
    for wanted in (
        (merging.merge, one, two),
        (silence.close, one),
        (talking.no_reply_needed, one),
        (link.add, one, two, "related"),
    ):
        with pytest.raises(Forbidden):
            await story.ask(story.anna, *wanted)
    assert (await story.detail(one)).ticket.state == "new"


async def test_the_terms_are_the_clients_own(story: Story) -> None:
    manager = story.world.manager.principal
    with pytest.raises(Malformed, match="reminders"):
        await story.ask(manager, terms.agree, Terms(reminders=9))
    await story.ask(manager, terms.agree, Terms(close_after_days=0, look_within_minutes=60))
    try:
        number = await resolved(story)
        await story.ask(story.anna, talking.reply, number, "Still broken.")
        await story.at(story.start + 2 * HOUR + timedelta(seconds=1))
        assert (await story.detail(number)).ticket.state == "open"
    finally:
        await story.ask(manager, terms.agree, Terms())
