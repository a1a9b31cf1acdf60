"""Waiting for the client, ending, ending again: what counts and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.service.contracts.scenarios.stage import HOUR, MINUTE, Stage, local, micros
from underpin.kernel.errors import NotFound


async def test_created_waiting_and_resolved_in_one_change(stage: Stage) -> None:
    """The agent asks in the very moment of the report, hears nothing for two days, and resolves it
    without the client ever answering: nothing was used, and nothing was missed."""
    await stage.at("2026-01-12T09:00")
    number = await stage.raises()
    await stage.answers(number, "Which of your sites?", asks=True)
    clock = await stage.clock(number, "resolution")
    assert (clock.state, clock.used_us, clock.due_at) == ("paused", 0, None)
    await stage.at("2026-01-14T12:00")
    assert (await stage.clock(number, "resolution")).if_resumed_now == local("2026-01-15T11:00")
    await stage.resolves(number, body="It works again by itself.")
    clock = await stage.clock(number, "resolution")
    assert (clock.outcome, clock.used_us, clock.ended_at) == ("met", 0, local("2026-01-14T12:00"))
    response = await stage.clock(number, "first_response")
    assert (response.outcome, response.used_us) == ("met", 0)
    assert [span.kind for span in clock.spans] == ["paused"]


async def test_resumed_after_months_it_has_what_it_had(stage: Stage) -> None:
    """Five hours were left in January; in June, after the clocks changed, they still are."""
    await stage.at("2026-01-12T09:00")
    number = await stage.raises()
    await stage.at("2026-01-12T12:00")
    await stage.answers(number, "May we restart it?", asks=True)
    await stage.at("2026-06-15T16:00")
    await stage.writes(number, "Yes, please.")
    clock = await stage.clock(number, "resolution")
    assert (clock.used_us, clock.left_us) == (micros(3 * HOUR), micros(5 * HOUR))
    assert (clock.state, clock.due_at) == ("running", local("2026-06-16T12:00"))
    assert clock.due is not None
    assert clock.due.since == local("2026-06-15T16:00")
    reply = await stage.clock(number, "next_reply")
    assert (reply.due_at, reply.breach_at) == (local("2026-06-15T18:00"), local("2026-06-16T09:00"))


async def test_reopened_on_thursday_the_days_between_are_nobodys(stage: Stage) -> None:
    """Resolved after two hours on Monday, reported *not solved* on Thursday: six hours are left,
    on the same clock."""
    await stage.at("2026-01-12T09:00")
    number = await stage.raises()
    await stage.answers(number)
    await stage.at("2026-01-12T11:00")
    await stage.resolves(number)
    await stage.at("2026-01-15T10:00")
    assert (await stage.clock(number, "resolution")).outcome == "met"
    await stage.says_not_solved(number)
    clock = await stage.clock(number, "resolution")
    assert (clock.state, clock.outcome, clock.used_us) == ("running", "open", micros(2 * HOUR))
    assert clock.due_at == local("2026-01-15T16:00")
    await stage.at("2026-01-15T16:00:01")
    clock = await stage.clock(number, "resolution")
    assert (clock.outcome, clock.breached_at) == ("breached", local("2026-01-15T16:00"))


async def test_thanks_is_no_reopening(stage: Stage) -> None:
    await stage.at("2026-01-12T09:00")
    number = await stage.raises()
    await stage.at("2026-01-12T10:00")
    await stage.resolves(number, body="Done.")
    await stage.at("2026-01-13T09:00")
    await stage.writes(number, "Thanks!")
    assert (await stage.ticket(number)).state == "resolved"
    clock = await stage.clock(number, "resolution")
    assert (clock.state, clock.used_us) == ("stopped", micros(1 * HOUR))


async def test_two_messages_into_one_silence_are_one_miss(stage: Stage) -> None:
    """The older counts; the second adds nothing, and the reply ends both."""
    await stage.at("2026-01-12T09:00")
    number = await stage.raises()
    await stage.at("2026-01-12T09:30")
    await stage.answers(number)
    await stage.at("2026-01-12T16:30")
    await stage.writes(number)
    await stage.at("2026-01-12T17:45")
    await stage.writes(number, "Hello?")
    reply = await stage.clock(number, "next_reply")
    assert reply.due_at == local("2026-01-13T09:30")
    await stage.at("2026-01-13T10:00")
    await stage.answers(number)
    told = [each for each in await stage.clocks(number) if each.metric == "next_reply"]
    assert [(c.number, c.outcome, c.used_us, c.breached_at) for c in told] == [
        (1, "breached", micros(2 * HOUR + 30 * MINUTE), local("2026-01-13T09:30"))
    ]


async def test_a_question_the_client_answers_at_night_resumes_at_night(stage: Stage) -> None:
    """The wait ends with the message itself, not with the morning it is read in; no working time
    lies between, so that nothing is lost either."""
    await stage.at("2026-01-12T17:00")
    number = await stage.raises()
    await stage.answers(number, "Since when?", asks=True)
    await stage.at("2026-01-12T23:10")
    await stage.writes(number, "Since noon.")
    await stage.at("2026-01-13T11:00")
    clock = await stage.clock(number, "resolution")
    assert [(span.kind, span.end) for span in clock.spans] == [
        ("paused", local("2026-01-12T23:10")),
        ("running", local("2026-01-13T11:00")),
    ]
    assert clock.used_us == micros(2 * HOUR)


async def test_somebody_elses_ticket_has_no_clocks(stage: Stage) -> None:
    await stage.at("2026-01-12T09:00")
    number = await stage.raises(confidential=True)
    bob = stage.people.requester
    with pytest.raises(NotFound):
        await stage.clocks(number, replace(bob, capabilities=stage.ada.capabilities))
