from dataclasses import replace
from fractions import Fraction

import pytest

from contracts.coherence import coherence_arrivals, coherence_verdict
from contracts.coherence.coherence import Promise
from contracts.coherence.coherence_arrivals import Arrivals
from contracts.coherence.coherence_chain import Stage
from contracts.coherence.coherence_verdict import Path, Verdict
from contracts.instant import HOUR, MINUTE
from tests.unit.contracts.coherence_world import ALWAYS, BERLIN, CLOSED, at, checked, hours

A_WEEK = at("2026-11-02T00:00"), at("2026-11-09T00:00")
PROMISE = Promise(ALWAYS, 8 * HOUR)
SOLVED = Path(checked(PROMISE, (Stage("L1", ALWAYS, HOUR),), A_WEEK), Fraction(9))
HANDED_ON = Path(checked(PROMISE, (Stage("L1", BERLIN, 6 * HOUR),), A_WEEK), Fraction(1))
NEVER = Path(checked(PROMISE, (Stage("L1", CLOSED, 0),), A_WEEK), Fraction(1))


def test_a_worst_case_that_fits_is_always_kept():
    judged = coherence_verdict.judge([SOLVED], Fraction(99, 100))
    assert (judged.verdict, judged.expected_attainment) == (Verdict.ALWAYS_KEPT, 1)
    assert not judged.needs_acceptance


def test_misses_are_weighed_by_how_often_each_path_is_taken():
    judged = coherence_verdict.judge([SOLVED, HANDED_ON], Fraction(9, 10))
    assert judged.expected_attainment == 1 - Fraction(148, 168) / 10
    assert judged.verdict is Verdict.COMMITMENT_KEPT
    assert not judged.needs_acceptance
    assert judged.worst is HANDED_ON


def test_too_many_misses_are_not_kept_and_need_an_acceptance():
    judged = coherence_verdict.judge([SOLVED, HANDED_ON], Fraction(95, 100))
    assert judged.verdict is Verdict.NOT_KEPT
    assert judged.needs_acceptance


def test_a_commitment_met_exactly_is_kept():
    attained = 1 - Fraction(148, 168) / 10
    assert coherence_verdict.judge([SOLVED, HANDED_ON], attained).verdict is (
        Verdict.COMMITMENT_KEPT
    )


def test_without_a_commitment_every_ticket_counts():
    assert coherence_verdict.judge([SOLVED, HANDED_ON], None).verdict is Verdict.NOT_KEPT


def test_a_path_that_is_hardly_taken_must_fit_too_to_be_always_kept():
    hardly = replace(HANDED_ON, weight=Fraction(0))
    judged = coherence_verdict.judge([SOLVED, hardly], Fraction(1))
    assert (judged.verdict, judged.expected_attainment) == (Verdict.COMMITMENT_KEPT, 1)


def test_a_path_that_never_ends_is_the_worst():
    assert coherence_verdict.judge([HANDED_ON, NEVER, SOLVED], None).worst is NEVER


def test_arrivals_in_office_hours_miss_more_seldom():
    nine_to_five = Arrivals(
        "Europe/Berlin", tuple(Fraction(int(9 <= n % 24 < 17)) for n in range(168))
    )
    share = coherence_arrivals.share_missed(HANDED_ON.coherence, nine_to_five)
    assert share == 1 - Fraction(5 * 2, 7 * 8)
    judged = coherence_verdict.judge([replace(HANDED_ON, share_missed=share)], None)
    assert judged.expected_attainment == Fraction(10, 56)


def test_even_arrivals_change_nothing():
    even = Arrivals("America/New_York", (Fraction(3),) * 168)
    share = coherence_arrivals.share_missed(HANDED_ON.coherence, even)
    assert share == HANDED_ON.coherence.share_missed


def test_the_hour_the_clocks_repeat_counts_twice():
    change = at("2026-10-25T00:00", "+02:00"), at("2026-10-26T00:00")
    from_two = hours("Europe/Berlin", ["02:00", "04:00"], days=("sun",))
    result = checked(PROMISE, (Stage("L1", CLOSED, 0),), change, from_two)
    two, three = 6 * 24 + 2, 6 * 24 + 3
    weights = tuple(Fraction({two: 5, three: 7}.get(n, 0)) for n in range(168))
    weighed = coherence_arrivals._weigh(result.raisable, Arrivals("Europe/Berlin", weights))
    assert weighed == (5 + 5 + 7) * HOUR


def test_clocks_that_change_within_an_hour():
    night = at("2010-11-06T22:00", "-02:30"), at("2010-11-07T01:00", "-03:30")
    result = checked(PROMISE, (Stage("L1", CLOSED, 0),), night)
    first_of_sunday = tuple(Fraction(int(n == 6 * 24)) for n in range(168))
    weighed = coherence_arrivals._weigh(
        result.raisable, Arrivals("America/St_Johns", first_of_sunday)
    )
    assert weighed == 61 * MINUTE  # at 00:01 it was 23:01 again


def test_hours_in_which_nothing_comes_miss_nothing():
    only_sunday_night = Arrivals("Europe/Berlin", (Fraction(0),) * 167 + (Fraction(1),))
    mornings = hours("Europe/Berlin", ["09:00", "12:00"])
    result = checked(PROMISE, (Stage("L1", CLOSED, 0),), A_WEEK, mornings)
    assert coherence_arrivals.share_missed(result, only_sunday_night) == 0


@pytest.mark.parametrize(
    ("paths", "commitment", "cause"),
    [
        ([], None, "at least one path"),
        ([replace(SOLVED, weight=Fraction(-1))], None, "path weights"),
        ([replace(SOLVED, weight=Fraction(0))], None, "path weights"),
        ([replace(SOLVED, share_missed=Fraction(2))], None, "share of missed"),
        ([SOLVED], Fraction(95), "a commitment is from 0 to 1"),
    ],
)
def test_nonsense_is_refused(paths, commitment, cause):
    with pytest.raises(ValueError, match=cause):
        coherence_verdict.judge(paths, commitment)


@pytest.mark.parametrize(
    "weights", [(Fraction(1),) * 24, (Fraction(0),) * 168, (Fraction(-1),) * 168]
)
def test_a_profile_is_168_weights(weights):
    with pytest.raises(ValueError, match="weights"):
        Arrivals("Europe/Berlin", weights)
