"""The clock: one target running against one matter, as the fold of its events.

`fold` takes the events in any order and `step` takes the next one; both come to the same clock.
What a clock is depends on its calendar, its target and its events alone. Instants and durations
are integer microseconds. A target is reached when the time used is as long as it, and missed when
it is longer: judge by the time used, never by comparing instants.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_alarms, clock_rules
from contracts.clocks.clock_alarms import Alarm
from contracts.clocks.clock_events import Event
from contracts.clocks.clock_state import Clock, Due, Miss, Warned
from contracts.clocks.clock_target import Target

__all__ = [
    "Alarm",
    "Calendar",
    "Clock",
    "Due",
    "Event",
    "Miss",
    "OutOfOrder",
    "Target",
    "Verdict",
    "Warned",
    "advance",
    "elapsed",
    "fold",
    "fresh",
    "judge",
    "next_alarm",
    "next_instant",
    "step",
]


class OutOfOrder(ValueError):
    """An event lies before one already folded in; fold all of them anew."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A clock as it stands at one instant. `left` is negative once the target is exceeded."""

    state: str
    elapsed: int
    left: int
    breached: bool
    breached_at: int | None
    caused_by_change: bool


def fold(calendar: Calendar, target: Target, events: Iterable[Event]) -> Clock:
    """The clock that these events come to, in whatever order they are given."""
    clock = fresh(calendar, target)
    for event in sorted(events, key=lambda event: event.order):
        clock = step(clock, event)
    return clock


def fresh(calendar: Calendar, target: Target) -> Clock:
    """A clock to which nothing has happened."""
    return Clock(calendar, target)


def step(clock: Clock, event: Event) -> Clock:
    """The clock after one more event, which records first whatever fell due before it.

    Raises OutOfOrder when the event lies before the last one.
    """
    if clock.last is not None and event.order < clock.last:
        raise OutOfOrder(f"{event.kind} at {event.order} comes after {clock.last}; fold anew")
    return clock_rules.apply(clock_alarms.advance(clock, event.at), event)


def advance(clock: Clock, at: int) -> Clock:
    """The clock with the warnings and the breach that fell due before `at` recorded.

    Nothing else changes, and doing it twice, or not at all before the next event, is the same.
    """
    return clock_alarms.advance(clock, at)


def elapsed(clock: Clock, at: int) -> int:
    """The working time used, for an instant not before the last event."""
    return clock_rules.used(clock, at)


def judge(clock: Clock, at: int) -> Verdict:
    """How it stands at an instant not before the last event."""
    seen = advance(clock, at)
    used = elapsed(seen, at)
    return Verdict(
        state=seen.state,
        elapsed=used,
        left=seen.target.duration - used,
        breached=seen.breached,
        breached_at=seen.breached_at,
        caused_by_change=seen.caused_by_change,
    )


def next_alarm(clock: Clock, after: int | None = None) -> Alarm | None:
    """The earliest warning or breach not yet recorded, and later than `after` if that is given.

    None unless the clock runs, and when nothing is left to come. Whoever acts on alarms keeps the
    clock that `advance` returns and asks without `after`.
    """
    coming = (a for a in clock_alarms.ahead(clock) if after is None or a.at > after)
    return next(coming, None)


def next_instant(clock: Clock, after: int | None = None) -> int | None:
    """When to look at the clock again: the instant of `next_alarm`."""
    alarm = next_alarm(clock, after)
    return alarm and alarm.at
