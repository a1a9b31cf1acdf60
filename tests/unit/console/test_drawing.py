"""A clock's life as bars on one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from underpin.console import drawing
from underpin.console.views.clock import Clock, Countdown, Span

NINE = datetime(2026, 1, 12, 9, tzinfo=UTC)
HOUR, NONE = timedelta(hours=1), timedelta()
SPANS = (
    Span("work", NINE, NINE + 2 * HOUR, 2 * HOUR, 2 * HOUR),
    Span("pause", NINE + 2 * HOUR, NINE + 3 * HOUR, NONE, 2 * HOUR),
    Span("work", NINE + 3 * HOUR, None, HOUR, 3 * HOUR),
)
CLOCK = Clock(
    *("resolution", "running", 3 * HOUR, 9 * HOUR),
    Countdown("ok", "resolution", NINE + 10 * HOUR),
    "Office",
    "Gold",
    NINE,
    spans=SPANS,
)
NOW = NINE + 5 * HOUR


def hold(holder: str, start: int, end: int | None) -> Clock:
    ended = None if end is None else NINE + end * HOUR
    return replace(
        CLOCK, metric="hold", holder=holder, started=NINE + start * HOUR, ended=ended, spans=()
    )


def test_stretches_lie_where_they_were_and_the_line_ends_at_the_due() -> None:
    found = drawing.of(CLOCK, NOW)
    assert found is not None
    (lane,) = found.lanes
    assert [(bar.kind, bar.x, bar.width) for bar in lane.bars] == [
        ("work", 0, 200),
        ("pause", 200, 100),
        ("work", 300, 200),
    ]
    assert (found.due, found.now) == (None, 500)


def test_a_missed_due_is_marked_and_an_ended_clock_has_no_now() -> None:
    late = drawing.of(CLOCK, NINE + 20 * HOUR)
    assert late is not None
    assert (late.due, late.now) == (500, 1000)
    ended = drawing.of(replace(CLOCK, ended=NOW), NINE + 50 * HOUR)
    assert ended is not None
    assert (ended.due, ended.now) == (None, None)
    assert drawing.of(replace(CLOCK, ended=NINE), NOW) is None
    assert drawing.of(replace(CLOCK, spans=()), NOW) is None


def test_who_had_it_lies_beneath_and_the_shortest_can_be_seen() -> None:
    holds = [hold("L2", 2, None), hold("L1", 0, 2), hold("L3", 30, 31)]
    short = replace(CLOCK, spans=(Span("work", NINE, NINE + HOUR / 3600, NONE, NONE),))
    found = drawing.of(short, NOW, [*holds, replace(CLOCK, metric="pickup", holder="L1")])
    assert found is not None
    assert [(lane.holder, lane.bars[0].x) for lane in found.lanes] == [
        ("", 0),
        ("L1", 0),
        ("L2", 200),
    ]
    assert found.lanes[0].bars[0].width == drawing.LEAST
