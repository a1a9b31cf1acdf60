"""The result of a check as a page shows it: hours not covered, and a timeline of the worst case."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from contracts import instant
from contracts.calendars.calendar import Calendar
from contracts.coherence.chains import Path
from contracts.coherence.coherence import Coherence, Promise
from contracts.coherence.coherence_chain import Hold, Stage
from contracts.coherence.coherence_line import Part, Span, Uncovered

MOST_SPANS: Final = 60
"""Of one stage: two months of working days, enough to see where the time goes."""


def uncovered(found: Coherence) -> tuple[Uncovered, ...]:
    return tuple(Uncovered(gap.stage, gap.opens, gap.closes, gap.times) for gap in found.uncovered)


def timeline(found: Coherence, path: Path) -> tuple[Part, ...]:
    """Stage by stage; empty where no ticket may be raised. Only for a chain of plain stages."""
    if found.witness is None:
        return ()
    visited = zip(found.witness.timeline, path.chain, path.metrics, strict=False)
    return tuple(
        _part(hold, name, stage.calendar)
        for hold, stage, name in visited
        if isinstance(stage, Stage)
    )


def sla_hours(found: Coherence, promise: Promise, metric: str) -> Part | None:
    """The SLA's time between the worst arrival and its end."""
    if found.witness is None:
        return None
    course = Hold("SLA", found.witness.raised, found.witness.done)
    return _part(course, metric, promise.calendar)


def _part(hold: Hold, metric: str, calendar: Calendar) -> Part:
    ends = hold.start + 366 * instant.DAY if hold.end is None else hold.end
    spans = calendar.intervals(hold.start, ends)
    return Part(
        hold.stage,
        metric,
        instant.at(hold.start),
        None if hold.end is None else instant.at(hold.end),
        tuple(_spans(islice(spans, MOST_SPANS))),
        max(0, len(spans) - MOST_SPANS),
    )


def _spans(given: Iterable[tuple[int, int]]) -> Iterable[Span]:
    return (Span(instant.at(start), instant.at(end)) for start, end in given)
