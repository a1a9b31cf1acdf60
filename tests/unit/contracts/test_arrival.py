"""Whoever calls outside office hours is promised something else: by when the ticket was raised,
not by when it is looked at."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from contracts import facts
from contracts.agreements import arrival
from contracts.agreements.agreed import Content, Target
from contracts.agreements.clause import Arrival
from contracts.clocks.ticket_clocks import Matter
from contracts.instant import HOUR
from tests.unit.contracts.clock_story import ALWAYS, OFFICE, Story, at, gold, promise

RESPONSE = Matter("first_response", "incident", "P3")
TERMS = replace(
    gold(), outside_hours={RESPONSE: (OFFICE, promise("first_response", 2 * HOUR, ALWAYS))}
)


def raised(when: str, **more: object) -> Story:
    return Story(TERMS).raised(when, **more)  # type: ignore[arg-type]


def test_in_office_hours_the_usual_response_is_promised() -> None:
    assert raised("fri 10:00").due("first_response") == ("fri 11:00", "fri 11:00")


def test_outside_them_the_other_allowance_on_its_own_hours() -> None:
    assert raised("sat 10:00").due("first_response") == ("sat 12:00", "sat 12:00")


def test_the_hours_end_with_their_last_instant() -> None:
    assert raised("fri 16:59").due("first_response") == ("mon 09:59", "mon 09:59")
    assert raised("fri 17:00").due("first_response") == ("fri 19:00", "fri 19:00")


def test_what_is_said_of_no_arrival_stays_as_it_was() -> None:
    assert raised("sat 10:00").due("resolution") == Story().raised("sat 10:00").due("resolution")


def test_a_change_of_priority_on_monday_finds_what_saturday_was_promised() -> None:
    story = raised("sat 10:00", priority="P1").priority("mon 10:00", "P3", "our_mistake")
    assert story.clock("first_response").target.duration == 2 * HOUR
    inside = raised("fri 10:00", priority="P1").priority("sat 10:00", "P3", "our_mistake")
    assert inside.clock("first_response").target.duration == HOUR


def test_an_alert_arrives_when_the_version_says_its_clocks_begin() -> None:
    about = Matter("resolution", "incident", "P3")
    terms = replace(
        gold(alerts_start_at="start"),
        outside_hours={about: (OFFICE, promise("resolution", HOUR, ALWAYS))},
    )
    alert = {"channel": facts.ALERT, "began_at": at("fri 16:00")}
    story = Story(terms).raised("fri 18:00", **alert)
    assert story.clock("resolution").target.duration == 8 * HOUR


def test_the_targets_for_an_arrival() -> None:
    office, always = UUID(int=1), UUID(int=2)
    usual = Target("first_response", "incident", "P1", HOUR, (50,))
    other = Target("resolution", "incident", "P1", 8 * HOUR)
    content = Content(
        office,
        (usual, other),
        arrivals=(
            Arrival(*usual.about, office, 2 * HOUR, always),
            Arrival(*other.about, always, 0),
        ),
    )
    calendars = {office: OFFICE, always: ALWAYS}
    assert arrival.targets(content, calendars, at("fri 10:00")).targets == (usual, other)
    assert arrival.targets(content, calendars, at("sat 10:00")).targets == (
        replace(usual, allowed_us=2 * HOUR, calendar_version_id=always),
        other,
    )
