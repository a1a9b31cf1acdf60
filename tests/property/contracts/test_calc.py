"""Open arithmetic beside an oracle that reads the same lines and looks at every minute."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import calc
from tests.property.contracts import calc_oracle as oracle

DAYS = 24
CHANGES = {
    "Africa/Cairo": "2024-04-25",
    "Africa/Casablanca": "2026-02-14",
    "America/Caracas": "2016-05-01",
    "America/Sao_Paulo": "2018-11-03",
    "America/St_Johns": "2026-11-01",
    "Antarctica/Troll": "2026-03-29",
    "Asia/Calcutta": "2026-06-01",
    "Asia/Kathmandu": "1985-12-31",
    "Asia/Pyongyang": "2018-05-04",
    "Australia/Lord_Howe": "2026-04-04",
    "Europe/Berlin": "2026-10-25",
    "Europe/Dublin": "2026-03-29",
    "Pacific/Apia": "2011-12-30",
    "US/Eastern": "2026-03-08",
    "UTC": "1969-12-30",
}
TYPES = (
    *("client_message", "public_reply", "paused", "resumed"),
    *("resolved", "closed", "reopened", "retargeted", "created"),
)
EDGES = ("00:00", "00:30", "01:00", "02:00", "02:30", "03:00", "09:00", "12:30", "17:00", "24:00")
OFFSETS = ("Z", "+00:00", "+05:45", "-03:30", "+0100")

hours = st.lists(
    st.tuples(st.sampled_from(EDGES), st.sampled_from(EDGES))
    .filter(lambda pair: pair[0] != pair[1])
    .map(sorted),
    max_size=3,
)


def told(minute: int, offset: str) -> str:
    """The same instant as somebody at that offset writes it."""
    ahead = 0 if offset == "Z" else int(offset[1:3]) * 60 + int(offset[-2:])
    ahead = -ahead if offset.startswith("-") else ahead
    local = datetime.fromtimestamp(minute * 60, UTC) + timedelta(minutes=ahead)
    return f"{local:%Y-%m-%dT%H:%M}{offset}"


@st.composite
def calendars(draw: st.DrawFn) -> tuple[dict[str, Any], int]:
    """A calendar, and the minute some days before the clocks of its zone change."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    change = datetime.fromisoformat(CHANGES[zone]).replace(tzinfo=UTC)
    near = st.integers(-3, 4).map(lambda day: f"{change + timedelta(days=day):%Y-%m-%d}")
    calendar = {
        "time_zone": zone,
        "week": draw(st.dictionaries(st.sampled_from(oracle.WEEKDAYS), hours)),
        "holidays": draw(st.lists(near, max_size=2)),
        "yearly_holidays": draw(st.lists(near.map(lambda day: day[5:]), max_size=1)),
        "overrides": draw(st.dictionaries(near, hours, max_size=2)),
        "breaks": draw(st.dictionaries(near, hours, max_size=2)),
    }
    kept = draw(st.sets(st.sampled_from(sorted(calendar))))
    calendar = {name: part for name, part in calendar.items() if name in kept | {"time_zone"}}
    return calendar, int(change.timestamp()) // 60 - DAYS * 1440 // 2


def asked(question: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(calc.answer_line(json.dumps(question)))
    assert "error" not in answer, answer
    return answer


@settings(max_examples=30, deadline=None)
@given(calendars(), st.data())
def test_sums_are_those_of_the_wall_clock(
    drawn: tuple[dict[str, Any], int], data: st.DataObject
) -> None:
    sums(drawn, data)


@settings(max_examples=30, deadline=None)
@given(calendars(), st.data())
def test_clocks_are_those_of_the_wall_clock(
    drawn: tuple[dict[str, Any], int], data: st.DataObject
) -> None:
    clocks(drawn, data)


@pytest.mark.deep
@settings(max_examples=300, deadline=None)
@given(calendars(), st.data())
def test_many_more_sums(drawn: tuple[dict[str, Any], int], data: st.DataObject) -> None:
    sums(drawn, data)


@pytest.mark.deep
@settings(max_examples=300, deadline=None)
@given(calendars(), st.data())
def test_many_more_clocks(drawn: tuple[dict[str, Any], int], data: st.DataObject) -> None:
    clocks(drawn, data)


def sums(drawn: tuple[dict[str, Any], int], data: st.DataObject) -> None:
    calendar, first = drawn
    walls = oracle.Walls(calendar, first, DAYS)
    moments = st.integers(first, first + DAYS * 1440)
    for _ in range(5):
        start, end = data.draw(moments), data.draw(moments)
        minutes = data.draw(st.sampled_from([0, 1, -1, 30, -30, 480, -480, 1440, -1440]))
        offset = data.draw(st.sampled_from(OFFSETS))
        question = {"calendar": calendar, "start": told(start, offset)}
        passed = asked(question | {"ask": "between", "end": told(end, offset)})["seconds"]
        assert passed == 60 * walls.between(start, end)
        added = asked(question | {"ask": "add", "seconds": 60 * minutes})
        for name, minute in zip(("inf", "sup"), walls.add(start, minutes), strict=True):
            assert minute is None or added[name] == oracle.written(minute)


def clocks(drawn: tuple[dict[str, Any], int], data: st.DataObject) -> None:
    calendar, first = drawn
    moments = st.integers(first, first + (DAYS - 8) * 1440 // 30).map(
        lambda minute: first + (minute - first) * 30
    )
    question = {
        "ask": "clock",
        "calendar": calendar,
        "as_of": oracle.written(data.draw(moments)),
        "targets": data.draw(targets(least=1)),
        "events": data.draw(st.permutations(data.draw(events(moments)))),
    }
    walked = oracle.clocks(question, oracle.Walls(calendar, first, DAYS))
    answered = asked(question)["clocks"]
    assert answered.keys() == walked.keys()
    for name, stand in answered.items():
        assert oracle.same(stand, walked[name]), (name, stand, walked[name])


@st.composite
def targets(draw: st.DrawFn, least: int = 0, within: tuple[str, ...] = tuple(oracle.PAUSES)) -> Any:
    seconds = st.sampled_from([0, 60, 3600, 14400, 28800, 144000])
    held = st.fixed_dictionaries({"seconds": seconds}, optional={"pauses": st.booleans()})
    return draw(st.dictionaries(st.sampled_from(within), held, min_size=least))


@st.composite
def events(draw: st.DrawFn, moments: st.SearchStrategy[int]) -> Any:
    """Retargets name only what they change the time of: see the page of examples for the rest."""
    told_of = [{"at": oracle.written(draw(moments)), "type": "created"}]
    for kind in draw(st.lists(st.sampled_from(TYPES), max_size=9)):
        event: dict[str, Any] = {"at": oracle.written(draw(moments)), "type": kind}
        if kind == "retargeted":
            event["targets"] = draw(targets())
        told_of.append(event)
    return told_of
