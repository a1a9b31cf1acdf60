"""A clock stepped one minute at a time, slowly and plainly: the oracle for the fold.

Everything lies on whole minutes. It shares no code with the clock but its events and `is_open`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_events as ev
from contracts.clocks.clock_target import Target
from contracts.instant import MINUTE


@dataclass
class Walked:
    calendar: Calendar
    target: Target
    begun: bool = False
    reasons: set[str] = field(default_factory=set)
    over: str = ""
    over_at: int = 0
    ran: list[int] = field(default_factory=list)
    used: int = 0
    lap: int = 1
    epoch: int = 1
    missed: dict[int, int] = field(default_factory=dict)
    warned: set[tuple[int, int, int, int]] = field(default_factory=set)

    @property
    def state(self) -> str:
        if self.over:
            return self.over
        if not self.begun:
            return "not_started"
        return "paused" if self.reasons else "running"


def walk(calendar: Calendar, target: Target, events: Sequence[ev.Event], until: int) -> Walked:
    """The clock just before the minute `until`."""
    clock = Walked(calendar, target)
    by_minute: dict[int, list[ev.Event]] = {}
    for event in sorted(events, key=lambda event: event.order):
        by_minute.setdefault(event.at // MINUTE, []).append(event)
    for minute in range(min(by_minute, default=until), until):
        for event in by_minute.get(minute, []):
            _happens(clock, event, minute)
        _pass(clock, minute)
    return clock


def _happens(clock: Walked, event: ev.Event, minute: int) -> None:
    match event:
        case ev.Started():
            clock.begun = True
        case ev.Paused() if not clock.over:
            clock.reasons.add(event.reason)
        case ev.Resumed() if not clock.over:
            clock.reasons.discard(event.reason)
        case ev.Stopped() if clock.begun and not clock.over:
            clock.over, clock.over_at = "stopped", minute
            clock.reasons = set()
        case ev.Reopened() if clock.over == "stopped":
            clock.over = ""
            clock.epoch += 1
            if event.mode == "restart":
                clock.lap += 1
                clock.used = 0
                clock.ran = []
        case ev.Retargeted():
            _retarget(clock, event, minute)
        case _:
            pass


def _retarget(clock: Walked, event: ev.Retargeted, minute: int) -> None:
    clock.target = event.target
    clock.calendar = event.calendar or clock.calendar
    if event.mode == "keep":
        clock.used = MINUTE * sum(clock.calendar.is_open(m * MINUTE) for m in clock.ran)
    elif clock.over:
        return
    elif event.mode == "restart":
        clock.lap += 1
        clock.used = 0
        clock.ran = []
    if clock.used > clock.target.duration:
        clock.missed.setdefault(clock.lap, minute * MINUTE)
    elif event.mode == "keep" and event.withdraws:
        clock.missed.pop(clock.lap, None)


def _pass(clock: Walked, minute: int) -> None:
    """One minute goes by: what is reached at its beginning, then the minute itself."""
    if clock.state != "running":
        return
    _warn(clock, minute)
    clock.ran.append(minute)
    if clock.calendar.is_open(minute * MINUTE):
        if clock.used >= clock.target.duration:
            clock.missed.setdefault(clock.lap, minute * MINUTE)
        clock.used += MINUTE


def _warn(clock: Walked, minute: int) -> None:
    """A threshold that is reached as this minute begins; one passed before an epoch stays so."""
    for percent in clock.target.warn_percents:
        if clock.used * 100 == clock.target.duration * percent and not any(
            w[:3] == (percent, clock.epoch, clock.lap) for w in clock.warned
        ):
            clock.warned.add((percent, clock.epoch, clock.lap, minute * MINUTE))
