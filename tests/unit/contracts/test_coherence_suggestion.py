from dataclasses import replace
from fractions import Fraction

from contracts.coherence import coherence_suggestion
from contracts.coherence.coherence import Promise
from contracts.coherence.coherence_chain import Stage
from contracts.coherence.coherence_suggestion import Change, Kind
from contracts.instant import HOUR, MINUTE, SECOND
from tests.unit.contracts.coherence_world import (
    ALWAYS,
    BERLIN,
    CLOSED,
    NEW_YORK,
    YEAR,
    at,
    checked,
    hours,
)

L1 = Stage("L1", BERLIN, 2 * HOUR)
VENDOR = Stage("vendor", NEW_YORK, 8 * HOUR)
A_WEEK = at("2026-11-02T00:00"), at("2026-11-09T00:00")


def test_a_coherent_chain_needs_no_change():
    assert coherence_suggestion.suggest(Promise(BERLIN, 24 * HOUR), (L1, VENDOR), *YEAR) is None


def test_lifting_the_target_to_what_the_chain_can_keep_always_helps():
    changes = coherence_suggestion.changes(Promise(BERLIN, 16 * HOUR), (L1, VENDOR), *YEAR)
    lift = Change(Kind.LIFT_TARGET, None, 24 * HOUR, 8 * HOUR, Fraction(1, 2))
    assert lift in changes


def test_the_vendor_on_the_slas_hours_would_do():
    changes = coherence_suggestion.changes(Promise(BERLIN, 15 * HOUR), (L1, VENDOR), *A_WEEK)
    (widened,) = (change for change in changes if change.kind is Kind.WIDEN_CALENDAR)
    assert (widened.stage, widened.to, widened.by) == ("vendor", None, 5 * 6 * HOUR)
    assert widened.size == Fraction(30, 40)


def test_a_small_overrun_asks_for_a_few_minutes_of_one_stage():
    chain = (L1, Stage("L2", BERLIN, 4 * HOUR + 10 * MINUTE))
    change = coherence_suggestion.suggest(Promise(BERLIN, 6 * HOUR), chain, *YEAR)
    assert change == Change(
        Kind.LIFT_TARGET, None, 6 * HOUR + 10 * MINUTE, 10 * MINUTE, Fraction(10, 360)
    )
    reductions = [
        (change.stage, change.to, change.by)
        for change in coherence_suggestion.changes(Promise(BERLIN, 6 * HOUR), chain, *YEAR)
        if change.kind is Kind.REDUCE_ALLOWANCE
    ]
    assert reductions == [
        ("L2", 4 * HOUR, 10 * MINUTE),
        ("L1", 110 * MINUTE, 10 * MINUTE),
    ]


def test_a_reduction_must_be_less_than_the_allowance_that_just_does_not_fit():
    """Ending at closing time already waits for the morning, in a zone where the SLA runs on."""
    chain = (Stage("L1", BERLIN, 8 * HOUR),)
    arrivals = hours("Europe/Berlin", ["09:00", "10:00"])
    changes = coherence_suggestion.changes(Promise(ALWAYS, 8 * HOUR), chain, *A_WEEK, arrivals)
    (reduced,) = (change for change in changes if change.kind is Kind.REDUCE_ALLOWANCE)
    assert (reduced.to, reduced.by) == (7 * HOUR, HOUR)


def test_targets_finer_than_a_minute_are_met_by_whole_minutes():
    chain = (Stage("L1", BERLIN, 150 * SECOND),)
    changes = coherence_suggestion.changes(Promise(BERLIN, 100 * SECOND), chain, *A_WEEK)
    assert {change.kind: change.to for change in changes} == {
        Kind.REDUCE_ALLOWANCE: MINUTE,
        Kind.LIFT_TARGET: 3 * MINUTE,
    }


def test_nothing_helps_against_two_stages_that_never_work():
    chain = (Stage("L1", CLOSED, HOUR), Stage("L2", CLOSED, HOUR))
    assert coherence_suggestion.suggest(Promise(BERLIN, 8 * HOUR), chain, *YEAR) is None


def test_a_stage_that_never_works_is_given_hours():
    chain = (L1, Stage("vendor", CLOSED, HOUR))
    change = coherence_suggestion.suggest(Promise(BERLIN, 8 * HOUR), chain, *A_WEEK)
    assert change == Change(Kind.WIDEN_CALENDAR, "vendor", None, 40 * HOUR, None)


def test_a_stage_visited_twice_is_changed_on_both_visits():
    changes = coherence_suggestion.changes(Promise(BERLIN, 3 * HOUR), (L1, L1), *A_WEEK)
    (reduced,) = (change for change in changes if change.kind is Kind.REDUCE_ALLOWANCE)
    assert (reduced.to, reduced.by) == (90 * MINUTE, 30 * MINUTE)


def test_of_equally_small_changes_the_first_is_suggested():
    chain = (replace(L1, allowance=4 * HOUR), Stage("L2", BERLIN, 4 * HOUR))
    window = Promise(BERLIN, 4 * HOUR), chain, *A_WEEK
    changes = coherence_suggestion.changes(*window)
    assert [(change.stage, change.size) for change in changes] == [(None, 1), ("L1", 1), ("L2", 1)]
    assert coherence_suggestion.suggest(*window) == changes[0]


def test_the_slas_hours_are_no_cure_when_they_make_other_tickets_late():
    nights = Stage("L1", hours("Europe/Berlin", ["17:00", "24:00"]), HOUR)
    tuesday, thursday = {"tue": [["10:00", "12:00"]]}, {"thu": [["17:00", "24:00"]]}
    vendor = Stage("vendor", hours("Europe/Berlin", week=tuesday | thursday), 30 * MINUTE)
    twice_a_week = hours(
        "Europe/Berlin", week={"tue": [["09:00", "09:01"]], "thu": [["16:00", "16:01"]]}
    )
    now = Promise(BERLIN, 4 * HOUR), (nights, vendor)
    moved = Promise(BERLIN, 4 * HOUR), (replace(nights, calendar=BERLIN), vendor)
    on_tuesday = (at("2026-11-03T09:00"), at("2026-11-03T09:01"))
    on_thursday = (at("2026-11-05T16:00"), at("2026-11-05T16:01"))
    assert checked(*now, A_WEEK, twice_a_week).missed == (on_tuesday,)
    assert checked(*moved, A_WEEK, twice_a_week).missed == (on_thursday,)
    changes = coherence_suggestion.changes(*now, *A_WEEK, twice_a_week)
    assert ("L1", Kind.WIDEN_CALENDAR) not in {(c.stage, c.kind) for c in changes}


def test_a_round_the_clock_promise_over_office_hours_can_only_be_lifted():
    chain = (L1, Stage("L2", BERLIN, 4 * HOUR))
    changes = coherence_suggestion.changes(Promise(ALWAYS, 8 * HOUR), chain, *YEAR)
    assert [(change.kind, change.to) for change in changes] == [(Kind.LIFT_TARGET, 71 * HOUR)]
