"""The instants at which a running clock warns and at which it is breached.

A warning is due when so much has been used (`add_inf`), a breach when no more may be (`add_sup`).
Both are recorded at their own instant, however late anyone looks; an event of that very instant
comes before them, so a completion exactly at the breach is met.
"""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from contracts.clocks.clock_state import Clock, Miss, Warned


class Alarm(NamedTuple):
    """`percent` is None for the breach."""

    at: int
    percent: int | None


def ahead(clock: Clock) -> list[Alarm]:
    """What is still to come if nothing happens, in order; empty unless the clock runs."""
    return sorted(_alarms(clock, None), key=_in_order)


def advance(clock: Clock, at: int) -> Clock:
    """The clock with everything recorded that fell due before `at`."""
    if clock.since is None or at <= clock.since:
        return clock
    used = clock.banked + clock.calendar.between(clock.since, at)
    fallen = [alarm for alarm in _alarms(clock, used) if alarm.at < at]
    for alarm in sorted(fallen, key=_in_order):
        clock = _recorded(clock, alarm)
    return clock


def _alarms(clock: Clock, used: int | None) -> Iterator[Alarm]:
    """Alarms not yet recorded, of those that lie within the time used, where that is given."""
    target = clock.target
    for percent in target.warn_percents:
        threshold = target.threshold(percent)
        if used is None or threshold <= used:
            at = _warning(clock, percent, threshold)
            if at is not None:
                yield Alarm(at, percent)
    if used is None or target.duration < used:
        at = _breach(clock)
        if at is not None:
            yield Alarm(at, None)


def _warning(clock: Clock, percent: int, threshold: int) -> int | None:
    left = threshold - clock.banked
    if clock.since is None or left < 0 or _has_warned(clock, percent):
        return None
    at = clock.calendar.add_inf(clock.since, left)
    passed_over = at is None or (clock.warns_from is not None and at < clock.warns_from)
    return None if passed_over else at


def _has_warned(clock: Clock, percent: int) -> bool:
    return any(
        (warned.percent, warned.epoch, warned.lap) == (percent, clock.epoch, clock.lap)
        and clock.target.allows_as(warned.duration, warned.calendar_version)
        for warned in clock.warnings
    )


def _breach(clock: Clock) -> int | None:
    if clock.since is None or any(miss.stands and miss.lap == clock.lap for miss in clock.misses):
        return None
    return clock.calendar.add_sup(clock.since, max(clock.target.duration - clock.banked, 0))


def _recorded(clock: Clock, alarm: Alarm) -> Clock:
    target = clock.target
    held_to = target.duration, target.calendar_version
    if alarm.percent is None:
        return replace(clock, misses=(*clock.misses, Miss(alarm.at, clock.lap, *held_to)))
    warned = Warned(alarm.at, alarm.percent, clock.epoch, clock.lap, *held_to)
    return replace(clock, warnings=(*clock.warnings, warned))


def _in_order(alarm: Alarm) -> tuple[int, bool, int]:
    return alarm.at, alarm.percent is None, alarm.percent or 0
