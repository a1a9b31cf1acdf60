"""What each event does to a clock, one short rule per kind."""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from contracts.clocks import clock_events as events
from contracts.clocks import clock_retarget
from contracts.clocks.clock_alarms import advance
from contracts.clocks.clock_count import bank, recount, used
from contracts.clocks.clock_state import MERGED, RELEASED, STOPPED, Clock, Ended

__all__ = ["apply", "used"]


def apply(clock: Clock, event: events.Event) -> Clock:
    """The clock after the event; what fell due before it must have been recorded."""
    return replace(_RULES[type(event)](clock, event), last=event.order)


def _started(clock: Clock, event: events.Started) -> Clock:
    if clock.started_at is not None:
        return clock
    return _runs(replace(clock, started_at=event.at), event.at)


def _antedated(clock: Clock, event: events.Antedated) -> Clock:
    """As if it had run from the earlier start: a miss found so is dated where it happened.

    What counts from a later moment than its start is not touched by when that was.
    """
    started = clock.started_at
    if started is None or event.start >= started:
        return clock
    longer = replace(clock, started_at=event.start)
    if clock.lap > 1:
        return longer
    return advance(recount(longer, (event.start, started)), event.at)


def _paused(clock: Clock, event: events.Paused) -> Clock:
    if clock.ended is not None:
        return clock
    reasons = tuple(sorted({*clock.paused, event.reason}))
    return replace(bank(clock, event.at), paused=reasons)


def _resumed(clock: Clock, event: events.Resumed) -> Clock:
    if event.reason not in clock.paused:
        return clock
    left = tuple(reason for reason in clock.paused if reason != event.reason)
    return _runs(replace(clock, paused=left), event.at)


def _stopped(clock: Clock, event: events.Stopped) -> Clock:
    return _ends(clock, event.at, STOPPED)


def _released(clock: Clock, event: events.Released) -> Clock:
    return _ends(clock, event.at, RELEASED)


def _merged(clock: Clock, event: events.Merged) -> Clock:
    return replace(bank(clock, event.at), ended=MERGED, ended_at=event.at, paused=())


def _reopened(clock: Clock, event: events.Reopened) -> Clock:
    if clock.ended != STOPPED or clock.ended_at is None:
        return clock
    going = replace(clock, ended=None, ended_at=None)
    if event.mode == "counted":
        return replace(going, since=clock.ended_at)
    if event.mode == "restart":
        going = clock_retarget.zeroed(going)
    new_epoch = replace(going, since=event.at, epoch=clock.epoch + 1, warns_from=event.at)
    return clock_retarget.judged(new_epoch, event.at)


def _runs(clock: Clock, at: int) -> Clock:
    """Running from now on, if nothing stands against it."""
    held = clock.paused or clock.ended is not None
    if held or clock.started_at is None or clock.since is not None:
        return clock
    return replace(clock, since=at)


def _ends(clock: Clock, at: int, ended: Ended) -> Clock:
    if clock.started_at is None or clock.ended is not None:
        return clock
    return replace(bank(clock, at), ended=ended, ended_at=at, paused=())


_RULES: Final[dict[type[events.Event], Callable[[Clock, Any], Clock]]] = {
    events.Started: _started,
    events.Antedated: _antedated,
    events.Paused: _paused,
    events.Resumed: _resumed,
    events.Stopped: _stopped,
    events.Reopened: _reopened,
    events.Retargeted: clock_retarget.retargeted,
    events.Merged: _merged,
    events.Released: _released,
}
