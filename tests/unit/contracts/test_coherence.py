from fractions import Fraction

from contracts.coherence import coherence_chain
from contracts.coherence.coherence import Promise
from contracts.coherence.coherence_chain import Hold, Parallel, Stage
from contracts.instant import HOUR, MINUTE
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

L1, L2 = Stage("L1", BERLIN, 2 * HOUR), Stage("L2", BERLIN, 4 * HOUR)
VENDOR = Stage("vendor", NEW_YORK, 8 * HOUR)
A_WEEK = at("2026-11-02T00:00"), at("2026-11-09T00:00")


def test_office_hours_behind_a_round_the_clock_sla_need_71_hours_when_the_clocks_change():
    result = checked(Promise(ALWAYS, 8 * HOUR), (L1, L2))
    assert not result.coherent
    assert (result.worst, result.slack) == (71 * HOUR, -63 * HOUR)
    assert result.witness.raised == at("2026-10-23T11:00", "+02:00")
    assert result.witness.done == at("2026-10-26T09:00")
    assert result.witness.attained


def test_the_sum_rule_would_have_called_it_kept():
    result = checked(Promise(ALWAYS, 8 * HOUR), (L1, L2))
    assert result.sum_rule == 6 * HOUR < result.target


def test_in_an_ordinary_week_a_ticket_is_kept_only_from_seven_to_eleven():
    result = checked(Promise(ALWAYS, 8 * HOUR), (L1, L2), A_WEEK)
    assert result.worst == 70 * HOUR
    assert result.share_missed == 1 - Fraction(5 * 4, 7 * 24)
    assert result.missed[1] == (at("2026-11-02T11:00"), at("2026-11-03T07:00"))


def test_a_new_york_vendor_needs_24_berlin_hours_at_labor_day():
    result = checked(Promise(BERLIN, 16 * HOUR), (L1, VENDOR))
    assert (result.worst, result.sum_rule) == (24 * HOUR, 10 * HOUR)
    friday = at("2026-09-04T15:00", "+02:00"), at("2026-09-09T15:00", "+02:00")
    assert coherence_chain.course((L1, VENDOR), friday[0])[1] == friday[1]
    assert BERLIN.between(*friday) == result.worst


def test_the_witness_is_the_earliest_and_shows_who_held_it():
    witness = checked(Promise(BERLIN, 16 * HOUR), (L1, VENDOR)).witness
    handed_on = at("2026-09-04T09:00", "+02:00")
    done = at("2026-09-08T15:00", "+02:00")
    assert witness.timeline == (
        Hold("L1", at("2026-09-03T15:00", "+02:00"), handed_on),
        Hold("vendor", handed_on, done),
    )
    assert (witness.raised, witness.done) == (witness.timeline[0].start, done)


def test_without_labor_day_the_same_chain_just_keeps_its_16_hours():
    plain = hours("America/New_York", ["09:00", "17:00"])
    chain = (L1, Stage("vendor", plain, 8 * HOUR))
    assert checked(Promise(BERLIN, 16 * HOUR), chain, A_WEEK).slack == 0


def test_a_chain_that_just_fits_is_coherent_and_misses_nothing():
    result = checked(Promise(BERLIN, 24 * HOUR), (L1, VENDOR))
    assert result.coherent
    assert (result.slack, result.share_missed, result.missed) == (0, 0, ())


def test_a_microsecond_less_is_not_kept():
    result = checked(Promise(BERLIN, 24 * HOUR - 1), (L1, VENDOR))
    assert (result.coherent, result.slack) == (False, -1)
    assert result.share_missed > 0


def test_no_stages_use_no_time():
    result = checked(Promise(ALWAYS, 0), ())
    assert (result.coherent, result.worst, result.sum_rule) == (True, 0, 0)
    assert result.witness.raised == result.witness.done == YEAR[0]
    assert result.witness.timeline == ()


def test_a_stage_allowed_nothing_still_waits_until_it_opens():
    result = checked(Promise(ALWAYS, HOUR), (Stage("L1", BERLIN, 0),), A_WEEK)
    assert result.worst == 64 * HOUR
    assert result.witness.raised == at("2026-11-06T17:00")
    assert result.witness.done == at("2026-11-09T09:00")


def test_a_stage_that_never_works_never_ends():
    result = checked(Promise(BERLIN, 16 * HOUR), (L1, Stage("vendor", CLOSED, HOUR)))
    assert (result.coherent, result.worst, result.slack) == (False, None, None)
    assert result.share_missed == 1
    assert result.witness.done is None
    assert result.witness.timeline[-1] == Hold("vendor", at("2026-01-01T11:00"), None)


def test_a_stage_allowed_nothing_in_no_hours_never_ends_either():
    assert checked(Promise(BERLIN, HOUR), (Stage("L1", CLOSED, 0),)).worst is None


