"""A real audit log, asked of open arithmetic line by line: the hours are those that were computed
independently, and the log's own flag follows from them.

`tests/service/desk/test_replay_logs.py` lives the same logs through the whole product.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts import calc

EXPECTED = Path(__file__).parents[4] / "shared/data/incidents/servicenow_expected.csv"
WORKDAYS = {
    "time_zone": "UTC",
    "week": {key: [["00:00", "24:00"]] for key in ("mon", "tue", "wed", "thu", "fri")},
}
TARGET_HOURS = {"3 - Moderate": "153.45", "4 - Low": "348.18"}

pytestmark = pytest.mark.skipif(not EXPECTED.exists(), reason="the real logs are not at hand")


def cases() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return [case for case in csv.DictReader(file) if case["closed_at"]]


def told(at: str) -> str:
    return f"{at.replace(' ', 'T')}Z"


def answers(questions: Iterator[str]) -> Iterator[dict[str, object]]:
    said = io.StringIO()
    calc.run(io.StringIO("\n".join(questions)), said)
    return map(json.loads, said.getvalue().splitlines())


def between(case: dict[str, str]) -> str:
    span = {"start": told(case["opened_at"]), "end": told(case["closed_at"])}
    return json.dumps({"id": case["number"], "ask": "between", "calendar": WORKDAYS} | span)


def clock(case: dict[str, str]) -> str:
    """Nobody's waiting counts: the log's own contract pauses for nothing."""
    seconds = round(float(TARGET_HOURS[case["priority"]]) * 3600)
    events = [
        {"at": told(case["opened_at"]), "type": "created"},
        {"at": told(case["closed_at"]), "type": "closed"},
    ]
    return json.dumps(
        {
            "id": case["number"],
            "ask": "clock",
            "calendar": WORKDAYS,
            "as_of": told(case["closed_at"]),
            "targets": {"resolution": {"seconds": seconds, "pauses": False}},
            "events": events,
        }
    )


def test_every_cases_working_hours_are_as_computed() -> None:
    every = cases()
    assert len(every) > 450
    for case, answer in zip(every, answers(map(between, every)), strict=True):
        hours = float(str(answer["seconds"])) / 3600
        assert hours == pytest.approx(float(case["h_24x5_open_close"]), abs=0.001), case["number"]


def test_moderate_and_low_are_kept_and_missed_as_the_log_says() -> None:
    known = [case for case in cases() if case["priority"] in TARGET_HOURS]
    agreeing = sum(
        answer["clocks"]["resolution"]["breached"] == (case["made_sla"] == "false")  # type: ignore[index]
        for case, answer in zip(known, answers(map(clock, known)), strict=True)
    )
    assert len(known) > 300
    assert agreeing * 100 >= len(known) * 99, f"{agreeing} of {len(known)}"
