"""The rank of a ticket, PRACTICE 21 word by word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from contracts.subject import Due
from underpin.desk.queues import ranking
from underpin.desk.queues.ranking import Standing

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def rank(
    priority: str,
    due: timedelta | None,
    *,
    breached: bool = False,
    age: timedelta = HOUR,
    major: bool = False,
) -> tuple[bool, datetime]:
    told = Due(None if due is None else NOW + due, breached=breached)
    return priority != "P1", ranking.instant(told, Standing(priority, NOW - age, NOW, major=major))


def test_p1_comes_first_whatever_is_due() -> None:
    assert rank("P1", 8 * HOUR) < rank("P2", HOUR)


def test_then_the_next_target_that_can_be_reached_whatever_the_priority() -> None:
    assert rank("P4", HOUR) < rank("P2", 2 * HOUR)


def test_a_missed_ticket_ranks_by_its_next_live_target() -> None:
    assert rank("P3", HOUR, breached=True) == rank("P3", HOUR)


def test_what_is_lost_does_not_bury_what_can_be_saved() -> None:
    assert rank("P4", 30 * HOUR) < rank("P2", -5 * HOUR, breached=True)


def test_a_missed_ticket_with_nothing_to_reach_is_the_top_of_its_priority() -> None:
    missed = rank("P3", -HOUR, breached=True)
    assert rank("P2", None) < missed < rank("P3", None) < rank("P4", -HOUR, breached=True)


def test_a_missed_p1_with_nothing_to_reach_is_the_top_of_the_list() -> None:
    assert rank("P1", -HOUR, breached=True) < rank("P1", timedelta(minutes=1))


def test_a_major_incident_comes_with_the_p1s_before_everything_else() -> None:
    major = rank("P3", 9 * HOUR, major=True)
    assert rank("P1", 9 * HOUR) < major < rank("P2", timedelta(minutes=1))
    assert major < rank("P2", None, breached=True)
    assert rank("P1", None, major=True) < rank("P1", -HOUR, breached=True)
    assert rank("P3", HOUR, major=True) < major
    assert rank("P4", None, age=9 * HOUR, major=True) < rank("P4", None, major=True)


def test_without_a_clock_the_oldest_comes_first() -> None:
    assert rank("P3", None, age=9 * HOUR) < rank("P3", None, age=HOUR)


def test_every_rank_is_an_instant_both_python_and_postgresql_can_hold() -> None:
    last = rank("P5", None, age=timedelta(0))[1]
    assert last < datetime(9000, 1, 1, tzinfo=UTC)
