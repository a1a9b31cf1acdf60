"""Open arithmetic: where a ticket's clocks stand, asked and answered as lines of JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.calc import answer_line

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = {"time_zone": "Europe/Berlin", "week": {day: [["09:00", "17:00"]] for day in WORKDAYS}}
DAYS = {"thu": 22, "fri": 23, "sat": 24, "sun": 25, "mon": 26, "tue": 27, "wed": 28}
HOUR = 3600
RESOLUTION = {"resolution": {"seconds": 8 * HOUR, "pauses": True}}
ALL = {
    "first_response": {"seconds": HOUR, "pauses": False},
    "next_reply": {"seconds": HOUR, "pauses": False},
    "next_update": {"seconds": 4 * HOUR, "pauses": True},
    **RESOLUTION,
}
NOT_STARTED = {
    "state": "not_started",
    "elapsed": 0,
    "due_inf": None,
    "due_sup": None,
    "breached": False,
}


def utc(said: str) -> str:
    """ "fri 17:58" as UTC; the times of these stories lie before the clocks go back, or after."""
    day, time = said.split()
    offset = 1 if day in ("mon", "tue", "wed") else 2
    hour, minute = map(int, time.split(":"))
    assert hour >= offset
    return f"2026-10-{DAYS[day]}T{hour - offset:02}:{minute:02}:00Z"


def ask(as_of: str, targets: Any, *events: tuple[Any, ...], calendar: Any = OFFICE) -> Any:
    question = {
        "id": 7,
        "ask": "clock",
        "calendar": calendar,
        "as_of": utc(as_of),
        "targets": targets,
        "events": [{"at": utc(at), "type": kind, **dict(*more)} for at, kind, *more in events],
    }
    answer = json.loads(answer_line(json.dumps(question)))
    assert answer["id"] == 7
    return answer


def clocks(as_of: str, targets: Any, *events: tuple[Any, ...], **more: Any) -> Any:
    answer = ask(as_of, targets, *events, **more)
    assert "error" not in answer, answer
    return answer["clocks"]


def resolution(as_of: str, *events: tuple[Any, ...], **more: Any) -> Any:
    return clocks(as_of, RESOLUTION, *events, **more)["resolution"]


def retarget(seconds: int, **more: Any) -> dict[str, Any]:
    return {"targets": {"resolution": {"seconds": seconds, **more}}}


def test_the_worked_example_of_the_documentation_is_true() -> None:
    page = (Path(__file__).parents[3] / "docs" / "clocks.md").read_text()
    question, answer = (line for line in page.splitlines() if line.startswith('{"id": 1, '))
    assert answer_line(question) == answer


class TestStates:
    def test_the_worked_example(self) -> None:
        """Raised at 15:00 on Friday, eight office hours: due on Monday at 15:00."""
        assert resolution("mon 10:00", ("fri 15:00", "created")) == {
            "state": "running",
            "elapsed": 3 * HOUR,
            "due_inf": utc("mon 15:00"),
            "due_sup": utc("mon 15:00"),
            "breached": False,
        }

    def test_before_the_creation_nothing_has_started(self) -> None:
        assert resolution("fri 14:00", ("fri 15:00", "created")) == NOT_STARTED

    def test_without_events_nothing_has_started_and_the_longest_took_nothing(self) -> None:
        stand = clocks("fri 14:00", ALL)
        assert stand["resolution"] == NOT_STARTED
        assert stand["next_reply"] == {**NOT_STARTED, "worst": 0}

    def test_an_event_at_as_of_counts_and_one_after_it_does_not(self) -> None:
        events = [("fri 09:00", "created"), ("fri 12:00", "paused"), ("fri 13:00", "resolved")]
        assert resolution("fri 12:00", *events)["state"] == "paused"
        assert resolution("fri 13:00", *events)["state"] == "stopped"

    def test_created_at_night_it_is_running_and_due_in_office_hours(self) -> None:
        stand = resolution("sat 12:00", ("sat 09:00", "created"))
        assert (stand["state"], stand["elapsed"]) == ("running", 0)
        assert (stand["due_inf"], stand["due_sup"]) == (utc("mon 17:00"), utc("tue 09:00"))

    def test_exactly_at_the_last_instant_it_is_not_breached(self) -> None:
        created = ("mon 09:00", "created")
        assert resolution("tue 09:00", created)["breached"] is False
        assert resolution("tue 09:01", created)["breached"] is True

    def test_without_working_time_it_is_never(self) -> None:
        closed = {"time_zone": "Europe/Berlin", "week": {}}
        stand = resolution("mon 10:00", ("fri 15:00", "created"), calendar=closed)
        assert stand == {**NOT_STARTED, "state": "never"}

    def test_seconds_may_be_decimals_and_come_back_exact(self) -> None:
        question = {
            "id": 1,
            "ask": "clock",
            "calendar": OFFICE,
            "as_of": "2026-10-26T09:00:00.25Z",
            "targets": {"resolution": {"seconds": 0.5, "pauses": True}},
            "events": [{"at": "2026-10-26T10:00:00+01:00", "type": "created"}],
        }
        line = answer_line(json.dumps(question))
        assert '"elapsed": 0.25' in line
        assert '"due_inf": "2026-10-26T09:00:00.500000Z"' in line


class TestPauses:
    def test_a_pause_takes_the_due_away_and_a_resume_brings_the_rest(self) -> None:
        events = [("fri 09:00", "created"), ("fri 11:00", "paused"), ("mon 11:00", "resumed")]
        paused = resolution("fri 12:00", *events)
        assert (paused["state"], paused["elapsed"], paused["due_inf"]) == ("paused", 2 * HOUR, None)
        assert resolution("mon 12:00", *events)["due_inf"] == utc("mon 17:00")

    def test_a_second_pause_and_a_resume_without_a_pause_change_nothing(self) -> None:
        stand = resolution(
            "fri 16:00",
            ("fri 09:00", "created"),
            ("fri 10:00", "resumed"),
            ("fri 11:00", "paused"),
            ("fri 12:00", "paused"),
            ("fri 13:00", "resumed"),
            ("fri 14:00", "resumed"),
        )
        assert (stand["state"], stand["elapsed"]) == ("running", 5 * HOUR)

    def test_a_target_that_does_not_pause_runs_on(self) -> None:
        events = [("fri 09:00", "created"), ("fri 11:00", "paused")]
        stand = clocks("fri 12:00", {"resolution": {"seconds": HOUR, "pauses": False}}, *events)
        assert (stand["resolution"]["state"], stand["resolution"]["elapsed"]) == (
            "running",
            3 * HOUR,
        )

    @pytest.mark.parametrize("paused_at", ["thu 12:00", "fri 09:00"])
    def test_paused_before_or_as_it_is_created_it_begins_paused(self, paused_at: str) -> None:
        stand = resolution("fri 12:00", (paused_at, "paused"), ("fri 09:00", "created"))
        assert (stand["state"], stand["elapsed"]) == ("paused", 0)

    @pytest.mark.parametrize("order", [("paused", "resolved"), ("resolved", "paused")])
    def test_paused_and_resolved_in_one_change_it_is_stopped(self, order: tuple[str, str]) -> None:
        stand = resolution(
            "fri 16:00", ("fri 09:00", "created"), *(("fri 11:00", kind) for kind in order)
        )
        assert (stand["state"], stand["elapsed"]) == ("stopped", 2 * HOUR)

    def test_a_message_of_the_client_does_not_resume_what_is_paused_here(self) -> None:
        stand = clocks(
            "fri 14:00",
            ALL,
            ("fri 09:00", "created"),
            ("fri 10:00", "paused"),
            ("fri 11:00", "client_message"),
        )
        assert stand["resolution"]["state"] == "paused"
        assert stand["next_reply"]["elapsed"] == 3 * HOUR

    def test_overdue_before_a_pause_it_stays_breached(self) -> None:
        stand = resolution(
            "tue 12:00", ("fri 09:00", "created"), ("mon 11:00", "paused"), ("tue 10:00", "resumed")
        )
        assert (stand["breached"], stand["elapsed"]) == (True, 12 * HOUR)
        assert stand["due_inf"] == utc("mon 16:00")


class TestEnds:
    def test_resolved_it_stops_and_what_was_used_stays(self) -> None:
        stand = resolution("wed 12:00", ("fri 09:00", "created"), ("fri 12:00", "resolved"))
        assert stand == {
            "state": "stopped",
            "elapsed": 3 * HOUR,
            "due_inf": None,
            "due_sup": None,
            "breached": False,
        }

    def test_closed_ends_it_too_and_later_ends_change_nothing(self) -> None:
        assert resolution("fri 16:00", ("fri 09:00", "created"), ("fri 11:00", "closed"))[
            "elapsed"
        ] == (2 * HOUR)
        stand = resolution(
            "wed 16:00",
            ("fri 09:00", "created"),
            ("fri 11:00", "resolved"),
            ("fri 12:00", "resolved"),
            ("mon 12:00", "closed"),
        )
        assert stand["elapsed"] == 2 * HOUR

    @pytest.mark.parametrize("end", ["resolved", "closed"])
    def test_reopened_the_closed_time_is_excluded(self, end: str) -> None:
        stand = resolution(
            "mon 12:00", ("fri 09:00", "created"), ("fri 11:00", end), ("mon 10:00", "reopened")
        )
        assert (stand["state"], stand["elapsed"]) == ("running", 4 * HOUR)
        assert stand["due_inf"] == utc("mon 16:00")

    def test_a_pause_while_it_had_ended_does_not_hold_it_when_reopened(self) -> None:
        stand = resolution(
            "mon 12:00",
            ("fri 09:00", "created"),
            ("fri 11:00", "resolved"),
            ("fri 12:00", "paused"),
            ("mon 10:00", "reopened"),
        )
        assert stand["state"] == "running"

    def test_reopening_what_never_ended_changes_nothing(self) -> None:
        stand = resolution("fri 12:00", ("fri 09:00", "created"), ("fri 10:00", "reopened"))
        assert (stand["state"], stand["elapsed"]) == ("running", 3 * HOUR)

    def test_created_twice_it_is_created_once(self) -> None:
        stand = resolution("fri 12:00", ("fri 09:00", "created"), ("fri 11:00", "created"))
        assert stand["elapsed"] == 3 * HOUR


class TestConversation:
    def test_a_public_reply_answers_the_first_response_even_if_it_also_pauses(self) -> None:
        stand = clocks(
            "fri 16:00",
            ALL,
            ("fri 09:00", "created"),
            ("fri 09:30", "public_reply"),
            ("fri 09:30", "paused"),
        )
        assert stand["first_response"] == {**NOT_STARTED, "state": "stopped", "elapsed": 1800}
        assert stand["next_update"]["state"] == "paused"

    def test_the_oldest_unanswered_message_counts_and_the_worst_is_remembered(self) -> None:
        events = [
            ("fri 09:00", "created"),
            ("fri 09:10", "public_reply"),
            ("fri 10:00", "client_message"),
            ("fri 11:00", "client_message"),
            ("fri 12:00", "public_reply"),
            ("fri 15:00", "client_message"),
        ]
        answered = clocks("fri 14:00", ALL, *events)["next_reply"]
        assert (answered["state"], answered["elapsed"], answered["breached"]) == (
            "stopped",
            2 * HOUR,
            True,
        )
        current = clocks("fri 15:30", ALL, *events)["next_reply"]
        assert current == {
            "state": "running",
            "elapsed": 1800,
            "due_inf": utc("fri 16:00"),
            "due_sup": utc("fri 16:00"),
            "breached": False,
            "worst": 2 * HOUR,
        }

    def test_updates_are_owed_from_creation_and_from_each_reply(self) -> None:
        stand = clocks(
            "fri 16:00",
            ALL,
            ("fri 09:00", "created"),
            ("fri 14:00", "public_reply"),
        )["next_update"]
        assert (stand["elapsed"], stand["worst"], stand["breached"]) == (2 * HOUR, 5 * HOUR, False)
        assert stand["due_inf"] == utc("mon 10:00")

    def test_resolved_unanswered_everything_stops_and_reopened_it_goes_on(self) -> None:
        events = [
            ("fri 09:00", "created"),
            ("fri 09:20", "client_message"),
            ("fri 09:30", "resolved"),
            ("fri 12:00", "reopened"),
        ]
        stopped = clocks("fri 10:00", ALL, *events)
        assert {clock["state"] for clock in stopped.values()} == {"stopped"}
        again = clocks("fri 12:10", ALL, *events)
        assert [clock["elapsed"] for clock in again.values()] == [2400, 1200, 2400, 2400]

    def test_events_are_taken_in_the_order_of_their_instants(self) -> None:
        events = [
            ("fri 11:00", "paused"),
            ("fri 09:00", "created"),
            ("fri 12:00", "resumed"),
            ("fri 10:00", "public_reply"),
        ]
        assert clocks("fri 16:00", ALL, *events) == clocks("fri 16:00", ALL, *events[::-1])
        assert clocks("fri 16:00", ALL, *events)["first_response"]["elapsed"] == HOUR


class TestRetarget:
    def test_it_counts_from_creation(self) -> None:
        stand = resolution(
            "fri 12:00",
            ("fri 09:00", "created"),
            ("fri 11:00", "retargeted", retarget(4 * HOUR)),
        )
        assert (stand["elapsed"], stand["due_inf"]) == (3 * HOUR, utc("fri 13:00"))

    def test_already_exceeded_it_is_breached_at_once(self) -> None:
        stand = resolution(
            "fri 12:00", ("fri 09:00", "created"), ("fri 12:00", "retargeted", retarget(HOUR))
        )
        assert (stand["breached"], stand["due_inf"]) == (True, utc("fri 10:00"))

    def test_there_and_back_is_the_identity(self) -> None:
        events = [("fri 09:00", "created"), ("fri 10:00", "paused"), ("fri 11:00", "resumed")]
        visit = [
            ("fri 12:00", "retargeted", retarget(HOUR)),
            ("fri 13:00", "retargeted", retarget(8 * HOUR)),
        ]
        assert resolution("tue 12:00", *events, *visit) == resolution("tue 12:00", *events)

    def test_while_paused_it_takes_hold_at_the_resume(self) -> None:
        stand = resolution(
            "fri 15:30",
            ("fri 09:00", "created"),
            ("fri 11:00", "paused"),
            ("fri 12:00", "retargeted", retarget(3 * HOUR)),
            ("fri 15:00", "resumed"),
        )
        assert (stand["due_inf"], stand["breached"]) == (utc("fri 16:00"), False)

    def test_whether_it_pauses_may_change_and_else_stays(self) -> None:
        events = [
            ("fri 09:00", "created"),
            ("fri 10:00", "paused"),
            ("fri 12:00", "retargeted", retarget(8 * HOUR)),
            ("fri 13:00", "retargeted", retarget(8 * HOUR, pauses=False)),
        ]
        assert resolution("fri 12:30", *events)["state"] == "paused"
        running = resolution("fri 15:00", *events)
        assert (running["state"], running["elapsed"]) == ("running", 3 * HOUR)

    def test_the_other_metrics_stay_and_a_new_one_counts_from_creation(self) -> None:
        stand = clocks(
            "fri 12:00",
            RESOLUTION,
            ("fri 09:00", "created"),
            (
                "fri 11:00",
                "retargeted",
                {"targets": {"first_response": {"seconds": HOUR, "pauses": False}}},
            ),
        )
        assert stand["resolution"]["due_inf"] == utc("fri 17:00")
        assert (stand["first_response"]["elapsed"], stand["first_response"]["breached"]) == (
            3 * HOUR,
            True,
        )

    def test_what_was_over_before_it_was_promised_is_judged_by_what_it_took(self) -> None:
        added = {"targets": {"first_response": {"seconds": HOUR, "pauses": False}}}
        stand = clocks(
            "fri 15:00",
            RESOLUTION,
            ("fri 09:00", "created"),
            ("fri 11:00", "public_reply"),
            ("fri 12:00", "retargeted", added),
        )["first_response"]
        assert stand == {**NOT_STARTED, "state": "stopped", "elapsed": 2 * HOUR, "breached": True}

    def test_before_the_creation_it_is_simply_the_target(self) -> None:
        stand = resolution(
            "fri 12:00", ("thu 09:00", "retargeted", retarget(HOUR)), ("fri 09:00", "created")
        )
        assert (stand["breached"], stand["due_inf"]) == (True, utc("fri 10:00"))


class TestRefusals:
    @pytest.mark.parametrize(
        ("targets", "events", "field"),
        [
            ({"hold": {"seconds": 1}}, [], "targets.hold: is no metric counted here"),
            ({"resolution": {"pauses": True}}, [], "targets.resolution.seconds: is missing"),
            ({"resolution": {"seconds": -1}}, [], "targets.resolution.seconds: -1 is less than 0"),
            ({"resolution": {"seconds": 1, "pauses": 1}}, [], "targets.resolution.pauses: is a"),
            ([], [], "targets: is a list"),
            (RESOLUTION, [("fri 09:00", "snoozed")], 'events[0].type: "snoozed" is unknown'),
            (RESOLUTION, [("fri 09:00", "retargeted")], "events[0].targets: is missing"),
            (
                RESOLUTION,
                [("fri 09:00", "created"), ("fri 09:00", "retargeted", {"targets": {"x": {}}})],
                "events[1].targets.x: is no metric",
            ),
        ],
    )
    def test_a_question_that_cannot_be_answered_is_told_where_and_why(
        self, targets: Any, events: list[tuple[Any, ...]], field: str
    ) -> None:
        answer = ask("fri 12:00", targets, *events)
        assert answer["error"].startswith(field), answer["error"]
        assert "clocks" not in answer

    @pytest.mark.parametrize("missing", ["calendar", "as_of", "targets", "events"])
    def test_what_is_missing_is_named(self, missing: str) -> None:
        question: dict[str, Any] = {
            "id": 1,
            "ask": "clock",
            "calendar": OFFICE,
            "as_of": utc("fri 12:00"),
            "targets": RESOLUTION,
            "events": [],
        }
        del question[missing]
        answer = json.loads(answer_line(json.dumps(question)))
        assert answer == {"id": 1, "error": f"{missing}: is missing"}
