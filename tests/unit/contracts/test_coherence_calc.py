import json
from pathlib import Path

import pytest

from contracts import calc

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def office(zone, **more):
    return {"time_zone": zone, "week": {day: [["09:00", "17:00"]] for day in WEEKDAYS}, **more}


BERLIN, NEW_YORK = office("Europe/Berlin"), office("America/New_York", holidays=["2026-09-07"])
QUESTION = {
    "id": "labor day",
    "ask": "coherence",
    "sla": {"calendar": BERLIN, "seconds": 57600},
    "stages": [
        {"calendar": BERLIN, "seconds": 7200},
        {"calendar": NEW_YORK, "seconds": 28800},
    ],
    "from": "2026-01-01",
    "to": "2027-01-01",
    "raised_in": None,
}


def asked(**changes):
    return json.loads(calc.answer_line(json.dumps(QUESTION | changes)))


def test_it_is_answered_in_the_form_that_was_agreed():
    assert calc.answer_line(json.dumps(QUESTION)) == (
        '{"id": "labor day", "coherent": false, "worst_seconds": 86400, "slack_seconds": -28800,'
        ' "raised": "2026-09-03T13:00:00Z", "done": "2026-09-08T13:00:00Z",'
        ' "share_missed": 0.01095890411}'
    )


def test_the_worked_example_of_the_documentation_is_true():
    page = (Path(__file__).parents[3] / "docs" / "coherence.md").read_text()
    question, answer = (line for line in page.splitlines() if line.startswith('{"id": 1, '))
    assert calc.answer_line(question) == answer


def test_tickets_may_be_raised_in_given_hours_only():
    assert asked(raised_in=BERLIN)["share_missed"] == 0.007662835249


def test_dates_begin_in_the_slas_zone():
    tokyo = {"calendar": office("Asia/Tokyo"), "seconds": 0}
    answer = asked(sla=tokyo, stages=[], **{"from": "2026-06-01", "to": "2026-06-02"})
    assert answer["raised"] == "2026-05-31T15:00:00Z"


def test_an_end_is_exclusive():
    monday = {"from": "2026-11-02", "to": "2026-11-03"}
    always = {
        "time_zone": "UTC",
        "week": {day: [["00:00", "24:00"]] for day in (*WEEKDAYS, "sat", "sun")},
    }
    stages = [{"calendar": office("UTC"), "seconds": 0}]
    answer = asked(sla={"calendar": always, "seconds": 3600}, stages=stages, **monday)
    assert (answer["worst_seconds"], answer["raised"]) == (16 * 3600, "2026-11-02T17:00:00Z")
    assert answer["share_missed"] == (8 + 7) / 24


def test_a_chain_that_never_ends_has_no_worst_case():
    answer = asked(stages=[{"calendar": {"time_zone": "UTC"}, "seconds": 60}])
    assert answer == {
        "id": "labor day",
        "coherent": False,
        "worst_seconds": None,
        "slack_seconds": None,
        "raised": "2025-12-31T23:00:00Z",
        "done": None,
        "share_missed": 1,
    }


def test_parts_of_a_second_are_exact():
    answer = asked(sla={"calendar": BERLIN, "seconds": 86400.000001})
    assert (answer["coherent"], answer["slack_seconds"], answer["share_missed"]) == (
        True,
        0.000001,
        0,
    )


def test_where_nothing_may_be_raised_nothing_is_shown():
    answer = asked(raised_in={"time_zone": "UTC"})
    assert (answer["coherent"], answer["worst_seconds"], answer["raised"]) == (True, 0, None)


def test_an_allowance_beyond_all_calendars_never_ends():
    assert asked(stages=[{"calendar": BERLIN, "seconds": 10**17}])["worst_seconds"] is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"sla": None}, "sla: is missing"),
        ({"sla": {"calendar": BERLIN}}, "sla.seconds: is missing"),
        ({"sla": {"seconds": 1}}, "sla.calendar: is missing"),
        ({"sla": {"calendar": BERLIN, "seconds": -1}}, "sla.seconds: -1 is less than 0"),
        ({"stages": None}, "stages: is missing"),
        ({"stages": {}}, "stages: is an object"),
        ({"stages": [1]}, "stages[0]: is a number"),
        (
            {"stages": [QUESTION["stages"][0], {"calendar": BERLIN, "seconds": "2h"}]},
            "stages[1].seconds: is text",
        ),
        (
            {"stages": [{"calendar": office("Mars/Base"), "seconds": 1}]},
            "stages[0].calendar.time_zone: ",
        ),
        ({"from": "2026-13-01"}, "from: "),
        ({"to": None}, "to: is missing"),
        ({"to": "2026-01-01"}, "to: 2026-01-01 is not after 2026-01-01"),
        ({"to": "9999-12-31"}, "to: 9999-12-31 is outside the years"),
        ({"from": "0001-12-31"}, "from: 0001-12-31 is outside the years"),
        ({"raised_in": "always"}, "raised_in: is text"),
        ({"raised_in": {}}, "raised_in.time_zone: is missing"),
    ],
)
def test_a_wrong_field_is_named_with_its_cause(changes, error):
    answer = asked(**changes)
    assert answer.keys() == {"id", "error"}
    assert answer["error"].startswith(error)
