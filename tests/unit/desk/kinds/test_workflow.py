"""Each type of ticket goes its own way, and the clocks hear of states alone."""

from __future__ import annotations

import pytest

from contracts import facts
from contracts.agreements import clause
from underpin.desk.kinds import workflow
from underpin.desk.tickets import states


def test_every_type_has_a_way_from_new_to_its_end() -> None:
    assert set(workflow.FLOWS) == set(clause.TYPES)
    for name, flow in workflow.FLOWS.items():
        reached, ahead = set(), ["new"]
        while ahead:
            stage = ahead.pop()
            if stage not in reached:
                reached.add(stage)
                ahead += flow[stage].then
        assert reached == set(flow), name
        assert {flow[each].state for each in reached} >= {"new", "open", "resolved", "closed"}


def test_what_could_follow_for_an_incident_follows_still() -> None:
    for old in facts.STATES:
        for new in facts.STATES:
            try:
                states.check(old, new)
            except states.WrongState:
                continue
            workflow.check("incident", old, None, new)


def test_a_problem_is_looked_into_before_it_is_resolved() -> None:
    with pytest.raises(states.WrongState, match=r"new can become: investigating, .*closed\."):
        workflow.check("problem", "new", None, "resolved")
    workflow.check("problem", "open", None, "resolved")
    assert workflow.stage("problem", "open", None) == "investigating"
    assert workflow.stage("problem", "open", "known_error") == "known_error"
    assert workflow.stage("problem", "waiting_client", "known_error") == "waiting_client"
    assert "known_error" in workflow.allowed("problem", "open")


def test_a_question_is_answered_and_a_complaint_stays_in_the_house() -> None:
    assert workflow.stage("question", "resolved", None) == "answered"
    workflow.check("question", "new", None, "resolved")
    for type_, state in (("question", "scheduled"), ("complaint", "waiting_vendor")):
        assert not workflow.knows(type_, state)
        with pytest.raises(states.WrongState):
            workflow.check(type_, "open", None, state)
