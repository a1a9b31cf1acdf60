"""Whether something done at an instant moved a clock's due time later. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from contracts import instant
from contracts.clocks import clock
from contracts.clocks.clock_events import Event
from contracts.clocks.clock_history import History
from contracts.clocks.clock_state import MERGED, RELEASED, STOPPED, Clock
from contracts.compliance.counted import figures

DATED_BACK: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Done:
    """When something happened, and when it was recorded."""

    happened_at: datetime
    recorded_at: datetime

    @property
    def is_dated_back(self) -> bool:
        return self.recorded_at - self.happened_at > DATED_BACK


@dataclass(frozen=True, slots=True)
class Move:
    what: str
    used: str
    due_before: datetime | None
    due_after: datetime | None


def of(history: History, done: Done) -> Move | None:
    """None where the clock was not open then, or its due time did not move later. What was dated
    back counts whatever it did to the clock."""
    at = instant.of(done.happened_at)
    events = sorted(history.events, key=lambda event: event.order)
    earlier = [event for event in events if event.at < at]
    then = [event for event in events if event.at == at]
    before = clock.fold(history.calendar, history.target, earlier)
    if before.started_at is None or before.ended is not None or not then:
        return None
    after = _stepped(before, then)
    what = _what(before, after)
    if what is None or (what == "ended" and not (done.is_dated_back or _unanswered(then))):
        return None
    return Move(
        what="dated_back" if done.is_dated_back else what,
        used=_used(before, at),
        due_before=_due(before),
        due_after=_due(_resumed(after, [event for event in events if event.at > at])),
    )


def _what(before: Clock, after: Clock) -> str | None:
    ends = {STOPPED: "ended", MERGED: "merged", RELEASED: "released"}
    if after.ended is not None:
        return ends[after.ended]
    if before.since is not None and after.since is None:
        return "paused"
    if before.since is None or after.since is None:
        return "retargeted" if after.target.duration > before.target.duration else None
    was, now = before.due, after.due
    return "retargeted" if was is not None and (now is None or now.inf > was.inf) else None


def _unanswered(events: Sequence[Event]) -> bool:
    """It ended though nobody answered."""
    return any(event.why == "no_reply_needed" for event in events)


def _stepped(start: Clock, events: Sequence[Event]) -> Clock:
    for event in events:
        start = clock.step(start, event)
    return start


def _resumed(paused: Clock, later: Sequence[Event]) -> Clock:
    """As it was when it next ran on."""
    for event in later:
        if paused.since is not None or paused.ended is not None:
            break
        paused = clock.step(paused, event)
    return paused


def _due(of_clock: Clock) -> datetime | None:
    return None if of_clock.due is None else instant.at(of_clock.due.inf)


def _used(before: Clock, at: int) -> str:
    allowed = before.target.duration
    share = Fraction(100 * clock.elapsed(before, at), allowed) if allowed else Fraction(100)
    return figures.shown(share) or "0.00"
