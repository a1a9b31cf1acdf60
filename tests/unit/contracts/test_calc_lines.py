"""Open arithmetic: one answer a line, exact, and a bad line harms no other."""

import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from contracts import calc
from contracts.calc import reading
from contracts.calendars import zone
from contracts.calendars.calendar_wall import WEEKDAYS

ROUND_THE_CLOCK = [["00:00", "24:00"]]
OFFICE = {"time_zone": "Europe/Berlin", "week": {"mon": [["09:00", "12:30"], ["13:30", "17:00"]]}}
ADD: dict[str, Any] = {
    "id": 1, "ask": "add", "calendar": OFFICE,
    "start": "2026-11-23T09:00:00+01:00", "seconds": 25200,
}  # fmt: skip
BETWEEN: dict[str, Any] = {
    "id": 2, "ask": "between", "calendar": OFFICE,
    "start": "2026-11-23T09:00:00+01:00", "end": "2026-11-23T13:30:00.25+01:00",
}  # fmt: skip


def asked(question: Any) -> Any:
    line = question if isinstance(question, str) else json.dumps(question)
    return json.loads(calc.answer_line(line), parse_float=Decimal)


def test_add_gives_both_ends() -> None:
    assert asked(ADD) == {"id": 1, "inf": "2026-11-23T16:00:00Z", "sup": "2026-11-30T08:00:00Z"}


def test_add_counts_backwards() -> None:
    assert asked(ADD | {"start": "2026-11-23T17:00:00+01:00", "seconds": -25200}) == {
        "id": 1, "inf": "2026-11-23T08:00:00Z", "sup": "2026-11-16T16:00:00Z",
    }  # fmt: skip


def test_add_of_nothing_is_the_start_and_the_next_opening() -> None:
    assert asked(ADD | {"start": "2026-11-22T09:00Z", "seconds": 0}) == {
        "id": 1, "inf": "2026-11-22T09:00:00Z", "sup": "2026-11-23T08:00:00Z",
    }  # fmt: skip


def test_what_is_never_reached_is_null() -> None:
    assert asked(ADD | {"calendar": {"time_zone": "UTC"}}) == {"id": 1, "inf": None, "sup": None}
    assert asked(ADD | {"seconds": 10**17}) == {"id": 1, "inf": None, "sup": None}


def test_between_is_exact_to_the_microsecond() -> None:
    assert asked(BETWEEN) == {"id": 2, "seconds": Decimal("12600.25")}
    assert asked(BETWEEN | {"end": BETWEEN["start"]}) == {"id": 2, "seconds": 0}
    assert asked(BETWEEN | {"end": "2020-01-01T00:00Z"}) == {"id": 2, "seconds": 0}
    always = {
        "time_zone": "UTC",
        "week": dict.fromkeys(WEEKDAYS, ROUND_THE_CLOCK),
    }
    longest = {
        "calendar": always,
        "start": "0002-01-01T00:00Z",
        "end": "9998-12-31T23:59:59.999999Z",
    }
    assert asked(BETWEEN | longest) == {"id": 2, "seconds": Decimal("315474825599.999999")}


@pytest.mark.parametrize(
    ("seconds", "sup"),
    [
        ("1.5", "08:00:01.500000Z"),
        ("0.000001", "08:00:00.000001Z"),
        ("1e1", "08:00:10Z"),
        ("0.1000000000000", "08:00:00.100000Z"),
        ("-0.0", "08:00:00Z"),
        ("12600.0e0", "12:30:00Z"),
    ],
)
def test_numbers_are_read_as_decimals(seconds: str, sup: str) -> None:
    line = json.dumps(ADD).replace("25200", seconds)
    assert asked(line)["sup"] == f"2026-11-23T{sup}"


@pytest.mark.parametrize("identity", ["a-1", 'quo"te ☃ \ud800', 7, 10**30, 0, "", None])
def test_the_id_comes_back_as_it_was(identity: object) -> None:
    assert asked(ADD | {"id": identity})["id"] == identity
    assert asked({"id": identity})["id"] == identity