def test_a_calendar_that_ends_leaves_the_tickets_after_it_for_ever():
    ending = hours("Europe/Berlin", ["09:00", "17:00"], valid_to="2026-11-06")
    result = checked(Promise(ALWAYS, 100 * HOUR), (Stage("L1", ending, 2 * HOUR),), A_WEEK)
    assert result.worst is None
    assert result.witness.raised == at("2026-11-05T15:00")
    assert result.missed == ((at("2026-11-05T15:00"), A_WEEK[1]),)


def test_the_time_after_the_window_matters_but_its_arrivals_do_not():
    monday = at("2026-11-02T00:00"), at("2026-11-03T00:00")
    assert checked(Promise(ALWAYS, 0), (L1, L2), monday).worst == 22 * HOUR


def test_tickets_are_raised_only_in_the_hours_given():
    mornings = hours("Europe/Berlin", ["09:00", "11:00"])
    result = checked(Promise(ALWAYS, 8 * HOUR), (L1, L2), A_WEEK, mornings)
    assert result.coherent
    assert sum(end - start for start, end in result.raisable) == 10 * HOUR


def test_the_end_of_the_raising_hours_is_left_out():
    until_eleven = hours("Europe/Berlin", ["09:00", "11:00"])
    to_eleven_and_a_minute = hours("Europe/Berlin", ["09:00", "11:01"])
    promise = Promise(ALWAYS, 8 * HOUR)
    assert checked(promise, (L1, L2), A_WEEK, until_eleven).worst == 6 * HOUR
    assert checked(promise, (L1, L2), A_WEEK, to_eleven_and_a_minute).worst == 70 * HOUR


def test_where_no_ticket_may_be_raised_nothing_is_worst():
    result = checked(Promise(BERLIN, HOUR), (L1, L2), raised_in=CLOSED)
    assert (result.coherent, result.worst, result.witness) == (True, 0, None)
    assert result.share_missed == 0


def test_a_worst_case_that_is_only_neared_has_a_witness_a_microsecond_before_it():
    nights = hours("Europe/Berlin", ["00:00", "09:00"])
    fixed = Stage("L1", ALWAYS, 3 * HOUR)
    result = checked(Promise(BERLIN, 3 * HOUR), (fixed,), A_WEEK, nights)
    assert (result.worst, result.coherent) == (3 * HOUR, True)
    assert not result.witness.attained
    assert result.witness.raised == at("2026-11-02T09:00") - 1
    assert BERLIN.between(result.witness.raised, result.witness.done) == result.worst - 1


def test_arrivals_before_opening_are_missed_from_the_minute_they_use_too_much():
    nights = hours("Europe/Berlin", ["00:00", "09:00"])
    monday = at("2026-11-02T00:00"), at("2026-11-03T00:00")
    result = checked(Promise(BERLIN, HOUR), (Stage("L1", ALWAYS, 3 * HOUR),), monday, nights)
    assert result.missed == ((at("2026-11-02T07:00"), at("2026-11-02T09:00")),)
    assert result.share_missed == Fraction(2, 9)


def test_the_share_missed_is_exact_to_the_minute():
    chain = (Stage("L1", BERLIN, 61 * MINUTE),)
    result = checked(Promise(ALWAYS, 61 * MINUTE), chain, A_WEEK)
    on_time = 5 * (8 * 60 - 61)
    assert result.share_missed == 1 - Fraction(on_time, 7 * 24 * 60)


def test_an_sla_that_never_runs_is_always_kept():
    assert checked(Promise(CLOSED, 0), (L1, VENDOR)).worst == 0


def test_parallel_stages_end_with_the_latest():
    both = Parallel(((L1, L2), (VENDOR,)))
    raised = at("2026-11-02T09:00")
    holds, done = coherence_chain.course((both,), raised)
    assert [hold.stage for hold in holds] == ["L1", "L2", "vendor"]
    assert done == holds[-1].end == at("2026-11-03T15:00")
    alone = [checked(Promise(BERLIN, HOUR), chain).worst for chain in ((L1, L2), (VENDOR,))]
    assert checked(Promise(BERLIN, HOUR), (both,)).worst == max(alone)


def test_a_parallel_branch_that_never_ends_holds_up_the_rest():
    both = Parallel(((L1,), (Stage("vendor", CLOSED, HOUR),)))
    assert coherence_chain.course((both, L2), at("2026-11-02T09:00"))[1] is None
    assert checked(Promise(BERLIN, HOUR), (both, L2)).worst is None


def test_a_ticket_sent_back_once_stands_in_the_chain_twice():
    there_and_back = (L1, VENDOR, L1)
    result = checked(Promise(BERLIN, 40 * HOUR), there_and_back)
    assert result.sum_rule == 12 * HOUR
    assert len(result.witness.timeline) == 3
