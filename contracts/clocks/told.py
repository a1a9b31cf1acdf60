"""Which warnings and breaches of a clock have been acted on, and which not yet.

A clock records its alarms by itself, whenever it is looked at. Acting on one (an event, the steps
of the policy) happens once, when its timer fires; what a late fact or a late worker leaves to be
acted on is found here by comparing.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from contracts.clocks import clock as clocks
from contracts.clocks.clock_state import MERGED, Clock, Miss, Warned


class Told(Struct, frozen=True, array_like=True):
    """One alarm, named so that it is acted on once: `percent` None is the breach.

    A breach has epoch 0, because one that stands is not repeated when its ticket is reopened.
    """

    at: int
    percent: int | None
    epoch: int
    lap: int
    duration: int
    calendar_version: str


def untold(clock: Clock, told: Sequence[Told]) -> tuple[Told, ...]:
    """What is to be acted on, in the order it happened; nothing for a clock merged away."""
    if clock.ended == MERGED:
        return ()
    already = {_named(each) for each in told}
    alarms = [*map(_of_warning, clock.warnings), *_standing(clock)]
    return tuple(sorted((each for each in alarms if _named(each) not in already), key=_in_order))


def unsupported(clock: Clock, told: Sequence[Told]) -> tuple[Told, ...]:
    """Breaches acted on that the clock no longer shows: they are to be withdrawn, visibly."""
    if clock.ended == MERGED:
        return ()
    standing = set(_standing(clock))
    return tuple(each for each in told if each.percent is None and each not in standing)


def look_again(clock: Clock, told: Sequence[Told]) -> int | None:
    """When its timer is to fire: for what is to be acted on already, else for its next alarm."""
    late = [each.at for each in untold(clock, told)]
    if clock.last is not None and unsupported(clock, told):
        late.append(clock.last[0])
    coming = clocks.next_instant(clock)
    return min([*late, *([] if coming is None else [coming])], default=None)


def _standing(clock: Clock) -> list[Told]:
    return [_of_miss(miss) for miss in clock.misses if miss.stands]


def _of_warning(warned: Warned) -> Told:
    return Told(
        warned.at,
        warned.percent,
        warned.epoch,
        warned.lap,
        warned.duration,
        warned.calendar_version,
    )


def _of_miss(miss: Miss) -> Told:
    return Told(miss.at, None, 0, miss.lap, miss.duration, miss.calendar_version)


def _named(told: Told) -> tuple[object, ...]:
    """A warning is the same whatever a late fact did to its instant; a breach is not."""
    at = told.at if told.percent is None else None
    return at, told.percent, told.epoch, told.lap, told.duration, told.calendar_version


def _in_order(told: Told) -> tuple[int, bool, int]:
    return told.at, told.percent is None, told.percent or 0