def test_a_decimal_id_comes_back_digit_for_digit() -> None:
    assert '"id": 1.50,' in calc.answer_line(json.dumps(ADD).replace('"id": 1', '"id": 1.50'))


def test_unknown_fields_of_a_question_are_passed_over() -> None:
    assert asked(ADD | {"comment": "from the audit", "sla": {}}) == asked(ADD)


def without(field: str) -> dict[str, Any]:
    return {name: value for name, value in ADD.items() if name != field}


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (without("ask"), "ask: is missing"),
        (without("calendar"), "calendar: is missing"),
        (without("start"), "start: is missing"),
        (without("seconds"), "seconds: is missing"),
        (ADD | {"ask": "multiply"}, 'ask: "multiply" is unknown; write one of add, between, clock'),
        (ADD | {"ask": ["add"]}, "ask: is a list; write one of"),
        (ADD | {"calendar": "24x7"}, "calendar: is text; write an object"),
        (ADD | {"calendar": {}}, "calendar.time_zone: is missing; write an IANA zone"),
        (ADD | {"calendar": OFFICE | {"wek": {}}}, "calendar.wek: is no field of a calendar; did"),
        (
            ADD | {"calendar": OFFICE | {"week": {"mon": [["17:00", "09:00"]]}}},
            "calendar.week.mon[0]: 17:00 to 09:00 ends before it starts",
        ),
        (ADD | {"start": "2026-11-23T09:00:00"}, "start: '2026-11-23T09:00:00' has no offset"),
        (ADD | {"start": 1795334400}, "start: is a number; write an instant like"),
        (ADD | {"seconds": "25200"}, "seconds: is text; write a number of seconds, without quotes"),
        (ADD | {"seconds": True}, "seconds: is true or false"),
        (ADD | {"seconds": float("nan")}, "seconds: NaN is no number of seconds"),
        (ADD | {"seconds": float("-inf")}, "seconds: -Infinity is no number of seconds"),
        (ADD | {"seconds": 10**18}, "seconds: is longer than any calendar"),
        (ADD | {"seconds": 0.0000001}, "seconds: 1E-7 is finer than a microsecond"),
        (BETWEEN | {"id": 1, "end": None}, "end: is missing"),
    ],
)
def test_a_bad_question_is_told_its_field_and_cause(question: dict[str, Any], error: str) -> None:
    answered = asked(question)
    assert answered["id"] == 1
    assert answered["error"].startswith(error)
    assert answered.keys() == {"id", "error"}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("nonsense", "line: is not JSON: Expecting value at character 1"),
        ('{"id": 1', "line: is not JSON"),
        ("[1, 2]", "line: is a list, not an object; write one question as { ... }"),
        ("null", "line: is null, not an object"),
        ('"add"', "line: is text, not an object"),
        ("[" * 100_000, "line: is nested too deeply"),
        ('{"id": ' + "[" * 300 + "]" * 300 + "}", "id: is no text or number"),
        ('{"id": true}', "id: is no text or number"),
        ('{"id": NaN}', "id: is no text or number"),
        ('{"x": "' + "x" * reading.LONGEST + '"}', "line: is longer than 4194304 characters"),
    ],
)
def test_a_line_that_is_no_question_is_told_so(line: str, error: str) -> None:
    answered = asked(line)
    assert answered["id"] is None
    assert answered["error"].startswith(error)


@pytest.mark.parametrize(
    ("digits", "error"),
    [
        ("1e99999999999999999999", "seconds: Infinity is no number"),
        ("-1e99999999999999999999", "seconds: -Infinity is no number"),
        ("1e999999999", "seconds: is longer than any calendar"),
        ("1e-999999999", "seconds: 1E-999999999 is finer than a microsecond"),
        ("9" * 5000, "seconds: is longer than any calendar"),
    ],
)
def test_monstrous_numbers_are_refused_at_once(digits: str, error: str) -> None:
    assert asked(json.dumps(ADD).replace("25200", digits))["error"].startswith(error)


