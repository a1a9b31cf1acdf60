"""What a template says, and what of its changes reaches a contract that differs from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.agreements.agreed import Content, Settings, Target
from contracts.agreements.clause import Arrival, Availability, Commitment, Exclusion
from contracts.agreements.credit_clause import Clause, Step
from contracts.agreements.credit_schedule import Schedule
from contracts.calendars import calendar_definition
from contracts.templates import template_body
from contracts.templates.template_body import TemplateBody, TemplateCalendar, TemplateTerms
from underpin.kernel.errors import Malformed

OFFICE, NIGHT, THEIRS = UUID(int=1), UUID(int=2), UUID(int=3)
HOURS: dict[str, Any] = {"week": {"mon": [["09:00", "17:00"]]}}
P1 = Target("resolution", "incident", "P1", 4)
P2 = Target("resolution", "incident", "P2", 8)
P3 = Target("resolution", "incident", "P3", 16)
BODY = TemplateBody((TemplateCalendar(OFFICE, "Office", HOURS),), Content(OFFICE, (P1, P2)))


def test_its_hours_are_in_the_clients_zone_unless_it_names_one() -> None:
    (office,) = BODY.calendars
    assert template_body.definition(office, "Asia/Tokyo").time_zone == "Asia/Tokyo"
    named = replace(office, definition={**HOURS, "time_zone": "Europe/Warsaw"})
    assert template_body.definition(named, "Asia/Tokyo").time_zone == "Europe/Warsaw"
    assert template_body.definition(office, "UTC") == calendar_definition.from_json(
        {**HOURS, "time_zone": "UTC"}
    )


def test_its_credits_are_due_from_what_it_commits() -> None:
    missed = Clause("resolution", Decimal(95), steps=(Step(Decimal(95), Decimal(5)),))
    owing = replace(BODY.content, credits=Schedule("service_fee", (missed,)))
    template_body.check(replace(BODY, content=owing, commitment_percent=Decimal(95)))
    with pytest.raises(Malformed) as refused:
        template_body.check(replace(BODY, content=owing, commitment_percent=Decimal(90)))
    assert refused.value.field == "credits.clauses[0].commitment"


def test_every_place_that_names_a_calendar_is_resolved() -> None:
    own = replace(P2, calendar_version_id=OFFICE, pausing_states=("waiting_client",))
    found = template_body.resolved(Content(OFFICE, (P1, own)), {OFFICE: THEIRS})
    assert found == Content(THEIRS, (P1, replace(own, calendar_version_id=THEIRS)))


def test_the_hours_that_clauses_name_are_resolved_too() -> None:
    content = Content(
        OFFICE,
        (P1, P2),
        availability=Availability(Decimal("99.5"), calendar_version_id=NIGHT),
        arrivals=(Arrival("resolution", "incident", "P1", NIGHT, 8),),
        commitments=(Commitment("resolution", Decimal(95)),),
        exclusions=(Exclusion("planned_maintenance", notice_hours=48),),
    )
    found = template_body.resolved(content, {OFFICE: THEIRS, NIGHT: OFFICE})
    assert found.calendars == {THEIRS, OFFICE}
    back = template_body.resolved(found, {OFFICE: NIGHT, THEIRS: OFFICE})
    assert back == content


def test_a_clause_the_template_did_not_change_stays_as_it_was_agreed() -> None:
    agreed = Commitment("resolution", Decimal(95)), Commitment("resolution", Decimal(99))
    before = Content(OFFICE, (P1,), commitments=agreed[:1])
    own = replace(before, commitments=agreed[1:])
    after = replace(before, exclusions=(Exclusion("client_caused"),))
    assert template_body.merged(before, own, after) == replace(
        own, exclusions=(Exclusion("client_caused"),)
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": Content(NIGHT, (P1,))}, "content"),
        ({"content": Content(OFFICE, (replace(P1, calendar_version_id=NIGHT),))}, "content"),
        ({"content": Content(OFFICE, (P1, P1))}, "targets[1]"),
        ({"calendars": (*BODY.calendars, *BODY.calendars)}, "calendars[1]"),
        (
            {"calendars": (TemplateCalendar(OFFICE, "O", {"week": {"mon": [["17:00", "9"]]}}),)},
            "calendars[0].definition",
        ),
        ({"calendars": (TemplateCalendar(OFFICE, " ", HOURS),)}, "calendars[0].name"),
        ({"commitment_percent": Decimal(101)}, "commitment_percent"),
        ({"terms": TemplateTerms(notice_days=-1)}, "notice_days"),
        ({"terms": TemplateTerms(term_months=0)}, "terms.term_months"),
    ],
)
def test_what_cannot_be_meant_is_named(changes: dict[str, Any], field: str) -> None:
    template_body.check(BODY)
    with pytest.raises(Malformed) as refused:
        template_body.check(replace(BODY, **changes))
    assert refused.value.field == field


def test_a_term_of_two_years_and_a_higher_price_after_the_first() -> None:
    terms = TemplateTerms(24, 60, uplift_percent=Decimal(3)).beginning(date(2026, 3, 1))
    assert (terms.ends_on, terms.uplift_on) == (date(2028, 2, 29), date(2027, 3, 1))
    assert TemplateTerms(None).beginning(date(2026, 3, 1)).ends_on is None


def test_what_was_agreed_apart_from_the_template_stays() -> None:
    before = Content(OFFICE, (P1, P2))
    own = Content(OFFICE, (replace(P1, allowed_us=3), P2), Settings(reopen="keep"))
    after = Content(
        OFFICE, (P1, replace(P2, allowed_us=6), P3), Settings(resolution_stops_at="closed")
    )
    assert template_body.merged(before, own, after) == Content(
        OFFICE,
        (replace(P1, allowed_us=3), replace(P2, allowed_us=6), P3),
        Settings(resolution_stops_at="closed"),
    )


def test_what_the_template_drops_is_dropped_and_its_new_hours_count() -> None:
    before, after = Content(OFFICE, (P1, P2)), Content(NIGHT, (P1,))
    assert template_body.merged(before, Content(OFFICE, (P1, P2)), after) == Content(NIGHT, (P1,))
    apart = Content(THEIRS, (P1,))
    assert template_body.merged(before, apart, before) == apart
