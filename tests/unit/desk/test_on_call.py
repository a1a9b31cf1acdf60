"""Who is on duty, over time; whom a page calls next; when somebody is mailed."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpin.desk.on_call import calling, duty, quiet
from underpin.desk.on_call.calling import Call, following
from underpin.desk.on_call.duty import Away, Hours, Override, Rota
from underpin.desk.on_call.quiet import House, Wishes

ADA, BEN, CHEN = UUID(int=1), UUID(int=2), UUID(int=3)
MONDAY = date(2026, 3, 2)
NINE = time(9)
BERLIN = Rota("Europe/Berlin", MONDAY, NINE, (ADA, BEN, CHEN))


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_the_rota_turns_by_the_wall_clock() -> None:
    assert duty.at(BERLIN, utc(3, 2, 7, 59)) == ()
    assert duty.at(BERLIN, utc(3, 2, 8)) == (ADA, BEN, CHEN)
    assert duty.at(BERLIN, utc(3, 9, 7, 59))[0] == ADA
    assert duty.at(BERLIN, utc(3, 9, 8)) == (BEN, CHEN, ADA)
    # the clocks have changed meanwhile: nine o'clock is an hour earlier
    assert duty.at(BERLIN, utc(3, 30, 6, 59))[0] == ADA
    assert duty.at(BERLIN, utc(3, 30, 7))[0] == BEN


def test_an_override_is_before_all_and_who_is_away_is_left_out() -> None:
    rota = Rota(
        *("UTC", MONDAY, NINE, (ADA, BEN, CHEN)),
        overrides=(Override(CHEN, utc(3, 3), utc(3, 4)),),
        away=(Away(ADA, utc(3, 3, 12), utc(3, 5)),),
    )
    assert duty.at(rota, utc(3, 3)) == (CHEN, ADA, BEN)
    assert duty.at(rota, utc(3, 3, 12)) == (CHEN, BEN)
    assert duty.at(rota, utc(3, 4)) == (BEN, CHEN)
    assert [each.people for each in duty.over(rota, utc(3, 2, 9), utc(3, 5))] == [
        (ADA, BEN, CHEN),
        (CHEN, ADA, BEN),
        (CHEN, BEN),
        (BEN, CHEN),
    ]


def test_hours_in_which_nobody_is_on_duty_are_named() -> None:
    nights = tuple(Hours(day, 0, 8 * 60) for day in range(7)) + tuple(
        Hours(day, 18 * 60, 1440) for day in range(7)
    )
    days = tuple(Hours(day, 8 * 60, 18 * 60) for day in range(5))
    night = Rota("UTC", MONDAY, time(0), (ADA,), nights)
    day = Rota("UTC", MONDAY, time(0), (BEN,), days)
    week = (utc(3, 2), utc(3, 9))
    weekend = [utc(3, each, hour) for each in (7, 8) for hour in range(8, 18)]
    assert duty.uncovered([night, day], *week) == weekend
    assert len(duty.uncovered([], *week)) == 7 * 24
    assert duty.uncovered([BERLIN], utc(3, 3), utc(3, 9)) == []


ZONES = ("UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Africa/Cairo")
WEEKDAY_HOURS = st.builds(
    lambda day, start, length: Hours(day, start, min(1440, start + length)),
    st.integers(0, 6),
    st.integers(0, 95).map(lambda quarter: quarter * 15),
    st.integers(1, 95).map(lambda quarter: quarter * 15),
)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.times(),
    st.lists(st.sampled_from([ADA, BEN, CHEN]), min_size=1, unique=True),
    st.lists(WEEKDAY_HOURS, max_size=3),
    st.sampled_from([utc(3, 28), utc(4, 4), utc(10, 3), utc(10, 24), utc(10, 31), utc(4, 23)]),
    st.integers(0, 3000),
)
def test_shifts_over_time_say_what_each_moment_says(
    zone: str,
    clock: time,
    people: list[UUID],
    hours: list[Hours],
    start: datetime,
    minute: int,
) -> None:
    clock = clock.replace(second=0, microsecond=0)
    away = (Away(people[0], start + timedelta(hours=5), start + timedelta(hours=7)),)
    rota = Rota(zone, date(2026, 1, 5), clock, tuple(people), tuple(hours), away=away)
    shifts = duty.over(rota, start, start + timedelta(minutes=3001))
    moment = start + timedelta(minutes=minute)
    (found,) = [each for each in shifts if each.starts_at <= moment < each.ends_at]
    assert found.people == duty.at(rota, moment)
    assert all(a.ends_at == b.starts_at for a, b in itertools.pairwise(shifts))
    assert all(a.people != b.people for a, b in itertools.pairwise(shifts))


@pytest.mark.parametrize("zone", ZONES)
def test_a_week_is_the_one_it_lies_in(zone: str) -> None:
    rota = Rota(zone, date(2026, 1, 5), time(2, 15), (ADA, BEN))
    for week in range(60):
        begins = duty.begins(rota, week)
        assert duty.week_of(rota, begins) == week
        assert duty.week_of(rota, begins - timedelta(microseconds=1)) == week - 1


def called(*people: UUID, declined: tuple[UUID, ...] = ()) -> list[Call]:
    return [Call(person, utc(3, 2), person in declined) for person in people]


def test_a_page_passes_down_the_rota_and_begins_again() -> None:
    chain, calls = (ADA, BEN, CHEN), []
    for _ in range(8):
        person = following(chain, calls)
        assert person is not None
        calls.append(Call(person, utc(3, 2)))
    assert [call.staff_id for call in calls] == [ADA, ADA, BEN, BEN, CHEN, CHEN, ADA, ADA]
    assert calling.TIMES == 2


def test_who_declines_is_passed_over_unless_all_do() -> None:
    chain = (ADA, BEN, CHEN)
    assert following(chain, called(ADA, declined=(ADA,))) == BEN
    assert following(chain, called(ADA, BEN, BEN, declined=(ADA,))) == CHEN
    assert following(chain, called(ADA, BEN, CHEN, CHEN, declined=(ADA,))) == BEN
    assert following(chain, called(ADA, BEN, CHEN, declined=chain)) == ADA


def test_the_rota_may_change_while_a_page_calls() -> None:
    assert following((BEN, CHEN), called(ADA)) == BEN
    assert following((), called(ADA)) is None
    assert following((ADA,), called(ADA, ADA)) == ADA


@given(
    st.lists(st.sampled_from([ADA, BEN, CHEN]), min_size=1, unique=True),
    st.lists(st.tuples(st.sampled_from([ADA, BEN, CHEN]), st.booleans()), max_size=12),
)
def test_whoever_is_called_is_on_duty(chain: list[UUID], tried: list[tuple[UUID, bool]]) -> None:
    calls = [Call(person, utc(3, 2), declined) for person, declined in tried]
    person = following(chain, calls)
    assert person in chain
    declined = {call.staff_id for call in calls if call.declined}
    assert person not in declined or declined >= set(chain)


def test_the_house_is_quiet_besides_and_never_for_ever() -> None:
    house = House(time(20), time(6), weekends=True)
    own = Wishes("UTC", 0, time(5), time(8), house)
    assert quiet.after_quiet(own, utc(3, 2, 12)) == utc(3, 2, 12)
    assert quiet.after_quiet(own, utc(3, 2, 21)) == utc(3, 3, 8)
    friday = utc(3, 6, 20)
    assert friday.weekday() == 4
    assert quiet.after_quiet(own, friday) == utc(3, 9, 8)
    assert quiet.after_quiet(Wishes("UTC", 0, house=house), utc(3, 7, 12)) == utc(3, 9, 6)
    never = Wishes("UTC", 0, time(6), time(20), house)
    assert quiet.after_quiet(never, friday) == friday


def test_a_mail_waits_for_the_interval_and_the_end_of_quiet_hours() -> None:
    quiet_nights = Wishes("Europe/Berlin", 30, time(22), time(7))
    assert quiet.next_mail(quiet_nights, utc(3, 2, 12)) == utc(3, 2, 12, 30)
    assert quiet.next_mail(quiet_nights, utc(3, 2, 20, 45)) == utc(3, 3, 6)
    assert quiet.next_mail(quiet_nights, utc(3, 3, 3)) == utc(3, 3, 6)
    assert quiet.next_mail(quiet_nights, utc(3, 3, 5, 30)) == utc(3, 3, 6)
    at_once = Wishes("UTC", 0, time(12), time(13))
    assert quiet.next_mail(at_once, utc(3, 2, 12, 30)) == utc(3, 2, 13)
    assert quiet.next_mail(at_once, utc(3, 2, 13)) == utc(3, 2, 13)
