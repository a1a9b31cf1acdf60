"""A clock's time from its start on, cut into spans: it ran, was paused, had stopped."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from contracts.calendars.calendar import Calendar
from contracts.clocks import clock
from contracts.clocks import clock_events as events
from contracts.clocks.clock_state import Clock
from contracts.clocks.clock_target import Target

RUNNING: Final = "running"
PAUSED: Final = "paused"
STOPPED: Final = "stopped"
SET_ASIDE: Final = "set_aside"
"""It ran, but counting began at zero afterwards."""


@dataclass(frozen=True, slots=True)
class Span:
    """`why` it was paused or had stopped, `by` whose doing. `calendar` is the one it counts on."""

    kind: str
    start: int
    end: int
    calendar: Calendar
    why: str = ""
    by: str = ""

    @property
    def worked(self) -> int:
        return self.calendar.between(self.start, self.end)


def spans(
    calendar: Calendar, target: Target, happened: Iterable[events.Event], at: int
) -> tuple[Span, ...]:
    """Without gap from the start to `at`; the events in order. The running ones add up to the
    time used."""
    trace = _Trace(clock.fresh(calendar, target))
    for event in happened:
        trace.take(event)
    trace.until(at)
    return tuple(_joined(trace.spans))


class _Trace:
    def __init__(self, fresh: Clock) -> None:
        self.clock = fresh
        self.spans: list[Span] = []
        self.reached: int | None = None
        self.causes: dict[str, str] = {}
        self.ended_by = ("", "")

    def take(self, event: events.Event) -> None:
        self.until(event.at)
        before, self.clock = self.clock, clock.step(self.clock, event)
        if isinstance(event, events.Paused):
            self.causes.setdefault(event.reason, event.by)
        if self.clock.ended is not None and before.ended is None:
            self.ended_by = event.why, event.by
        if self.clock.since is not None:
            self.causes = {}
        self._rewrite(event, before)
        if self.reached is None and self.clock.started_at is not None:
            self.reached = self.clock.started_at

    def until(self, at: int) -> None:
        """What the clock does since the last event, it does up to here."""
        if self.reached is None or at <= self.reached:
            return
        kind, why, by = self._doing()
        self.spans.append(Span(kind, self.reached, at, self.clock.calendar, why, by))
        self.reached = at

    def _doing(self) -> tuple[str, str, str]:
        if self.clock.ended is not None:
            return STOPPED, *self.ended_by
        if self.clock.since is not None:
            return RUNNING, "", ""
        why = ", ".join(self.clock.paused)
        return PAUSED, why, self.causes.get(self.clock.paused[0], "")

    def _rewrite(self, event: events.Event, before: Clock) -> None:
        """Some events change what the time before them counts for."""
        if self.clock.lap > before.lap:
            self._each(RUNNING, lambda span: replace(span, kind=SET_ASIDE))
        elif isinstance(event, events.Retargeted) and event.mode == "keep":
            self.spans = [replace(span, calendar=self.clock.calendar) for span in self.spans]
        elif isinstance(event, events.Reopened) and event.mode == "counted":
            stopped_at = before.ended_at or event.at
            self._each(STOPPED, lambda span: _counts_again(span, stopped_at))
        elif isinstance(event, events.Antedated) and before.started_at is not None:
            self._start_earlier(before.started_at)

    def _each(self, kind: str, changed: Callable[[Span], Span]) -> None:
        self.spans = [changed(span) if span.kind == kind else span for span in self.spans]

    def _start_earlier(self, started: int) -> None:
        start = self.clock.started_at
        if start is not None and start < started:
            kind = RUNNING if self.clock.lap == 1 else SET_ASIDE
            self.spans.insert(0, Span(kind, start, started, self.clock.calendar))


def _counts_again(span: Span, stopped_at: int) -> Span:
    return replace(span, kind=RUNNING, why="", by="") if span.start >= stopped_at else span


def _joined(cut: list[Span]) -> list[Span]:
    """Neighbours that tell the same are one."""
    joined: list[Span] = []
    for span in cut:
        if joined and replace(joined[-1], start=0, end=0) == replace(span, start=0, end=0):
            joined[-1] = replace(joined[-1], end=span.end)
        else:
            joined.append(span)
    return joined
