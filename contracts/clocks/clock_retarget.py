"""A clock is held to another target, or counted on another calendar."""

from msgspec.structs import replace

from contracts.clocks.clock_count import bank, used, worked
from contracts.clocks.clock_events import Retargeted
from contracts.clocks.clock_state import MERGED, RELEASED, STOPPED, Clock, Miss


def retargeted(clock: Clock, event: Retargeted) -> Clock:
    """Merged and released clocks stay as they are.

    A stopped clock has been decided: only `keep`, which counts from creation, judges it anew; the
    other modes hold for what comes if it is reopened.
    """
    if clock.ended in (MERGED, RELEASED):
        return clock
    calendar = event.calendar or clock.calendar
    if event.mode == "keep":
        changed = replace(clock, calendar=calendar, target=event.target, warns_from=event.at)
        kept = replace(changed, banked=worked(changed))
        return judged(kept, event.at, withdraws=event.withdraws)
    if clock.ended == STOPPED:
        return replace(clock, calendar=calendar, target=event.target)
    if event.mode == "restart":
        at_zero = replace(zeroed(clock), since=None if clock.since is None else event.at)
        return replace(at_zero, calendar=calendar, target=event.target, warns_from=event.at)
    banked = replace(bank(clock, event.at), since=None if clock.since is None else event.at)
    return judged(
        replace(banked, calendar=calendar, target=event.target, warns_from=event.at), event.at
    )


def zeroed(clock: Clock) -> Clock:
    """The next lap: nothing used. Misses of earlier laps stand."""
    return replace(clock, runs=(), banked=0, lap=clock.lap + 1)


def judged(clock: Clock, at: int, *, withdraws: bool = False) -> Clock:
    """Missed at the moment of change if too much was used already, unless it was missed before.

    A miss that was withdrawn comes back under its own date if the target is again as short as
    the one it missed: going to a longer target and back loses nothing.
    """
    if used(clock, at) <= clock.target.duration:
        return _withdrawn(clock, at) if withdraws else clock
    if any(miss.stands and miss.lap == clock.lap for miss in clock.misses):
        return clock
    missed = clock.target.duration, clock.target.calendar_version
    back = next((miss for miss in clock.misses if _missed_then_too(miss, clock)), None)
    if back is None:
        miss = Miss(at, clock.lap, *missed, caused_by_change=True)
        return replace(clock, misses=(*clock.misses, miss))
    again = replace(back, withdrawn_at=None)
    return replace(clock, misses=tuple(again if m is back else m for m in clock.misses))


def _missed_then_too(miss: Miss, clock: Clock) -> bool:
    same_count = (miss.lap, miss.calendar_version) == (clock.lap, clock.target.calendar_version)
    return same_count and miss.duration >= clock.target.duration


def _withdrawn(clock: Clock, at: int) -> Clock:
    return replace(
        clock,
        misses=tuple(
            replace(miss, withdrawn_at=at) if miss.stands and miss.lap == clock.lap else miss
            for miss in clock.misses
        ),
    )