def test_a_name_written_twice_is_refused() -> None:
    line = json.dumps(ADD).replace('"ask"', '"seconds": 1, "ask"')
    assert asked(line) == {
        "id": 1, "error": "seconds: is written twice in one object; keep one of them",
    }  # fmt: skip


def test_what_would_take_for_ever_is_refused_or_answered_at_once() -> None:
    seconds = [f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}" for at in range(2000)]
    every_other = [list(pair) for pair in zip(seconds[::2], seconds[1::2], strict=True)]
    crowded = ADD | {"calendar": {"time_zone": "UTC", "week": {"mon": every_other}}}
    assert asked(crowded)["error"] == (
        "calendar.week.mon: has 1000 intervals; write 288 a day at most"
    )
    line = json.dumps(ADD)[:-1] + "".join(f', "f{n}": 1' for n in range(50_000)) + ', "f0": 2}'
    assert asked(line)["error"].startswith("f0: is written twice")
    ages = {"id": 1, "ask": "coherence", "sla": {"calendar": OFFICE, "seconds": 1}, "stages": []}
    assert asked(ages | {"from": "1000-01-01", "to": "3000-01-01"})["error"] == (
        "to: 3000-01-01 is more than 100 years after 1000-01-01; ask for fewer"
    )
    told = {"at": "2026-11-23T09:00:00Z", "type": "retargeted"}
    often = [told | {"targets": {"resolution": {"seconds": n}}} for n in range(3000)]
    asks = {
        "id": 1, "ask": "clock", "calendar": OFFICE, "as_of": "2026-11-24T09:00:00Z",
        "targets": {"resolution": {"seconds": 1}}, "events": often,
    }  # fmt: skip
    assert asked(asks)["clocks"]["resolution"]["state"] == "not_started"


@pytest.mark.parametrize(
    ("name", "start", "sup"),
    [
        ("US/Eastern", "2026-11-23T14:00:00z", "2026-11-23T14:00:01Z"),
        ("Asia/Calcutta", "2026-11-23t03:30:00Z", "2026-11-23T03:30:01Z"),
        ("Asia/Kathmandu", "2026-11-23T09:00:00+05:45", "2026-11-23T03:15:01Z"),
        ("Etc/GMT+12", "2026-11-23T09:00:00-12:00", "2026-11-23T21:00:01Z"),
        ("America/Argentina/Buenos_Aires", "2026-11-23T09:00:00-03", "2026-11-23T12:00:01Z"),
        ("Europe/Berlin", "1893-03-27T08:59:00Z", "1893-03-27T08:59:01Z"),
        ("Europe/Berlin", "9997-12-29T09:00:00+01:00", "9997-12-29T08:00:01Z"),
    ],
)
def test_any_zone_by_any_of_its_names_in_any_year(name: str, start: str, sup: str) -> None:
    office = {"time_zone": name, "week": {"mon": [["09:00", "17:00"]]}}
    assert asked(ADD | {"calendar": office, "start": start, "seconds": 1})["sup"] == sup


def test_every_name_in_the_pinned_zone_data_is_a_zone() -> None:
    """Aliases too, which the data keeps for good."""
    assert {"US/Eastern", "Asia/Calcutta", "Etc/GMT-14", "EST5EDT"} <= zone.names()
    always = {"week": dict.fromkeys(WEEKDAYS, ROUND_THE_CLOCK)}
    day = {"start": "2026-11-23T00:00Z", "end": "2026-11-24T00:00Z"}
    for name in sorted(zone.names()):
        answer = asked(BETWEEN | day | {"calendar": always | {"time_zone": name}})
        assert answer == {"id": 2, "seconds": 86400}, name


