"""Counting: the working time in the stretches in which a clock ran."""

from msgspec.structs import replace

from contracts.clocks.clock_alarms import advance
from contracts.clocks.clock_state import Clock


def used(clock: Clock, at: int) -> int:
    """The working time used, for an instant not before the last event."""
    if clock.since is None:
        return clock.banked
    return clock.banked + clock.calendar.between(clock.since, at)


def bank(clock: Clock, at: int) -> Clock:
    """At rest from now on, with what was used kept."""
    if clock.since is None:
        return clock
    runs = (*clock.runs, (clock.since, at)) if clock.since < at else clock.runs
    return replace(clock, banked=used(clock, at), runs=runs, since=None)


def worked(clock: Clock) -> int:
    """The working time in the runs now over, all of it on the clock's present calendar."""
    return sum(clock.calendar.between(start, end) for start, end in clock.runs)


def recount(clock: Clock, earlier: tuple[int, int]) -> Clock:
    """This lap counted again with one more run before its others, its misses and warnings too."""
    again = replace(
        clock,
        runs=(),
        banked=0,
        since=None,
        misses=tuple(miss for miss in clock.misses if miss.lap != clock.lap),
        warnings=tuple(warned for warned in clock.warnings if warned.lap != clock.lap),
    )
    for began, ended in (earlier, *clock.runs):
        again = bank(advance(replace(again, since=began), ended), ended)
    return replace(again, since=clock.since)
