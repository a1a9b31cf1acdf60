"""A question, a problem, and what was raised as the wrong thing: each by the words of its type."""

from __future__ import annotations

import pytest

from tests.service.desk.kinds.conftest import HOUR, Story
from underpin.desk.kinds import advancing, retyping
from underpin.desk.queues import the_list
from underpin.desk.queues.filtering import Filter
from underpin.desk.tickets import reading, states, working
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.errors import Malformed


async def seen(story: Story, ticket: Ticket) -> Ticket:
    found = await story.ask(story.world.agent, reading.one, story.acme.id, ticket.number)
    assert isinstance(found.ticket, Ticket)
    return found.ticket


async def test_a_question_that_nothing_is_promised_about_ranks_by_its_age(story: Story) -> None:
    question = await story.raised("Which toner do we buy?", type="question")
    await story.at(HOUR)
    later = await story.raised("And which paper?", type="question")
    incident = await story.raised("Nothing prints")
    assert (question.next_due, question.agreement_version_id is None) == (None, False)
    wanted = Filter((story.acme.id,), raised_from=story.start)
    page = await story.ask(story.world.agent, the_list.page, wanted)
    numbers = [row.number for row in page.rows]
    assert numbers == [incident.number, question.number, later.number]
    only = await story.ask(
        story.world.agent, the_list.page, Filter((story.acme.id,), types=("question",))
    )
    assert {row.number for row in only.rows} >= {question.number, later.number}
    assert incident.number not in {row.number for row in only.rows}
    with pytest.raises(states.WrongState, match="become: open, waiting_client"):
        await story.ask(story.world.agent, working.change_state, question.number, "scheduled")
    assert (await seen(story, question)).state == "new"
    await story.ask(
        story.world.agent, advancing.advance, question.number, "answered", body="The black one."
    )
    assert (await seen(story, question)).state == "resolved"


async def test_a_problem_goes_its_own_way(story: Story) -> None:
    problem = await story.raised("Print servers lose their queues", type="problem")
    agent = story.world.agent
    with pytest.raises(states.WrongState, match="A problem that is new can become: investigating"):
        await story.ask(agent, advancing.advance, problem.number, "known_error")
    course = await story.ask(agent, advancing.course, story.acme.id, problem.number)
    assert (course.stage, course.state) == ("new", "new")
    await story.ask(agent, advancing.advance, problem.number, "investigating")
    known = await story.ask(agent, advancing.advance, problem.number, "known_error")
    assert (known.state, known.stage) == ("open", "known_error")
    with pytest.raises(Malformed):
        await story.ask(agent, advancing.advance, problem.number, "solved")
    await story.ask(agent, advancing.advance, problem.number, "resolved")
    assert (await seen(story, problem)).state == "resolved"


async def test_what_was_raised_as_the_wrong_thing_counts_from_creation(story: Story) -> None:
    raised = await story.raised("Please: nothing prints", type="question")
    await story.at(HOUR)
    agent = story.world.agent
    now = await story.ask(
        agent, retyping.retype, raised.number, "incident", "It is broken.", corrects=True
    )
    twin = await story.raised("Nothing prints either")
    assert now.next_due is not None and twin.next_due == now.next_due + HOUR
    await story.ask(agent, working.change_state, raised.number, "scheduled")
    with pytest.raises(states.WrongState, match="never scheduled"):
        await story.ask(agent, retyping.retype, raised.number, "question", "It was one.")
    with pytest.raises(Malformed):
        await story.ask(agent, retyping.retype, raised.number, "complaint", "Angry.")
    assert (await seen(story, raised)).type == "incident"
