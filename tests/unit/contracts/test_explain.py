"""A clock explains itself so that a client can add it up by hand."""

import json
from decimal import Decimal

from contracts.clocks import clock_events as ev
from contracts.clocks import explain, explain_spans
from contracts.clocks.clock import Target
from contracts.clocks.explain import Explanation
from contracts.clocks.explain_spans import Span
from contracts.instant import HOUR
from tests.unit.contracts.clock_story import ALWAYS, OFFICE, at, said

TARGET = Target(
    "resolution", 8 * HOUR, ("waiting_client",), version="Gold 3", calendar_version="office"
)
STARTED = ev.Started(at=at("fri 15:00"))
ASKED = ev.Paused(at=at("fri 16:00"), reason="waiting_client", by="staff")
ANSWERED = ev.Resumed(at=at("mon 10:00"), reason="waiting_client", by="client")


def explained(when: str, *events: ev.Event) -> Explanation:
    return explain.explain(OFFICE, TARGET, events, at(when))


def told(spans: tuple[Span, ...]) -> list[tuple[str, str | None, str | None, str, str]]:
    return [(s.kind, said(s.start), said(s.end), s.why, s.by) for s in spans]


def test_the_spans_say_when_it_ran_when_it_waited_and_whose_doing_that_was() -> None:
    assert told(explained("mon 12:00", STARTED, ASKED, ANSWERED).spans) == [
        ("running", "fri 15:00", "fri 16:00", "", ""),
        ("paused", "fri 16:00", "mon 10:00", "waiting_client", "staff"),
        ("running", "mon 10:00", "mon 12:00", "", ""),
    ]


def test_the_working_intervals_are_listed_with_their_running_sum() -> None:
    counted = explained("tue 10:00", STARTED).counted
    assert [(said(c.start), said(c.end), c.total // HOUR) for c in counted] == [
        ("fri 15:00", "fri 17:00", 2),
        ("mon 09:00", "mon 17:00", 10),
        ("tue 09:00", "tue 10:00", 11),
    ]


def test_the_due_time_is_the_last_start_and_what_was_left_then() -> None:
    due = explained("mon 12:00", STARTED, ASKED, ANSWERED).due
    assert due is not None
    assert (said(due.since), due.used_before, due.left_then) == ("mon 10:00", HOUR, 7 * HOUR)
    assert [(said(c.start), said(c.end), c.total // HOUR) for c in due.stretches] == [
        ("mon 10:00", "mon 17:00", 8)
    ]
    assert (said(due.due_inf), said(due.due_sup)) == ("mon 17:00", "tue 09:00")


def test_nothing_is_due_while_it_waits_and_later_events_are_not_known_yet() -> None:
    waiting = explained("fri 18:00", STARTED, ASKED, ANSWERED)
    assert (waiting.state, waiting.due) == ("paused", None)
    assert told(waiting.spans)[-1] == (
        "paused",
        "fri 16:00",
        "fri 18:00",
        "waiting_client",
        "staff",
    )


def test_before_it_starts_there_is_nothing_to_tell() -> None:
    early = explained("thu 12:00", STARTED)
    assert (early.state, early.spans, early.counted, early.due) == ("not_started", (), (), None)


def test_closed_time_is_shown_and_not_counted() -> None:
    stopped = ev.Stopped(at=at("mon 10:00"), why="resolved", by="staff")
    reopened = ev.Reopened(at=at("mon 12:00"))
    again = explained("mon 13:00", STARTED, stopped, reopened)
    assert told(again.spans)[1] == ("stopped", "mon 10:00", "mon 12:00", "resolved", "staff")
    assert again.elapsed == 4 * HOUR


def test_where_the_gap_counts_it_ran_throughout() -> None:
    stopped = ev.Stopped(at=at("mon 10:00"), why="fixed")
    rejected = ev.Reopened(at=at("mon 12:00"), mode="counted")
    never_stopped = explained("mon 13:00", STARTED, stopped, rejected)
    assert told(never_stopped.spans) == [("running", "fri 15:00", "mon 13:00", "", "")]


def test_a_restart_sets_aside_what_had_run() -> None:
    change = ev.Retargeted(at=at("mon 11:00"), target=TARGET, mode="restart")
    anew = explained("mon 13:00", STARTED, change)
    assert [span[0] for span in told(anew.spans)] == ["set_aside", "running"]
    assert (anew.elapsed, [c.total for c in anew.counted]) == (2 * HOUR, [2 * HOUR])


def test_each_part_counts_on_the_calendar_it_ran_on() -> None:
    night = Target("resolution", 8 * HOUR, calendar_version="24x7")
    forward = ev.Retargeted(
        at=at("fri 17:00"), target=night, calendar=ALWAYS, mode="forward", seq=1
    )
    banked = explained("fri 19:00", STARTED, forward)
    assert [span.worked // HOUR for span in banked.spans] == [2, 2]
    kept = ev.Retargeted(at=at("fri 19:00"), target=night, calendar=ALWAYS, seq=2)
    recounted = explained("sat 15:00", STARTED, forward, kept)
    assert [span.worked // HOUR for span in recounted.spans] == [24]
    assert recounted.time_zone == "UTC"


def test_an_older_matter_taken_in_ran_from_its_own_start() -> None:
    antedated = ev.Antedated(at=at("fri 16:00"), start=at("fri 10:00"))
    survivor = explained("fri 17:00", STARTED, antedated)
    assert told(survivor.spans) == [("running", "fri 10:00", "fri 17:00", "", "")]
    assert survivor.elapsed == 7 * HOUR


def test_two_reasons_at_once_are_both_told_with_who_began() -> None:
    also = ev.Paused(at=at("mon 09:30"), reason="scheduled", by="system")
    waiting = explained("mon 09:45", STARTED, ASKED, also)
    assert [span[3:] for span in told(waiting.spans)][1:] == [
        ("waiting_client", "staff"),
        ("scheduled, waiting_client", "system"),
    ]


def test_it_is_said_in_json_with_names_times_and_exact_seconds() -> None:
    half = ev.Started(at=at("fri 15:00") + 500_000)
    body = explained("fri 16:00", half).to_json()
    assert (body["metric"], body["version"], body["calendar"]) == ("resolution", "Gold 3", "office")
    assert (body["time_zone"], body["allowed"], body["paused_by"]) == (
        "Europe/Berlin",
        28800,
        ["waiting_client"],
    )
    assert body["elapsed"] == Decimal("3599.5")
    assert body["spans"][0]["start"] == "2026-10-23T13:00:00.500000Z"
    assert body["due"]["inf"] == "2026-10-26T14:00:00.500000Z"
    assert body["due"]["stretches"][-1]["total"] == 28800
    assert json.loads(json.dumps(body, default=str))["breached_at"] is None


def test_a_miss_is_told_with_its_instant() -> None:
    missed = explained("tue 12:00", STARTED)
    assert (said(missed.breached_at), missed.left) == ("mon 15:00", -5 * HOUR)
    assert missed.to_json()["breached_at"] == "2026-10-26T14:00:00Z"


def test_neighbours_that_tell_the_same_are_one_span() -> None:
    note = ev.Resumed(at=at("fri 15:30"))
    whole = explain_spans.spans(OFFICE, TARGET, [STARTED, note], at("fri 16:00"))
    assert len(whole) == 1
