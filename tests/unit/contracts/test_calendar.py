"""Working time in the cases that trip other products."""

from itertools import pairwise
from typing import Any

import pytest

from contracts import instant
from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.calendars.calendar_wall import WEEKDAYS
from contracts.instant import DAY, HOUR, MINUTE, SECOND

ALL_DAY = [["00:00", "24:00"]]
OFFICE = [["09:00", "17:00"]]


def made(zone: str = "Europe/Berlin", days: str = "mon tue wed thu fri", **parts: Any) -> Calendar:
    week = parts.pop("week", dict.fromkeys(days.split(), OFFICE))
    return calendar.compile(
        calendar_definition.from_json({"time_zone": zone, "week": week} | parts)
    )


def at(text: str) -> int:
    return instant.parse(text)


def shown(moment: int | None) -> str | None:
    return None if moment is None else instant.text(moment)


def test_a_target_that_fills_the_day_ends_this_evening_and_is_missed_from_tomorrow_morning() -> (
    None
):
    office, nine = made(), at("2026-11-23T09:00+01:00")
    assert shown(office.add_inf(nine, 8 * HOUR)) == "2026-11-23T16:00:00Z"
    assert shown(office.add_sup(nine, 8 * HOUR)) == "2026-11-24T08:00:00Z"


def test_nothing_passes_over_night_and_over_the_weekend() -> None:
    office = made()
    friday_evening, monday = at("2026-11-20T17:00+01:00"), at("2026-11-23T09:00+01:00")
    assert office.between(friday_evening, monday) == 0
    assert office.between(friday_evening - SECOND, monday + SECOND) == 2 * SECOND
    assert office.between(monday, friday_evening) == 0
    assert office.next_open(friday_evening) == monday
    assert office.is_open(friday_evening - 1)
    assert not office.is_open(friday_evening)


def test_zero_working_time_from_a_closed_start_runs_to_the_next_opening() -> None:
    office, sunday = made(), at("2026-11-22T12:00+01:00")
    assert office.add_inf(sunday, 0) == sunday
    assert shown(office.add_sup(sunday, 0)) == "2026-11-23T08:00:00Z"
    working = at("2026-11-23T12:00+01:00")
    assert office.add_inf(working, 0) == office.add_sup(working, 0) == working


def test_counting_back_gives_the_latest_instant_as_inf_and_the_earliest_as_sup() -> None:
    office, five = made(), at("2026-11-24T17:00+01:00")
    assert shown(office.add_inf(five, -8 * HOUR)) == "2026-11-24T08:00:00Z"
    assert shown(office.add_sup(five, -8 * HOUR)) == "2026-11-23T16:00:00Z"


def test_the_hour_that_spring_skips_never_passes() -> None:
    nights = made(week={"sun": [["01:00", "05:00"]]})
    before, after = at("2026-03-28T12:00+01:00"), at("2026-03-29T12:00+02:00")
    assert nights.between(before, after) == 3 * HOUR
    assert nights.intervals(before, after) == [
        (at("2026-03-29T01:00+01:00"), at("2026-03-29T05:00+02:00"))
    ]


def test_the_hour_that_autumn_repeats_counts_twice() -> None:
    nights = made(week={"sun": [["02:00", "02:30"]]})
    day = at("2026-10-25T00:00+02:00"), at("2026-10-26T00:00+01:00")
    assert [tuple(map(shown, stretch)) for stretch in nights.intervals(*day)] == [
        ("2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z"),
        ("2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"),
    ]


def test_an_interval_within_the_skipped_hour_is_no_time_at_all() -> None:
    assert (
        made(week={"sun": [["02:00", "03:00"]]}).between(
            at("2026-03-28T00:00Z"), at("2026-03-30T00:00Z")
        )
        == 0
    )


def test_a_day_is_as_long_as_its_clock_shows() -> None:
    sundays = made("Australia/Lord_Howe", week={"sun": ALL_DAY})
    noon = "T12:00+10:30"
    assert (
        sundays.between(at(f"2026-10-03{noon}"), at(f"2026-10-05{noon}")) == 23 * HOUR + 30 * MINUTE
    )
    assert (
        sundays.between(at(f"2026-04-04{noon}"), at(f"2026-04-06{noon}")) == 24 * HOUR + 30 * MINUTE
    )
    troll = made("Antarctica/Troll", week={"sun": ALL_DAY})
    assert troll.between(at("2026-03-28T00:00Z"), at("2026-03-31T00:00Z")) == 22 * HOUR


