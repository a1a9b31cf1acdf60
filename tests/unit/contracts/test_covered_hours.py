"""Hours in which a round-the-clock promise runs and nobody is on duty (PRACTICE 24)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from contracts.agreements.agreed import Content, Target
from contracts.coherence import covered_hours
from contracts.coherence.chains import Behind
from contracts.coherence.covered_hours import Hours, Unattended
from contracts.coherence.keeping import Question
from contracts.instant import HOUR
from tests.unit.contracts import coherence_world as world

ROUND, DAY, NIGHT, SHORT = (UUID(int=n) for n in range(1, 5))
EVERY_DAY = (*world.WEEKDAYS, "sat", "sun")
CALENDARS = {
    ROUND: world.ALWAYS,
    DAY: world.hours("Europe/Berlin", ["08:00", "20:00"], days=EVERY_DAY),
    NIGHT: world.hours("Europe/Berlin", ["00:00", "08:00"], ["20:00", "24:00"], days=EVERY_DAY),
    SHORT: world.hours("Europe/Berlin", ["00:00", "08:00"], ["20:00", "24:00"], days=EVERY_DAY[:6]),
}


def content(calendar: UUID, *about: tuple[str, str]) -> Content:
    return Content(
        calendar, tuple(Target(name, "incident", priority, HOUR) for name, priority in about)
    )


def unattended(sla: Content, **olas: Content) -> tuple[Unattended, ...]:
    behind = Behind({int(name[1:]): each for name, each in olas.items()}, {}, CALENDARS)
    window = date(2026, 1, 5), date(2026, 3, 2)
    return covered_hours.unattended(Question(sla, CALENDARS, None, (), behind, *window))


URGENT = content(ROUND, ("resolution", "P1"))


def test_two_shifts_cover_a_day_between_them() -> None:
    day, night = content(DAY, ("pickup", "P1")), content(NIGHT, ("pickup", "P1"))
    assert unattended(URGENT, L1=day, L2=night) == ()


def test_the_hour_that_no_shift_covers_is_named_with_the_promises_that_run_on() -> None:
    day, short = content(DAY, ("pickup", "P1")), content(SHORT, ("pickup", "P1"))
    sla = content(ROUND, ("first_response", "P1"), ("resolution", "P1"), ("resolution", "P2"))
    sunday = 6 * 24 * HOUR
    hours = (Hours(sunday, sunday + 8 * HOUR, 8), Hours(sunday + 20 * HOUR, sunday + 24 * HOUR, 8))
    assert unattended(sla, L1=day, L2=short) == (
        Unattended(("first_response incident P1", "resolution incident P1"), hours),
    )


def test_who_does_not_pick_such_tickets_up_is_not_on_duty_for_them() -> None:
    day, night = content(DAY, ("pickup", "P1")), content(NIGHT, ("pickup", "P2"))
    ((found),) = unattended(URGENT, L1=day, L2=night)
    assert [each.times for each in found.hours] == [8] * len(found.hours)
    assert sum(each.closes_us - each.opens_us for each in found.hours) == 7 * 12 * HOUR


def test_a_promise_that_rests_at_night_asks_for_nobody_then() -> None:
    assert unattended(content(DAY, ("resolution", "P1")), L1=content(SHORT, ("pickup", "P1"))) == ()


def test_where_no_tier_has_agreed_to_pick_up_nothing_can_be_said() -> None:
    assert unattended(URGENT, L1=content(DAY, ("hold", "P1"))) == ()