def test_the_last_hour_of_a_day_goes_on_into_the_first_of_the_next() -> None:
    night = {"time_zone": "UTC", "week": {"mon": [["22:00", "24:00"]], "tue": [["00:00", "06:00"]]}}
    question = ADD | {"calendar": night, "start": "2026-11-23T23:00Z", "seconds": 7200}
    assert asked(question) == {
        "id": 1, "inf": "2026-11-24T01:00:00Z", "sup": "2026-11-24T01:00:00Z",
    }  # fmt: skip


def test_a_leap_day_is_kept_in_leap_years_only() -> None:
    always = {"time_zone": "UTC", "week": dict.fromkeys(WEEKDAYS, ROUND_THE_CLOCK)}
    kept = always | {"yearly_holidays": ["02-29"]}
    for year, hours in (("2027", 48), ("2028", 48), ("2100", 48), ("2000", 48)):
        span = {"start": f"{year}-02-28T00:00Z", "end": f"{year}-03-02T00:00Z"}
        assert asked(BETWEEN | span | {"calendar": kept})["seconds"] == hours * 3600


def test_an_override_beats_every_kind_of_holiday_and_breaks_hold_on_it() -> None:
    eve = {
        "time_zone": "UTC", "holidays": ["2026-12-24"], "yearly_holidays": ["12-24"],
        "overrides": {"2026-12-24": [["09:00", "11:00"], ["10:00", "12:00"], ["12:00", "13:00"]]},
        "breaks": {"2026-12-24": [["10:00", "10:30"], ["10:15", "11:00"]]},
    }  # fmt: skip
    day = {"start": "2026-12-24T00:00Z", "end": "2026-12-25T00:00Z"}
    assert asked(BETWEEN | day | {"calendar": eve})["seconds"] == 3 * 3600
    shut = eve | {"overrides": {"2026-12-24": []}}
    assert asked(BETWEEN | day | {"calendar": shut})["seconds"] == 0


def test_bad_lines_are_answered_in_their_place_and_the_rest_go_on() -> None:
    good = json.dumps(ADD).encode()
    lines = [good, b"{", b"", b'{"id": "\xff"}', b"x" * (reading.LONGEST + 99), b"  ", good]
    stdout = io.StringIO()
    calc.run(io.BytesIO(b"\xef\xbb\xbf" + b"\r\n".join(lines)), stdout)
    answers = [json.loads(line) for line in stdout.getvalue().splitlines()]
    assert [answer.get("inf") for answer in answers] == [
        "2026-11-23T16:00:00Z", None, None, None, "2026-11-23T16:00:00Z",
    ]  # fmt: skip
    assert answers[2]["error"] == "line: is not UTF-8: invalid start byte at byte 8"
    assert answers[3]["error"].startswith("line: is longer than")


def test_text_streams_are_read_too() -> None:
    stdout = io.StringIO()
    calc.run(io.StringIO(f"{json.dumps(ADD)}\n\n{json.dumps(BETWEEN)}"), stdout)
    assert [json.loads(line)["id"] for line in stdout.getvalue().splitlines()] == [1, 2]


def test_it_needs_no_tables() -> None:
    code = (
        "import sys; from contracts import calc; calc.run(sys.stdin, sys.stdout);"
        "loaded = {'piccolo', 'asyncpg', 'litestar', 'underpin'} & set(sys.modules);"
        "sys.exit(f'loaded {loaded}' if loaded else 0)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(BETWEEN) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == {"id": 2, "seconds": 12600.25}


def test_the_machines_own_zone_and_language_change_nothing() -> None:
    lines = "".join(f"{json.dumps(each)}\n" for each in (ADD, BETWEEN, ADD | {"start": "x"}))
    said = {
        subprocess.run(
            [sys.executable, "-c", "import sys; from contracts import calc; "
             "calc.run(sys.stdin, sys.stdout)"],
            input=lines, capture_output=True, text=True, check=True,
            env={**os.environ, "TZ": local, "LANG": language, "PYTHONTZPATH": "/nowhere"},
        ).stdout
        for local, language in (("Pacific/Apia", "pl_PL.UTF-8"), ("America/St_Johns", "C"))
    }  # fmt: skip
    assert len(said) == 1