def test_the_friday_that_samoa_skipped_has_no_hours() -> None:
    fridays = made("Pacific/Apia", days="fri")
    assert fridays.between(at("2011-12-24T12:00Z"), at("2012-01-05T00:00Z")) == 0


def test_midnight_itself_may_be_skipped() -> None:
    sundays = made("America/Sao_Paulo", days="sun", week={"sun": ALL_DAY})
    first, last = at("2018-11-03T12:00-03:00"), at("2018-11-05T12:00-02:00")
    assert [tuple(map(shown, stretch)) for stretch in sundays.intervals(first, last)] == [
        ("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")
    ]


def test_ramadan_in_morocco_moves_the_office_by_an_hour() -> None:
    office = made("Africa/Casablanca")
    assert shown(office.next_open(at("2026-02-13T00:00Z"))) == "2026-02-13T08:00:00Z"
    assert shown(office.next_open(at("2026-02-20T00:00Z"))) == "2026-02-20T09:00:00Z"


def test_an_overnight_shift_is_open_through_midnight_under_its_two_dates() -> None:
    shift = made(week={"fri": [["22:00", "24:00"]], "sat": [["00:00", "06:00"]]})
    week = at("2026-11-16T00:00Z"), at("2026-11-23T00:00Z")
    assert [tuple(map(shown, stretch)) for stretch in shift.intervals(*week)] == [
        ("2026-11-20T21:00:00Z", "2026-11-21T05:00:00Z")
    ]
    closed_saturday = made(
        week={"fri": [["22:00", "24:00"]], "sat": [["00:00", "06:00"]]}, holidays=["2026-11-21"]
    )
    assert closed_saturday.between(*week) == 2 * HOUR


def test_an_override_replaces_the_weeks_hours_and_beats_a_holiday() -> None:
    christmas = {"holidays": ["2026-12-24", "2026-12-25"], "yearly_holidays": ["12-26"]}
    special = made(**christmas, overrides={"2026-12-24": [["10:00", "12:00"]], "2026-12-23": []})
    week = at("2026-12-23T00:00+01:00"), at("2026-12-27T00:00+01:00")
    assert [tuple(map(shown, stretch)) for stretch in special.intervals(*week)] == [
        ("2026-12-24T09:00:00Z", "2026-12-24T11:00:00Z")
    ]


def test_an_override_for_one_date_beats_one_for_every_year() -> None:
    subject = made(overrides={"12-24": [["09:00", "12:00"]], "2027-12-24": []})
    assert subject.between(at("2026-12-24T00:00Z"), at("2026-12-25T00:00Z")) == 3 * HOUR
    assert subject.between(at("2027-12-24T00:00Z"), at("2027-12-25T00:00Z")) == 0


def test_breaks_are_taken_off_on_override_days_too() -> None:
    lunch = [["12:00", "13:00"]]
    subject = made(
        overrides={"2026-11-22": [["10:00", "14:00"]], "2026-11-30": [["10:00", "14:00"]]},
        breaks={"2026-11-22": lunch, "mon": lunch, "11-24": [["09:30", "10:00"]]},
    )
    day = at("2026-11-22T00:00+01:00")
    assert subject.between(day, day + DAY) == 3 * HOUR
    assert subject.between(day + DAY, day + 2 * DAY) == 7 * HOUR
    assert subject.between(day + 2 * DAY, day + 3 * DAY) == 7 * HOUR + 30 * MINUTE
    assert subject.between(day + 8 * DAY, day + 9 * DAY) == 3 * HOUR


def test_a_yearly_holiday_on_29_february_is_kept_in_leap_years_only() -> None:
    subject = made(
        "UTC",
        week=dict.fromkeys(WEEKDAYS, ALL_DAY),
        yearly_holidays=["02-29"],
    )
    for year, hours in ((2027, 48), (2028, 48), (2100, 48)):
        turn = at(f"{year}-02-28T00:00Z"), at(f"{year}-03-02T00:00Z")
        assert subject.between(*turn) == hours * HOUR


def test_yearly_holidays_hold_on_both_sides_of_new_year_in_far_zones() -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        subject = made(zone, days="mon tue wed thu fri sat sun", yearly_holidays=["12-31", "01-01"])
        days = subject.intervals(at("2150-12-28T00:00Z"), at("2151-01-06T00:00Z"))
        gaps = [later - closes for (_, closes), (later, _) in pairwise(days)]
        assert gaps.count(64 * HOUR) == 1


