"""What a version would do to clocks that run, each foreseen for one instant."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts import instant
from contracts.agreements import activation_reach
from contracts.agreements.activation_reach import Foreseen, Running
from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.clocks.clock_target import Target
from contracts.clocks.clock_terms import Promise
from contracts.instant import HOUR

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours(opens: str, closes: str) -> Calendar:
    week = {day: [[opens, closes]] for day in DAYS}
    return calendar.compile(calendar_definition.from_json({"time_zone": "UTC", "week": week}))


OFFICE, ALWAYS = hours("09:00", "17:00"), hours("00:00", "24:00")
NINE, NOON = (instant.of(datetime(2026, 1, 12, hour, tzinfo=UTC)) for hour in (9, 12))


def running(allowed: int = 8, *warn: int, used: int = 0, breached: bool = False) -> Running:
    """Going since nine on the office's hours."""
    target = Target("resolution", allowed * HOUR, (), warn)
    words = (1, UUID(int=1), "resolution", "", target, OFFICE, used * HOUR, NINE, breached)
    return Running(*words)


def foreseen(clock: Running, allowed: int | None, *warn: int, on: Calendar = OFFICE) -> Foreseen:
    promise = None if allowed is None else Promise(Target("r", allowed * HOUR, (), warn), on)
    return activation_reach.foresee([(clock, promise)], NOON)[0]


@pytest.mark.parametrize(
    ("allowed", "warn", "effect"),
    [
        (8, (), "same"),
        (3, (), "earlier"),
        (2, (50,), "breached_at_once"),
        (5, (50,), "at_risk"),
        (7, (50,), "earlier"),
        (9, (10,), "at_risk"),
        (9, (50,), "later"),
        (None, (), "released"),
    ],
)
def test_after_three_hours_of_eight(
    allowed: int | None, warn: tuple[int, ...], effect: str
) -> None:
    assert foreseen(running(), allowed, *warn).effect == effect


def test_time_used_is_kept_and_the_new_calendar_counts_from_the_switch() -> None:
    found = foreseen(running(), 6, on=ALWAYS)
    assert (found.due_before, found.due_after) == (NINE + 8 * HOUR, NOON + 3 * HOUR)
    assert foreseen(running(used=2), 6, on=ALWAYS).due_after == NOON + HOUR


def test_what_was_missed_already_is_not_missed_again() -> None:
    assert foreseen(running(2, breached=True), 1).effect == "earlier"


def test_what_was_past_its_warning_before_is_not_news() -> None:
    assert foreseen(running(4, 50), 5, 50).effect == "later"


def test_many_are_answered_in_the_order_asked() -> None:
    pairs = [
        (running(), Promise(Target("r", allowed * HOUR), on))
        for allowed, on in ((6, OFFICE), (2, ALWAYS), (6, ALWAYS), (9, OFFICE))
    ]
    found = activation_reach.foresee(pairs, NOON)
    alone = [activation_reach.foresee([pair], NOON)[0] for pair in pairs]
    assert found == alone
    assert activation_reach.counted(found) == {"earlier": 2, "breached_at_once": 1, "later": 1}
