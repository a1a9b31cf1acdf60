"""Numbers of reports, beside what counting by hand gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpin.desk.reports import cadence, expecting, grouping, measure
from underpin.desk.reports.definitions import flow, handling, promises
from underpin.desk.reports.item import About, Course, Promise, Work
from underpin.desk.reports.trail import Trail

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
Thing = TypeVar("Thing", bound=About)


def about(number: int, at: datetime, **said: object) -> dict[str, object]:
    return {
        "tenant_id": 1,
        "client": "ACME",
        "ticket_id": UUID(int=number),
        "number": number,
        "subject": "x",
        "type": "incident",
        "priority": "P2",
        "tier": 1,
        "service_id": None,
        "service": "",
        "agent_id": None,
        "channel": "portal",
        "at": at,
        **said,
    }


def course(number: int, raised: datetime, done: datetime | None, **trail: int) -> Course:
    fields = about(number, raised, live=done is None, resolved_at=done, trail=Trail(**trail))  # type: ignore[arg-type]
    return Course(**fields)  # type: ignore[arg-type]


def values(things: list[Thing], measures: tuple[measure.Measure[Thing], ...]) -> dict[str, object]:
    found = measure.row(None, things, measures)
    return {each.name: value for each, value in zip(measures, found.values, strict=True)}


def test_volume_counts_by_what_happened_in_the_time() -> None:
    things = [
        course(1, MARCH, MARCH + DAY),
        course(2, MARCH - DAY, MARCH + DAY),
        course(3, MARCH + DAY, None),
        course(4, APRIL, None),
    ]
    turns = flow.turns(things, MARCH, APRIL)
    days = grouping.days(MARCH, APRIL, "client", ZoneInfo("UTC"))
    assert values([*turns], flow.volume(days)) == {
        "raised": 2,
        "resolved": 2,
        "a_day": Fraction(2, 31),
        "fixed": Fraction(100),
    }


def test_each_month_has_what_was_raised_and_what_was_resolved_in_it_by_its_own_days() -> None:
    until = APRIL + 10 * DAY
    things = [
        course(1, MARCH + DAY, APRIL + DAY),
        course(2, MARCH + DAY, MARCH + 2 * DAY),
        course(3, APRIL + DAY, APRIL + 2 * DAY),
        course(4, MARCH - DAY, APRIL + 3 * DAY),
    ]
    turns = [*flow.turns(things, MARCH, until)]
    utc = ZoneInfo("UTC")
    volume = flow.volume(grouping.days(MARCH, until, "month", utc))
    rows = measure.rows(turns, volume, grouping.key("month", utc))
    assert [(row.key, *row.values) for row in rows] == [
        ("2026-03", 2, 1, Fraction(2, 31), Fraction(50)),
        ("2026-04", 1, 3, Fraction(1, 10), Fraction(300)),
        (None, 3, 4, Fraction(3, 41), Fraction(400, 3)),
    ]


def test_a_day_of_a_period_is_one_of_its_readers_calendar() -> None:
    """October has an hour more in Berlin, and no day more."""
    since, until = (datetime(2026, month, 1, tzinfo=BERLIN) for month in (10, 11))
    days = grouping.days(since, until, "month", BERLIN)
    assert (days("2026-10"), days(None)) == (31, 31)


def test_what_is_told_of_the_resolved_is_of_the_month_they_were_resolved_in() -> None:
    late = course(1, MARCH, APRIL + DAY)
    assert grouping.key("month", BERLIN, grouping.resolved_at)(late) == "2026-04"
    assert grouping.key("month", BERLIN)(late) == "2026-03"


def test_backlog_is_what_was_open_then_by_its_age() -> None:
    things = [
        course(1, APRIL - DAY / 2, None),
        course(2, APRIL - 2 * DAY, APRIL + DAY),
        course(3, APRIL - 40 * DAY, None),
        course(4, APRIL - 5 * DAY, APRIL - DAY),
    ]
    found = values(things, flow.backlog(APRIL))
    aged = [found[f"aged_{least}"] for least, _ in flow.AGES]
    assert (found["open"], aged, found["oldest"]) == (3, [1, 1, 0, 0, 1], 40 * DAY)


def test_first_contact_is_one_answer_one_hand_and_for_good() -> None:
    things = [
        course(1, MARCH, APRIL, answers=1),
        course(2, MARCH, APRIL, answers=2),
        course(3, MARCH, APRIL, answers=1, hand_overs=1),
        course(4, MARCH, APRIL, answers=1, reopenings=1),
    ]
    found = values(things, handling.QUALITY)
    assert (found["first_contact"], found["first_contact_rate"]) == (1, Fraction(25))
    assert (found["reopened"], found["reopen_rate"]) == (1, Fraction(25))


def test_a_breach_is_laid_to_the_link_that_missed_first() -> None:
    def promise(number: int, outcome: str, *links: str) -> Promise:
        fields = about(number, MARCH, metric="resolution", outcome=outcome, why="", links=links)
        return Promise(**fields)  # type: ignore[arg-type]

    things = [
        promise(1, "breached", "L2", "vendor"),
        promise(2, "breached"),
        promise(3, "met", "L1"),
        promise(4, "apart", "L1"),
    ]
    found = measure.row(None, things, promises.BREACHES)
    assert dict(zip([each.name for each in promises.BREACHES], found.values, strict=True)) == {
        "breached": 2,
        "by_L1": 0,
        "by_L2": 1,
        "by_L3": 0,
        "by_vendor": 0,
        "by_none": 1,
    }
    kept = measure.row(None, things, promises.KEPT)
    assert kept.values[:4] == (3, 1, 2, Fraction(100, 3))


def test_utilisation_is_of_ones_own_hours_less_absence() -> None:
    ada = UUID(int=1)
    hours = {ada: 40 * 60, UUID(int=2): 20 * 60}
    room = handling.capacity(MARCH, MARCH + 14 * DAY, {ada: 7 * DAY}, hours)
    assert room == {ada: 40 * 60, UUID(int=2): 2 * 20 * 60}
    done = [
        Work(**about(1, MARCH, agent_id=ada, worked=600, billable=300, posted=True)),  # type: ignore[arg-type]
        Work(**about(1, MARCH, agent_id=ada, worked=600, billable=0, posted=False)),  # type: ignore[arg-type]
    ]
    found = measure.row(None, done, handling.load(room))
    assert found.values == (1, 1200, Fraction(50), 300, 600)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.integers(1, 100))
def test_a_percentile_is_the_smallest_that_so_many_do_not_exceed(
    minutes: list[int], percent: int
) -> None:
    things = [course(n, MARCH, MARCH + timedelta(minutes=each)) for n, each in enumerate(minutes)]
    reckon = measure.percentile(percent, lambda each: (each.resolved_at or MARCH) - MARCH)
    wanted = next(
        each
        for each in sorted(minutes)
        if 100 * sum(other <= each for other in minutes) >= percent * len(minutes)
    )
    assert reckon(things, things) == timedelta(minutes=wanted)


def test_months_are_the_readers() -> None:
    late = course(1, datetime(2026, 3, 31, 22, 30, tzinfo=UTC), None)
    assert grouping.key("month", BERLIN)(late) == "2026-04"
    assert grouping.key("month", ZoneInfo("UTC"))(late) == "2026-03"


def test_what_is_expected_is_the_mean_of_eight_weeks_and_says_how_far_it_was_off() -> None:
    today = date(2026, 3, 25)
    monday = date(2026, 3, 23)
    weeks = [monday - timedelta(weeks=back) for back in range(12, 0, -1)]
    days = [day for week in weeks for day in [week] * 4 + [week + timedelta(days=1)] * 2]
    found = expecting.outlook(days, today)
    assert [week.expected for week in found.coming] == [6, 6, 6, 6]
    assert found.coming[0].monday == monday
    assert found.coming[0].days[:3] == (4, 2, 0)
    assert found.off == 0
    assert expecting.outlook([], today).off is None
    doubled = expecting.outlook([*days, *[weeks[-1]] * 6], today)
    assert doubled.tried[-1].came == 12
    assert doubled.off == Fraction(100 * 6, 30)


def test_a_young_desk_learns_from_the_weeks_it_has() -> None:
    monday = date(2026, 3, 23)
    days = [monday - timedelta(days=5)] * 3 + [monday - timedelta(days=12)]
    found = expecting.outlook(days, monday)
    assert found.coming[0].expected == 2
    assert [(week.expected, week.came) for week in found.tried] == [(1, 3)]


@pytest.mark.parametrize(
    ("cadence_", "now", "wanted"),
    [
        ("weekly", datetime(2026, 3, 23, 5, tzinfo=UTC), "2026-03-30T07:00:00+02:00"),
        ("monthly", datetime(2026, 3, 23, 5, tzinfo=UTC), "2026-04-01T07:00:00+02:00"),
        ("monthly", datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "2026-04-01T07:00:00+02:00"),
    ],
)
def test_when_a_kept_report_is_sent_next(cadence_: str, now: datetime, wanted: str) -> None:
    assert cadence.following(cadence_, now, BERLIN).isoformat() == wanted
