"""Parallel vendors, hours in which tickets come or may not, and how many come when: against the
walk by minutes. And what breaks engines: stages of nothing, calendars that never open, dates that
never were."""

import json
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts import instant
from contracts.calc import coherence as calc
from contracts.coherence import coherence, coherence_arrivals, coherence_gaps
from contracts.coherence.coherence import Coherence, Promise
from contracts.coherence.coherence_arrivals import Arrivals
from contracts.coherence.coherence_chain import Chain, Parallel, Stage
from contracts.instant import DAY, MINUTE
from tests.property.contracts import coherence_oracle as oracle
from tests.property.contracts.test_coherence import AROUND_CHANGES, calendars, compiled

DAYS, HORIZON = 2, 13
ALWAYS = {"time_zone": "UTC", "week": {day: [["00:00", "24:00"]] for day in oracle.DAYS}}
NEVER = {"time_zone": "UTC", "week": {}}
Case = dict[str, object]
Written = list[tuple[oracle.Written, int]]


@st.composite
def around_a_change(draw: st.DrawFn) -> Case:
    """Stages, then branches that run at once, near a day on which clocks change."""
    place, near = draw(st.sampled_from(AROUND_CHANGES))
    some = calendars(near, [place, "Europe/Berlin"])
    minutes = st.just(0) | st.integers(0, 20).map(lambda n: n * 30) | st.integers(0, 400)
    stages = st.lists(st.tuples(some, minutes), max_size=2)
    return {
        "sla": draw(st.tuples(some, st.just(0) | st.integers(0, 1500))),
        "stages": draw(stages),
        "branches": draw(st.lists(stages, max_size=2)),
        "start": datetime(near.year, near.month, near.day, tzinfo=UTC)
        + timedelta(minutes=draw(st.integers(0, 1440))),
        "raised_in": draw(some),
        "outside": draw(st.booleans()),
    }


def walked(case: Case) -> oracle.Answer:
    try:
        return oracle.check(**case, days=DAYS, horizon_days=HORIZON)
    except oracle.HorizonTooShort:
        assume(False)
        raise


def checked(case: Case) -> Coherence:
    start = instant.of(case["start"])
    end = start + DAYS * DAY
    inside = compiled(case["raised_in"]).intervals(start, end)
    outside = tuple(coherence_gaps.without([(start, end)], inside, start, end))
    written, target = case["sla"]
    return coherence.of_arrivals(
        Promise(compiled(written), target * MINUTE),
        chain(case),
        outside if case["outside"] else tuple(inside),
        *(start, end),
    )


def chain(case: Case) -> Chain:
    branches = tuple(staged(branch) for branch in case["branches"])
    return (*staged(case["stages"]), *([Parallel(branches)] if branches else []))


def staged(written: Written) -> Chain:
    return tuple(
        Stage(f"S{place}", compiled(hours), minutes * MINUTE)
        for place, (hours, minutes) in enumerate(written)
    )


@settings(deadline=None, max_examples=10)
@given(around_a_change())
def test_vendors_side_by_side_agree_with_walking_every_minute(case: Case) -> None:
    slow, found = walked(case), checked(case)
    assert (found.worst, found.share_missed) == (slow.worst * MINUTE, slow.share_missed)
    assert sum(end - start for start, end in found.raisable) == len(slow.raisable) * MINUTE


@settings(deadline=None, max_examples=10)
@given(around_a_change(), st.lists(st.integers(0, 9), min_size=168, max_size=168))
def test_the_weighed_share_is_what_counting_the_minutes_gives(
    case: Case, weights: list[int]
) -> None:
    assume(any(weights))
    slow = walked(case)
    zone = ZoneInfo(str(case["sla"][0]["time_zone"]))

    def weighed(minutes: list[int]) -> int:
        shown = ((case["start"] + timedelta(minutes=n)).astimezone(zone) for n in minutes)
        return sum(weights[local.weekday() * 24 + local.hour] for local in shown)

    came = weighed(slow.raisable)
    arrivals = Arrivals(zone.key, tuple(map(Fraction, weights)))
    share = coherence_arrivals.share_missed(checked(case), arrivals)
    assert share == (Fraction(weighed(slow.missed), came) if came else 0)


def asked(**question: object) -> dict[str, object]:
    usual = {"from": "2026-01-01", "to": "2027-01-01", "raised_in": None, "stages": []}
    answer: dict[str, object] = calc.answer(usual | question)
    json.dumps(answer, default=str)
    return answer


def office(zone: str, **more: object) -> oracle.Written:
    week = {day: [["09:00", "17:00"]] for day in oracle.DAYS[:5]}
    return {"time_zone": zone, "week": week, **more}


def hours(calendar: oracle.Written, seconds: int) -> dict[str, object]:
    return {"calendar": calendar, "seconds": seconds}


@pytest.mark.parametrize("stages", [[], [hours(ALWAYS, 0)], [hours(ALWAYS, 0), hours(ALWAYS, 0)]])
def test_stages_of_nothing_keep_a_promise_of_nothing(stages: list[dict[str, object]]) -> None:
    found = asked(sla=hours(office("Europe/Berlin"), 0), stages=stages)
    assert (found["coherent"], found["worst_seconds"], found["share_missed"]) == (True, 0, 0)