@pytest.mark.parametrize(
    ("zone", "holiday", "closed_from"),
    [
        ("Pacific/Kiritimati", "2151-01-01", "2150-12-31T10:00:00Z"),
        ("Pacific/Pago_Pago", "2150-12-31", "2150-12-31T11:00:00Z"),
    ],
)
def test_a_far_holiday_at_new_year_counts_in_the_year_of_utc_it_reaches_into(
    zone: str, holiday: str, closed_from: str
) -> None:
    subject = made(zone, week=dict.fromkeys(WEEKDAYS, ALL_DAY), holidays=[holiday])
    winter = at("2150-11-01T00:00Z"), at("2151-03-01T00:00Z")
    assert [tuple(map(shown, stretch)) for stretch in subject.intervals(*winter)] == [
        ("2150-11-01T00:00:00Z", closed_from),
        (shown(at(closed_from) + DAY), "2151-03-01T00:00:00Z"),
    ]


def test_validity_is_kept_in_far_years() -> None:
    subject = made(
        "UTC",
        week=dict.fromkeys(WEEKDAYS, ALL_DAY),
        valid_from="2150-01-01",
        valid_to="2180-01-01",
    )
    assert subject.intervals(at("2101-01-01T00:00Z"), at("2300-01-01T00:00Z")) == [
        (at("2150-01-01T00:00Z"), at("2180-01-01T00:00Z"))
    ]


def test_outside_its_validity_a_calendar_has_no_working_time() -> None:
    subject = made(valid_from="2026-11-24", valid_to="2026-11-26")
    long = at("2020-01-01T00:00Z"), at("2300-01-01T00:00Z")
    assert [tuple(map(shown, stretch)) for stretch in subject.intervals(*long)] == [
        ("2026-11-24T08:00:00Z", "2026-11-24T16:00:00Z"),
        ("2026-11-25T08:00:00Z", "2026-11-25T16:00:00Z"),
    ]
    assert shown(subject.add_inf(long[0], 16 * HOUR)) == "2026-11-25T16:00:00Z"
    assert subject.add_sup(long[0], 16 * HOUR) is None
    assert subject.add_inf(long[0], 16 * HOUR + 1) is None
    assert shown(subject.add_inf(long[1], -16 * HOUR)) == "2026-11-24T08:00:00Z"
    assert subject.add_sup(long[1], -16 * HOUR) is None


@pytest.mark.parametrize("overrides", [{}, {"2026-11-23": []}])
def test_without_working_time_nothing_is_ever_due(overrides: dict[str, list[str]]) -> None:
    never, start = made(week={}, overrides=overrides), at("2026-11-22T00:00Z")
    assert never.add_inf(start, 1) is None
    assert never.add_sup(start, 1) is None
    assert never.add_sup(start, 0) is None
    assert never.add_inf(start, -1) is None
    assert never.add_sup(start, -1) is None
    assert never.add_inf(start, 0) == start
    assert never.next_open(start) is None
    assert not never.is_open(start)
    assert never.between(start, start + 400_000 * DAY) == 0


def test_far_dates_are_exact_up_to_the_horizon_and_end_there() -> None:
    always = calendar.compile(calendar_definition.ALWAYS)
    start = at("2026-11-22T00:00Z")
    assert always.add_inf(start, 10**10 * SECOND) == start + 10**10 * SECOND
    assert always.add_inf(start, 10**12 * SECOND) is None
    assert always.add_sup(start, -(10**12) * SECOND) is None
    assert always.worked(calendar.HORIZON_END + DAY) == always.worked(calendar.HORIZON_END)
    assert always.worked(calendar.HORIZON_START - DAY) == always.worked(calendar.HORIZON_START)
    assert always.intervals(start, calendar.HORIZON_END + DAY) == [(start, calendar.HORIZON_END)]


def test_one_day_a_leap_year_is_found_eight_years_on() -> None:
    subject = made("UTC", week={}, overrides={"02-29": OFFICE})
    assert shown(subject.next_open(at("2096-03-01T00:00Z"))) == "2104-02-29T09:00:00Z"


def test_equal_calendars_are_compiled_once() -> None:
    assert made() is made()
    assert made() is not made("UTC")


def test_boundaries_include_both_ends_and_no_artificial_ones() -> None:
    office, day = made("UTC"), at("2026-11-23T00:00Z")
    nine, five = day + 9 * HOUR, day + 17 * HOUR
    assert office.boundaries(nine, five) == [nine, five]
    assert office.boundaries(nine + 1, five - 1) == []
    assert office.intervals(nine + 1, five - 1) == [(nine + 1, five - 1)]
    assert office.intervals(five, nine) == []
    assert office.intervals(five, five + HOUR) == office.intervals(nine - HOUR, nine) == []
