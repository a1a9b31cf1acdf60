"""A promise and its worst case as a bar: the chain's stages one after the other, against a mark at
which the promise ends. All marks of a page stand below each other, whatever the promise. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from contracts.coherence.coherence_line import Line, Part
from underpin.console.views.contracting import Segment

WIDTH: Final = 1000
MARK: Final = 600
LEAST: Final = 6
ZERO: Final = timedelta(0)
HUES: Final[Mapping[str, int]] = {"L1": 1, "L2": 2, "L3": 3}
VENDOR: Final = 4


def segments(line: Line) -> tuple[Segment, ...]:
    """Of the agreement's time that each stage uses up; cut at the mark and at the right edge."""
    return tuple(
        piece
        for holder, start, end in _stretches(line)
        for piece in _cut(holder, _place(line, start), _place(line, end))
    )


def _stretches(line: Line) -> Iterator[tuple[str, timedelta, timedelta]]:
    at, parts = ZERO, line.shown.timeline
    whole = None if line.worst_us is None else timedelta(microseconds=line.worst_us)
    for part in parts:
        used = _used(line.shown.sla_hours, part)
        last = part is parts[-1] and whole is not None
        ends = max(at, whole) if last and whole is not None else at + used
        if ends > at:
            yield part.stage, at, ends
        at = ends
    if not parts and whole:
        yield line.path, ZERO, whole


def _used(hours: Part | None, part: Part) -> timedelta:
    """The agreement's time that goes by while this stage has the ticket."""
    spans = hours.works if hours else ()
    return sum((_overlap(part, span.start, span.end) for span in spans), ZERO)


def _overlap(part: Part, start: datetime, end: datetime) -> timedelta:
    until = end if part.end is None else min(end, part.end)
    return max(ZERO, until - max(start, part.start))


def _place(line: Line, at: timedelta) -> int:
    allowed = timedelta(microseconds=max(1, line.allowed_us))
    return min(WIDTH, at * MARK // allowed)


def _cut(holder: str, start: int, end: int) -> Iterator[Segment]:
    hue = HUES.get(holder, VENDOR)
    if start < MARK:
        kept = min(end, MARK)
        yield Segment(holder, hue, start, max(LEAST, kept - start))
    if end > MARK:
        begin = min(max(start, MARK), WIDTH - LEAST)
        yield Segment(holder, hue, begin, max(LEAST, end - begin), over=True)
