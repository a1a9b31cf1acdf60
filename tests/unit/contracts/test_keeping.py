"""The way a ticket takes under a policy, and whether it keeps the promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from contracts import calendar, calendar_definition, chains, keeping
from contracts.agreed import Content, Target
from contracts.chains import Behind
from contracts.escalation import Step
from contracts.instant import HOUR
from contracts.keeping import Question

ALWAYS, OFFICE = UUID(int=1), UUID(int=2)
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDARS = {
    ALWAYS: calendar.compile(calendar_definition.ALWAYS),
    OFFICE: calendar.compile(
        calendar_definition.from_json({"time_zone": "Europe/Berlin", "week": WEEK})
    ),
}


def content(calendar_id: UUID, metric: str, hours: float) -> Content:
    return Content(calendar_id, (Target(metric, "incident", "P1", int(hours * HOUR)),))


BEHIND = Behind(
    olas={1: content(OFFICE, "hold", 2), 2: content(OFFICE, "hold", 4)},
    ucs={"Fabrikam": content(ALWAYS, "fix", 8), "Contoso": content(ALWAYS, "fix", 24)},
    calendars=CALENDARS,
)
UP = (Step("hold", 100, "move_tier", from_tier=1, to_tier=2),)
OUT = (*UP, Step("hold", 100, "open_vendor_case", from_tier=2))


def question(sla: Content, steps: tuple[Step, ...] = UP) -> Question:
    return Question(sla, CALENDARS, None, steps, BEHIND, date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("steps", "way"),
    [
        ((), ((1, 2, 3), True)),
        (UP, ((1, 2), False)),
        (OUT, ((1, 2), True)),
        ((Step("hold", 100, "notify"),), ((1,), False)),
        ((replace(UP[0], priorities=("P2",)),), ((1,), False)),
        ((Step("resolution", 50, "open_vendor_case", from_tier=3),), ((1,), False)),
    ],
)
def test_a_route_follows_the_policy(
    steps: tuple[Step, ...], way: tuple[tuple[int, ...], bool]
) -> None:
    assert chains.route(steps, "P1") == way


def test_a_promise_round_the_clock_over_office_hours_needs_the_weekend_too() -> None:
    (line,) = keeping.lines(question(content(ALWAYS, "resolution", 8)))
    assert (line.verdict, line.path, line.sum_us) == ("not_kept", "L1 > L2", 6 * HOUR)
    assert line.worst_us is not None
    assert line.worst_us > 64 * HOUR
    assert line.slack_us == 8 * HOUR - line.worst_us
    assert line.suggestion is not None


def test_the_worst_vendor_is_the_one_that_counts() -> None:
    (line,) = keeping.lines(question(content(ALWAYS, "resolution", 400), OUT))
    assert (line.verdict, line.path) == ("always_kept", "L1 > L2 > Contoso")


def test_a_commitment_short_of_a_hundred_may_still_be_kept() -> None:
    asked = replace(question(content(ALWAYS, "resolution", 24)), commitment_percent=Decimal(10))
    (line,) = keeping.lines(asked)
    assert line.verdict == "commitment_kept"
    assert not keeping.refuses([line])


def test_what_a_stage_has_not_agreed_to_is_unchecked_not_kept() -> None:
    target = Target("resolution", "incident", "P2", 900 * HOUR)
    (line,) = keeping.lines(question(Content(ALWAYS, (target,))))
    assert (line.verdict, line.worst_us) == ("unchecked", None)
    assert "L1, L2" in line.path
    assert not keeping.refuses([line])


def test_only_resolutions_are_checked() -> None:
    assert keeping.lines(question(content(ALWAYS, "first_response", 1))) == ()
