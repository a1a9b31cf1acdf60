from contracts.coherence import coherence_gaps
from contracts.coherence.coherence_chain import Stage
from contracts.coherence.coherence_gaps import Gap
from contracts.instant import DAY, HOUR, MINUTE
from tests.unit.contracts.coherence_world import (
    ALWAYS,
    BERLIN,
    CLOSED,
    LABOR_DAY,
    NEW_YORK,
    WEEKDAYS,
    at,
    hours,
)

FOUR_WEEKS = at("2026-11-02T00:00"), at("2026-11-30T00:00")


def found(sla, stage, window=FOUR_WEEKS):
    return coherence_gaps.uncovered(sla, (Stage("L1", stage, HOUR),), *window)


def gap(opens, closes, times):
    return Gap("L1", opens * HOUR, closes * HOUR, times)


def test_a_stage_on_the_slas_own_hours_leaves_nothing_uncovered():
    assert found(BERLIN, BERLIN) == ()
    assert found(BERLIN, ALWAYS) == ()


def test_nights_and_the_weekend_behind_a_round_the_clock_sla():
    nights = [gap(24 * day + 17, 24 * day + 33, 4) for day in range(4)]
    assert found(ALWAYS, BERLIN) == (gap(0, 9, 4), *nights, gap(4 * 24 + 17, 168, 4))


def test_hours_are_told_in_the_slas_zone():
    assert found(BERLIN, NEW_YORK) == tuple(gap(24 * n + 9, 24 * n + 15, 4) for n in range(5))


def test_the_weeks_in_which_clocks_differ_are_counted_apart():
    autumn = at("2026-10-19T00:00", "+02:00"), at("2026-11-09T00:00")
    monday = [gap for gap in found(BERLIN, NEW_YORK, autumn) if gap.opens < DAY]
    assert monday == [gap(9, 14, 3), gap(14, 15, 2)]


def test_a_holiday_of_the_stage_shows_once():
    september = at("2026-08-31T00:00", "+02:00"), at("2026-09-28T00:00", "+02:00")
    there = hours("Europe/Berlin", ["09:00", "17:00"], holidays=[LABOR_DAY])
    assert found(BERLIN, there, september) == (gap(9, 17, 1),)


def test_a_stage_that_never_works_leaves_every_hour():
    assert found(ALWAYS, CLOSED) == (gap(0, 168, 4),)


def test_a_window_may_begin_and_end_within_a_week():
    window = at("2026-11-04T12:00"), at("2026-11-11T12:00")
    assert found(ALWAYS, CLOSED, window) == (gap(0, 168, 1),)
    assert found(ALWAYS, CLOSED, (window[0], at("2026-11-05T00:00"))) == (gap(60, 72, 1),)


def test_the_repeated_hour_is_laid_over_itself():
    change = at("2026-10-25T00:00", "+02:00"), at("2026-10-26T00:00")
    sunday = 6 * 24
    until_two = hours("Europe/Berlin", ["02:00", "24:00"], days=("sun",))
    assert found(ALWAYS, until_two, change) == (gap(sunday, sunday + 2, 1),)


def test_a_gap_within_the_repeated_hour_keeps_its_length():
    change = at("2026-10-25T00:00", "+02:00"), at("2026-10-26T00:00")
    away = hours("UTC", ["00:00", "00:50"], ["01:10", "24:00"], days=("sat", "sun", "mon"))
    (told,) = found(ALWAYS, away, change)
    assert told.closes - told.opens == 20 * MINUTE
    assert told.opens == (6 * 24 + 2) * HOUR + 50 * MINUTE


def test_a_week_that_begins_at_one_o_clock():
    tehran = hours("Asia/Tehran", ["00:00", "24:00"], days=(*WEEKDAYS, "sat", "sun"))
    window = at("2021-03-15T00:00", "+03:30"), at("2021-03-29T00:00", "+04:30")
    assert found(tehran, CLOSED, window) == (gap(0, 1, 1), gap(1, 168, 2))


def test_each_stage_is_told_once_however_often_it_is_visited():
    stage = Stage("L1", CLOSED, HOUR)
    chain = (stage, Stage("vendor", NEW_YORK, HOUR), stage)
    told = coherence_gaps.uncovered(BERLIN, chain, *FOUR_WEEKS)
    assert [gap.stage for gap in told] == ["L1"] * len(WEEKDAYS) + ["vendor"] * len(WEEKDAYS)


def test_the_unstaffed_time_is_the_slas_less_the_stages():
    day = at("2026-11-02T00:00"), at("2026-11-03T00:00")
    lunch = hours("Europe/Berlin", ["08:00", "12:00"], ["13:00", "16:00"])
    spans = list(coherence_gaps.unstaffed(BERLIN, lunch, *day))
    assert spans == [
        (at("2026-11-02T12:00"), at("2026-11-02T13:00")),
        (at("2026-11-02T16:00"), at("2026-11-02T17:00")),
    ]
