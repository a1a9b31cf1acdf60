from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts import instant
from contracts.calendars import calendar, calendar_definition
from contracts.coherence import coherence, coherence_chain, coherence_pieces
from contracts.coherence import coherence_suggestion as suggestion
from contracts.coherence.coherence import Coherence, Promise
from contracts.coherence.coherence_chain import Chain, Parallel, Stage
from contracts.instant import DAY, MINUTE
from tests.property.contracts import coherence_oracle as oracle

AROUND_CHANGES = (
    ("Europe/Berlin", date(2026, 10, 24)),
    ("America/New_York", date(2026, 3, 7)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("Africa/Cairo", date(2026, 4, 23)),
    ("Africa/Casablanca", date(2026, 2, 14)),
    ("Antarctica/Troll", date(2026, 3, 28)),
    ("Pacific/Apia", date(2011, 12, 29)),
    ("America/St_Johns", date(2026, 10, 31)),
    ("Asia/Kathmandu", date(2026, 12, 24)),
)
ARRIVAL_DAYS, HORIZON_DAYS = 2, 13


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def hours(draw: st.DrawFn) -> list[list[str]]:
    times = st.integers(0, 48).map(lambda step: step * 30)
    odd = st.integers(0, 1440)
    edges = sorted(draw(st.lists(times | odd, min_size=2, max_size=4, unique=True)))
    return [[clock(a), clock(b)] for a, b in list(pairwise(edges))[::2]]


@st.composite
def calendars(draw: st.DrawFn, near: date, zones: list[str]) -> oracle.Written:
    usual = draw(hours() | st.just([["00:00", "24:00"]]) | st.just([["09:00", "17:00"]]))
    days = draw(st.sets(st.sampled_from(oracle.DAYS), min_size=3))
    around = st.integers(-2, 9).map(lambda n: (near + timedelta(days=n)).isoformat())
    return {
        "time_zone": draw(st.sampled_from(zones)),
        "week": dict.fromkeys(sorted(days), usual),
        "holidays": draw(st.lists(around, max_size=2)),
        "overrides": draw(st.dictionaries(around, hours(), max_size=1)),
        "breaks": draw(st.dictionaries(around, hours(), max_size=1)),
    }


@st.composite
def cases(draw: st.DrawFn) -> dict[str, object]:
    place, near = draw(st.sampled_from(AROUND_CHANGES))
    some = calendars(near, [place, "Europe/Berlin", "America/New_York"])
    allowance = st.integers(0, 20).map(lambda n: n * 30) | st.integers(0, 700)
    stage = st.tuples(some, allowance)
    return {
        "sla": draw(st.tuples(some, st.integers(0, 3000))),
        "stages": draw(st.lists(stage, max_size=3)),
        "start": datetime(near.year, near.month, near.day, tzinfo=UTC)
        + timedelta(minutes=draw(st.integers(0, 1440))),
        "raised_in": draw(st.none() | some),
    }


def compiled(written: oracle.Written) -> calendar.Calendar:
    return calendar.compile(calendar_definition.from_json(written))


def chain_of(case: dict[str, object]) -> tuple[Promise, Chain, int, calendar.Calendar | None]:
    written, target = case["sla"]
    chain = tuple(
        Stage(f"L{n}", compiled(hours), minutes * MINUTE)
        for n, (hours, minutes) in enumerate(case["stages"], 1)
    )
    raised_in = case["raised_in"]
    promise = Promise(compiled(written), target * MINUTE)
    return promise, chain, instant.of(case["start"]), raised_in and compiled(raised_in)


def check(case: dict[str, object], days: int = ARRIVAL_DAYS) -> Coherence:
    sla, chain, start, raised_in = chain_of(case)
    return coherence.check(sla, chain, start, start + days * DAY, raised_in)


def used(sla: Promise, chain: Chain, raised: int) -> int | None:
    _, done = coherence_chain.course(chain, raised)
    return None if done is None else sla.calendar.worked(done) - sla.calendar.worked(raised)


def agrees_with_walking_every_minute(case):
    try:
        slow = oracle.check(**case, days=ARRIVAL_DAYS, horizon_days=HORIZON_DAYS)
    except oracle.HorizonTooShort:
        assume(False)
    result = check(case)
    assert (result.worst, result.share_missed) == (slow.worst * MINUTE, slow.share_missed)
    if slow.attained is not None:
        assert result.witness.raised == instant.of(case["start"]) + slow.attained * MINUTE
    assert (slow.attained is not None) == (result.witness is not None and result.witness.attained)


@settings(deadline=None, max_examples=30)
@given(cases())
def test_it_agrees_with_walking_every_minute(case):
    agrees_with_walking_every_minute(case)


@pytest.mark.deep
@settings(deadline=None, max_examples=1000)
@given(cases())
def test_it_agrees_with_walking_every_minute_in_a_thousand_contracts(case):
    agrees_with_walking_every_minute(case)


@settings(deadline=None, max_examples=40)
@given(cases())
def test_the_witness_shows_the_worst_case(case):
    result = check(case)
    sla, chain, _, _ = chain_of(case)
    assume(result.witness is not None)
    shown = used(sla, chain, result.witness.raised)
    short = 0 if result.witness.attained else 1
    assert shown == (None if result.worst is None else result.worst - short)


@settings(deadline=None, max_examples=40)
@given(cases(), st.data())
def test_no_arrival_is_worse_and_the_missed_ones_are_late(case, data):
    result = check(case, days=30)
    sla, chain, start, raised_in = chain_of(case)
    raised = data.draw(st.integers(start, start + 30 * DAY - 1))
    assume(raised_in is None or raised_in.is_open(raised))
    use = used(sla, chain, raised)
    assert result.worst is None or use <= result.worst
    edges = {edge for span in result.missed for edge in span}
    if raised not in edges:
        inside = any(a < raised < b for a, b in result.missed)
        assert inside == (use is None or use > sla.allowance)


@settings(deadline=None, max_examples=40)
@given(cases())
def test_it_is_coherent_exactly_when_no_share_is_missed(case):
    result = check(case, days=30)
    assert result.coherent == (result.share_missed == 0) == (result.missed == ())
    assert 0 <= result.share_missed <= 1


@settings(deadline=None, max_examples=40)
@given(cases(), st.integers(1, 29))
def test_checking_in_two_parts_changes_nothing(case, days):
    sla, chain, start, raised_in = chain_of(case)
    whole = check(case, days=30)
    first = check(case, days=days)
    rest = coherence.check(sla, chain, start + days * DAY, start + 30 * DAY, raised_in)
    if whole.worst is not None:
        assert whole.worst == max(first.worst, rest.worst)
    halves = (first, rest)
    assert length(whole.missed) == sum(length(half.missed) for half in halves)
    assert length(whole.raisable) == sum(length(half.raisable) for half in halves)


def length(spans: tuple[tuple[int, int], ...]) -> int:
    return sum(end - start for start, end in spans)


@settings(deadline=None, max_examples=40)
@given(cases(), st.integers(1, 600), st.data())
def test_more_time_for_a_stage_is_never_better(case, minutes, data):
    assume(case["stages"])
    sla, chain, start, raised_in = chain_of(case)
    stage = data.draw(st.sampled_from(chain))
    longer = coherence_chain.exchange(
        chain, stage, replace(stage, allowance=stage.allowance + minutes * MINUTE)
    )
    before = check(case)
    after = coherence.check(sla, longer, start, start + ARRIVAL_DAYS * DAY, raised_in)
    assert after.worst is None or before.worst <= after.worst
    assert before.share_missed <= after.share_missed


@settings(deadline=None, max_examples=40)
@given(cases(), cases())
def test_parallel_branches_end_with_the_later(case, other):
    sla, ours, start, raised_in = chain_of(case)
    _, theirs, _, _ = chain_of(other)
    end = start + 10 * DAY
    both = coherence.check(sla, (Parallel((ours, theirs)),), start, end, raised_in)
    swapped = coherence.check(sla, (Parallel((theirs, ours)),), start, end, raised_in)
    alone = [coherence.check(sla, chain, start, end, raised_in).worst for chain in (ours, theirs)]
    assert (both.worst, both.missed) == (swapped.worst, swapped.missed)
    assert both.worst == (None if None in alone else max(alone))


@settings(deadline=None, max_examples=60)
@given(cases(), cases(), st.data())
def test_the_pieces_tell_when_any_ticket_is_done(case, other, data):
    _, ours, start, _ = chain_of(case)
    _, theirs, _, _ = chain_of(other)
    chain = (Parallel((ours, theirs)), *ours)
    pieces = coherence_chain.follow(coherence_pieces.raised([(start, start + 10 * DAY)]), chain)
    moments = data.draw(st.lists(st.integers(start, start + 10 * DAY - 1), min_size=20))
    edges = [edge for piece in pieces for edge in (piece.raised, piece.until - 1)]
    for raised in (*moments, *edges[:: max(1, len(edges) // 40)]):
        told = [piece.done_at(raised) for piece in pieces if piece.raised <= raised < piece.until]
        _, done = coherence_chain.course(chain, raised)
        assert told == ([] if done is None else [done])


@settings(deadline=None, max_examples=25)
@given(cases())
def test_every_change_closes_the_shortfall_and_a_minute_less_does_not(case):
    sla, chain, start, raised_in = chain_of(case)
    window = start, start + 7 * DAY, raised_in
    changes = suggestion.changes(sla, chain, *window)
    assert suggestion.suggest(sla, chain, *window) == next(iter(changes), None)
    for change in changes:
        assert coherence.check(*changed(sla, chain, change), *window).coherent
        if change.kind is suggestion.Kind.REDUCE_ALLOWANCE:
            more = replace(change, to=change.to + MINUTE)
            assert not coherence.check(*changed(sla, chain, more), *window).coherent
        if change.kind is suggestion.Kind.LIFT_TARGET:
            less = replace(change, to=change.to - MINUTE)
            assert not coherence.check(*changed(sla, chain, less), *window).coherent


def changed(sla: Promise, chain: Chain, change: suggestion.Change) -> tuple[Promise, Chain]:
    if change.stage is None:
        return replace(sla, allowance=change.to), chain
    (stage,) = (stage for stage in coherence_chain.stages(chain) if stage.name == change.stage)
    new = (
        replace(stage, calendar=sla.calendar)
        if change.to is None
        else replace(stage, allowance=change.to)
    )
    return sla, coherence_chain.exchange(chain, stage, new)


def test_the_oracle_finds_what_is_written_by_hand():
    office = {"time_zone": "UTC", "week": {day: [["09:00", "17:00"]] for day in oracle.DAYS[:5]}}
    always = {"time_zone": "UTC", "week": {day: [["00:00", "24:00"]] for day in oracle.DAYS}}
    slow = oracle.check(
        (always, 480), [(office, 120), (office, 240)], datetime(2026, 11, 2, tzinfo=UTC), 7, 12
    )
    assert slow.worst == 70 * 60
    assert slow.attained == 4 * 1440 + 11 * 60
    kept_from_seven_to_eleven = 5 * 4
    assert slow.share_missed == 1 - Fraction(kept_from_seven_to_eleven, 7 * 24)
