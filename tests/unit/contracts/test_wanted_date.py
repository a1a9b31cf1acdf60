"""A request with a wanted date is promised *done by* then (PRACTICE 19), whatever waits there are,
and however the date moves."""

from __future__ import annotations

import pytest

from contracts import facts
from contracts.metric import FIRST_RESPONSE, RESOLUTION
from tests.unit.contracts.clock_story import Story, at, said


def wanted(by: str) -> Story:
    return Story().raised("fri 09:00", wanted_at=at(by))


def due(story: Story) -> str | None:
    found = story.clock(RESOLUTION).due
    return None if found is None else said(found.inf)


def test_it_is_due_on_that_date_and_no_question_moves_it() -> None:
    story = wanted("tue 12:00")
    assert due(story) == "tue 12:00"
    story.state("fri 10:00", facts.WAITING_CLIENT)
    assert story.clock(RESOLUTION).state == "running"
    story.tell(facts.ClientMessage, "mon 10:00").state("mon 10:00", facts.OPEN)
    assert due(story) == "tue 12:00"
    story.tell(facts.Resolved, "tue 12:00")
    assert not story.clock(RESOLUTION).breached


def test_outside_the_hours_it_is_due_at_the_last_of_them_and_missed_at_the_next() -> None:
    found = wanted("sat 12:00").clock(RESOLUTION).due
    assert found is not None
    assert (said(found.inf), said(found.sup)) == ("fri 17:00", "mon 09:00")


def test_another_priority_leaves_the_date_as_it_is() -> None:
    story = wanted("tue 12:00")
    first = story.clock(FIRST_RESPONSE).target
    story.tell(facts.Reprioritised, "mon 10:00", old="P3", new="P1", cause="new_facts")
    assert due(story) == "tue 12:00"
    assert story.clock(FIRST_RESPONSE).target != first


def test_the_date_moves_and_a_miss_goes_where_the_client_agreed() -> None:
    for agreed in (True, False):
        story = wanted("mon 10:00")
        story.tell(facts.WantedMoved, "mon 12:00", wanted_at=at("wed 11:00"), agreed=agreed)
        assert due(story) == "wed 11:00"
        assert story.clock(RESOLUTION).breached is not agreed


def test_a_date_named_later_holds_from_then_with_what_was_used_and_waited() -> None:
    story = Story().raised("thu 09:00").state("thu 10:00", facts.WAITING_CLIENT)
    assert story.clock(RESOLUTION).state == "paused"
    story.tell(facts.WantedMoved, "fri 10:00", wanted_at=at("mon 15:00"))
    assert (story.clock(RESOLUTION).state, due(story)) == ("running", "mon 15:00")


def test_without_a_date_the_usual_target_holds_again() -> None:
    plain = Story().raised("fri 09:00")
    story = wanted("wed 12:00")
    story.tell(facts.WantedMoved, "fri 10:00", wanted_at=None)
    assert due(story) == due(plain)


@pytest.mark.parametrize(("again", "by"), [("mon 10:00", "tue 12:00")])
def test_reopened_before_the_date_it_is_still_due_then(again: str, by: str) -> None:
    story = wanted(by).tell(facts.Resolved, "fri 12:00").tell(facts.Reopened, again)
    assert due(story) == by