def test_a_stage_of_nothing_still_waits_until_it_opens() -> None:
    """Handed on at once, but nobody takes it on a Friday evening: 64 hours until Monday."""
    found = asked(sla=hours(ALWAYS, 0), stages=[hours(office("UTC"), 0)])
    assert (found["coherent"], found["worst_seconds"]) == (False, 64 * 3600)
    assert found["raised"] == "2026-01-02T17:00:00Z"


def test_a_promise_on_hours_that_never_come_is_kept_by_anyone() -> None:
    found = asked(sla=hours(NEVER, 0), stages=[hours(office("UTC"), 10**8)])
    assert (found["coherent"], found["worst_seconds"], found["share_missed"]) == (True, 0, 0)


@pytest.mark.parametrize("allowed", [0, 3600])
def test_a_stage_that_never_opens_never_ends(allowed: int) -> None:
    found = asked(sla=hours(office("UTC"), 10**9), stages=[hours(NEVER, allowed)])
    assert found == {
        "coherent": False,
        "worst_seconds": None,
        "slack_seconds": None,
        "raised": "2026-01-01T00:00:00Z",
        "done": None,
        "share_missed": 1,
    }


def test_a_stage_that_stops_for_good_is_missed_from_the_last_ticket_it_can_end() -> None:
    """The last eight hours of work are those of 30 June: what comes after its opening is stuck."""
    closing = office("UTC", valid_to="2026-07-01")
    found = asked(sla=hours(ALWAYS, 10**9), stages=[hours(closing, 8 * 3600)], to="2026-07-11")
    assert (found["worst_seconds"], found["raised"]) == (None, "2026-06-29T17:00:00Z")


def test_tickets_that_may_never_be_raised_miss_nothing() -> None:
    found = asked(sla=hours(ALWAYS, 0), stages=[hours(office("UTC"), 60)], raised_in=NEVER)
    assert (found["coherent"], found["worst_seconds"], found["raised"]) == (True, 0, None)


def test_the_day_that_samoa_left_out() -> None:
    """Thursday 29 December 2011 was followed by Saturday: two hours on Friday never were."""
    apia = "Pacific/Apia"
    stage = hours(office(apia), 2 * 3600)
    always = hours(dict(ALWAYS, time_zone=apia), 8 * 3600)
    thursday = {"from": "2011-12-29", "to": "2011-12-30"}
    found = asked(sla=always, stages=[stage], **thursday)
    # From 15:00 on Thursday the second hour ends on Monday at 09:00: nine hours and two days.
    assert found["worst_seconds"] == (9 + 48 + 9) * 3600
    assert found["raised"] == "2011-12-30T01:00:00Z"
    skipped = {"from": "2011-12-30", "to": "2011-12-31"}
    with pytest.raises(ValueError, match="to"):
        asked(sla=always, stages=[stage], **{**skipped, "to": "2011-12-30"})
    nothing = asked(sla=always, stages=[stage], **skipped)
    assert (nothing["coherent"], nothing["raised"], nothing["share_missed"]) == (True, None, 0)


def test_the_half_hour_that_lord_howe_repeats_counts_twice() -> None:
    """On Sunday 5 April 2026 the clocks go back from 02:00 to 01:30: that hour has 90 minutes."""
    howe = "Australia/Lord_Howe"
    always = hours(dict(ALWAYS, time_zone=howe), 0)
    night = {"time_zone": howe, "week": {"sun": [["01:00", "02:00"]]}}
    before = {"time_zone": howe, "week": {"sun": [["00:00", "01:00"]]}}
    window = {"from": "2026-04-05", "to": "2026-04-06", "raised_in": before}
    found = asked(sla=always, stages=[hours(night, 5399)], **window)
    assert (found["worst_seconds"], found["raised"]) == (3600 + 5399, "2026-04-04T13:00:00Z")
    assert found["done"] == "2026-04-04T15:29:59Z"
    all_of_it = asked(sla=always, stages=[hours(night, 5400)], **window)
    assert all_of_it["done"] == "2026-04-11T14:30:00Z"


def test_a_window_that_ends_where_clocks_skip_begins_the_next_where_they_go_on() -> None:
    """Midnight of 24 April 2026 did not happen in Cairo: the day began at 01:00."""
    cairo = hours(dict(ALWAYS, time_zone="Africa/Cairo"), 0)
    stage = hours(office("Africa/Cairo"), 3600)
    whole = asked(sla=cairo, stages=[stage], **{"from": "2026-04-23", "to": "2026-04-25"})
    parts = [
        asked(sla=cairo, stages=[stage], **{"from": a, "to": b})
        for a, b in (("2026-04-23", "2026-04-24"), ("2026-04-24", "2026-04-25"))
    ]
    assert whole["worst_seconds"] == max(part["worst_seconds"] for part in parts)


@pytest.mark.parametrize("first", [date(2, 1, 1), date(9998, 1, 1)])
def test_the_ends_of_time_are_no_trouble(first: date) -> None:
    window = {"from": first.isoformat(), "to": first.replace(month=12).isoformat()}
    found = asked(sla=hours(ALWAYS, 0), stages=[hours(office("UTC"), 3600)], **window)
    assert found["worst_seconds"] is not None
    far = asked(sla=hours(ALWAYS, 0), stages=[hours(office("UTC"), 10**10)], **window)
    assert far["coherent"] is False
