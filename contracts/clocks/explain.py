"""How a clock came to stand where it does: what was counted, what was not and why, and the sums.

Everything a client needs to add it up again by hand. Instants and durations in microseconds, in
JSON as ISO 8601 and seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracts.calc import writing
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock, explain_spans
from contracts.clocks.clock_events import Event
from contracts.clocks.clock_state import Clock
from contracts.clocks.clock_target import Target
from contracts.clocks.explain_spans import RUNNING, Span


@dataclass(frozen=True, slots=True)
class Counted:
    """One stretch of working time, and the sum with it."""

    start: int
    end: int
    total: int


@dataclass(frozen=True, slots=True)
class Sum:
    """due = the last start + what was left then, counted along `stretches`."""

    since: int
    used_before: int
    left_then: int
    stretches: tuple[Counted, ...]
    due_inf: int | None
    due_sup: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`spans` cover the time from the start to the instant asked about, without a gap.

    `counted` are the working intervals in those that ran. `due` is None unless it runs.
    """

    target: Target
    time_zone: str
    state: str
    elapsed: int
    left: int
    breached_at: int | None
    caused_by_change: bool
    spans: tuple[Span, ...]
    counted: tuple[Counted, ...]
    due: Sum | None

    def to_json(self) -> dict[str, Any]:
        return {
            "metric": self.target.metric,
            "version": self.target.version,
            "calendar": self.target.calendar_version,
            "time_zone": self.time_zone,
            "allowed": writing.seconds(self.target.duration),
            "paused_by": list(self.target.pauses),
            "state": self.state,
            "elapsed": writing.seconds(self.elapsed),
            "left": writing.seconds(self.left),
            "breached_at": writing.moment(self.breached_at),
            "caused_by_change": self.caused_by_change,
            "spans": [_span(span) for span in self.spans],
            "counted": [_counted(each) for each in self.counted],
            "due": self.due and _sum(self.due),
        }


def explain(calendar: Calendar, target: Target, events: Iterable[Event], at: int) -> Explanation:
    """The clock that began on this calendar under this target, as of `at`; later events are not
    known yet."""
    happened = sorted((e for e in events if e.at <= at), key=lambda e: e.order)
    folded = clock.fold(calendar, target, happened)
    verdict = clock.judge(folded, at)
    spans = explain_spans.spans(calendar, target, happened, at)
    return Explanation(
        target=folded.target,
        time_zone=folded.calendar.definition.time_zone,
        state=verdict.state,
        elapsed=verdict.elapsed,
        left=verdict.left,
        breached_at=verdict.breached_at,
        caused_by_change=verdict.caused_by_change,
        spans=spans,
        counted=_all_counted(spans),
        due=_due(folded),
    )


def _all_counted(spans: tuple[Span, ...]) -> tuple[Counted, ...]:
    counted: list[Counted] = []
    total = 0
    for span in spans:
        if span.kind == RUNNING:
            stretches = _stretches(span.calendar, span.start, span.end, total)
            counted.extend(stretches)
            total += span.worked
    return tuple(counted)


def _stretches(calendar: Calendar, start: int, end: int, before: int) -> list[Counted]:
    stretches: list[Counted] = []
    for opens, closes in calendar.intervals(start, end):
        before += closes - opens
        stretches.append(Counted(opens, closes, before))
    return stretches


def _due(folded: Clock) -> Sum | None:
    if folded.since is None:
        return None
    due = folded.due
    stretches = (
        _stretches(folded.calendar, folded.since, due.inf, folded.banked) if due is not None else []
    )
    return Sum(
        since=folded.since,
        used_before=folded.banked,
        left_then=folded.target.duration - folded.banked,
        stretches=tuple(stretches),
        due_inf=due and due.inf,
        due_sup=due and due.sup,
    )


def _span(span: Span) -> dict[str, Any]:
    return {
        "kind": span.kind,
        "start": writing.moment(span.start),
        "end": writing.moment(span.end),
        "worked": writing.seconds(span.worked),
        "why": span.why,
        "by": span.by,
    }


def _counted(counted: Counted) -> dict[str, Any]:
    return {
        "start": writing.moment(counted.start),
        "end": writing.moment(counted.end),
        "total": writing.seconds(counted.total),
    }


def _sum(due: Sum) -> dict[str, Any]:
    return {
        "since": writing.moment(due.since),
        "used_before": writing.seconds(due.used_before),
        "left_then": writing.seconds(due.left_then),
        "stretches": [_counted(each) for each in due.stretches],
        "inf": writing.moment(due.due_inf),
        "sup": writing.moment(due.due_sup),
    }
