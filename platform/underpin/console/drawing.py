"""A clock's life as bars on one line: what counted, was closed, was paused; beneath it who had the
ticket meanwhile. Pure; the template makes SVG of it, beside the table that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from underpin.console.views.clock import Clock

WIDTH: Final = 1000
LEAST: Final = 3
"""So wide is the shortest bar, so that it can be seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """From `x` on, of WIDTH. `kind` is work, closed, pause or held."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Lane:
    """`holder` is a tier or vendor; empty for the clock itself."""

    holder: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`due` and `now` are places on the line, None where they lie beyond it."""

    lanes: tuple[Lane, ...]
    due: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class Line:
    start: datetime
    end: datetime

    def place(self, moment: datetime) -> int:
        whole = (self.end - self.start) // timedelta(microseconds=1)
        part = (min(max(moment, self.start), self.end) - self.start) // timedelta(microseconds=1)
        return part * WIDTH // whole

    def bar(self, kind: str, start: datetime, end: datetime) -> Bar:
        x = min(self.place(start), WIDTH - LEAST)
        return Bar(kind, x, max(self.place(end) - x, LEAST))


def of(clock: Clock, now: datetime, holds: Sequence[Clock] = ()) -> Drawing | None:
    """None where nothing lies between its beginning and its end. `holds` are the clocks of those
    who had the ticket."""
    due = clock.countdown.due
    until = clock.ended or max(now, due or now)
    start = clock.spans[0].start if clock.spans else until
    if until <= start or not clock.spans:
        return None
    line = Line(start, until)
    bars = tuple(line.bar(span.kind, span.start, span.end or now) for span in clock.spans)
    running = clock.ended is None
    return Drawing(
        (Lane("", bars), *_held(line, holds, now)),
        due=line.place(due) if running and due and due < until else None,
        now=line.place(now) if running else None,
    )


def _held(line: Line, holds: Sequence[Clock], now: datetime) -> list[Lane]:
    """One line for each holder, in the order in which they had it."""
    spans: dict[str, list[Bar]] = {}
    for each in sorted(holds, key=lambda each: each.started):
        end = each.ended or now
        if each.metric == "hold" and each.holder and end > line.start and each.started < line.end:
            bars = spans.setdefault(each.holder, [])
            bars.append(line.bar("held", each.started, end))
    return [Lane(holder, tuple(bars)) for holder, bars in spans.items()]
