"""A clock as it is shown: how it stands, and everything needed to add it up by hand. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts import instant
from contracts.clocks import clock, clock_rows, explain
from contracts.clocks.clock_history import History
from contracts.clocks.clock_state import RELEASED, Clock
from contracts.clocks.explain import Counted, Explanation, Sum
from contracts.clocks.explain_spans import Span


@dataclass(frozen=True, slots=True)
class SpanView:
    """`kind`: running, paused, stopped or set_aside; `why` and `by` whom it did not run."""

    kind: str
    start: datetime
    end: datetime
    worked_us: int
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of working time and the sum with it."""

    start: datetime
    end: datetime
    total_us: int


@dataclass(frozen=True, slots=True)
class DueSum:
    """The last start, what was used and left then, and how that is counted off up to the due."""

    since: datetime
    used_before_us: int
    left_then_us: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class ClockView:
    """`state` as the clock's own; `outcome`: open, met, breached, withdrawn, merged or released.

    All durations are microseconds of working time on `calendar`. `due_at` is what people are
    shown, `breach_at` the instant after which it is missed; both None unless it runs.
    `warned`: a warning level was reached. `if_resumed_now` is the due that a paused clock would
    have if it ran on at once.
    """

    id: UUID
    kind: str
    metric: str
    holder: str
    number: int
    ticket_type: str
    priority: str
    state: str
    outcome: str
    agreement: str
    calendar: str
    time_zone: str
    allowed_us: int
    used_us: int
    left_us: int
    started_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    breach_at: datetime | None
    next_warning_at: datetime | None
    warned: bool
    if_resumed_now: datetime | None
    breached_at: datetime | None
    caused_by_change: bool
    withdrawn_at: datetime | None
    pausing_states: tuple[str, ...]
    paused_by: tuple[str, ...]
    spans: tuple[SpanView, ...]
    counted: tuple[Stretch, ...]
    due: DueSum | None


def of(
    row: Mapping[str, Any], history: History, names: Mapping[UUID, str], moment: datetime
) -> ClockView:
    """As of `moment`, from the clock's row and the events it is the fold of."""
    at = instant.of(moment)
    now = clock.advance(clock.fold(history.calendar, history.target, history.events), at)
    said = explain.explain(history.calendar, history.target, history.events, at)
    due = now.due
    return ClockView(
        **{name: row[name] for name in ("id", "kind", "metric", "holder", "number")},
        ticket_type=row["ticket_type"],
        priority=row["priority"],
        state=said.state,
        outcome=_outcome(now),
        agreement=names.get(row["version_id"], ""),
        calendar=names.get(row["calendar_version_id"], ""),
        time_zone=said.time_zone,
        allowed_us=said.target.duration,
        used_us=said.elapsed,
        left_us=said.left,
        started_at=instant.at(now.started_at or 0),
        ended_at=_time(now.ended_at),
        due_at=None if due is None else instant.at(due.inf),
        breach_at=None if due is None else _time(due.sup),
        next_warning_at=_next_warning(now),
        warned=_warned(now),
        if_resumed_now=_if_resumed(now, said, at),
        breached_at=_time(said.breached_at),
        caused_by_change=said.caused_by_change,
        withdrawn_at=row["withdrawn_at"],
        pausing_states=said.target.pauses,
        paused_by=now.paused,
        spans=tuple(map(_span, said.spans)),
        counted=tuple(map(_stretch, said.counted)),
        due=None if said.due is None else _sum(said.due),
    )


def _outcome(now: Clock) -> str:
    decided = clock_rows.outcome(now)
    if decided is not None:
        return decided[0]
    return "released" if now.ended == RELEASED else "open"


def _next_warning(now: Clock) -> datetime | None:
    alarm = clock.next_alarm(now)
    return None if alarm is None or alarm.percent is None else instant.at(alarm.at)


def _warned(now: Clock) -> bool:
    """Whether a warning level of the present count was reached."""
    present = (now.epoch, now.lap)
    return any(each.percent < 100 and (each.epoch, each.lap) == present for each in now.warnings)


def _if_resumed(now: Clock, said: Explanation, at: int) -> datetime | None:
    """Nothing is armed while it is paused."""
    return _time(now.calendar.add_inf(at, said.left)) if now.state == "paused" else None


def _span(span: Span) -> SpanView:
    start, end = instant.at(span.start), instant.at(span.end)
    return SpanView(span.kind, start, end, span.worked, span.why, span.by)


def _stretch(counted: Counted) -> Stretch:
    return Stretch(instant.at(counted.start), instant.at(counted.end), counted.total)


def _sum(sums: Sum) -> DueSum:
    return DueSum(
        instant.at(sums.since),
        sums.used_before,
        sums.left_then,
        tuple(map(_stretch, sums.stretches)),
    )


def _time(at: int | None) -> datetime | None:
    return None if at is None else instant.at(at)
