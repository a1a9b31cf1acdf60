"""What a version would do to clocks that run: which change, and how. Pure.

As of the instant of the switch, if nothing else happens until then: time used is kept and goes on
counting on the new calendar (CLOCKS, *forward*).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from uuid import UUID

from contracts.calendars.calendar import Calendar
from contracts.clocks.clock_target import Target
from contracts.clocks.clock_terms import Promise

Effect = Literal["breached_at_once", "at_risk", "earlier", "later", "released", "same"]


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that has not ended. Microseconds; `since` None: it is paused. `breached`: it was
    missed already."""

    tenant_id: int
    ticket_id: UUID
    metric: str
    holder: str
    target: Target
    calendar: Calendar
    used: int
    since: int | None
    breached: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How one clock would stand. Due times in microseconds, as if a paused clock were resumed at
    the switch; None where there is no due time.

    `breached_at_once`: more is used already than the version allows. `at_risk`: so much that a
    warning's percentage is passed, which does not warn afterwards. `released`: the version promises
    nothing for it.
    """

    clock: Running
    effect: Effect
    due_before: int | None
    due_after: int | None


def foresee(pairs: Iterable[tuple[Running, Promise | None]], at: int) -> list[Foreseen]:
    """Each clock with what it would be held to, in the order given; None: nothing any more."""
    listed = list(pairs)
    used = _used([clock for clock, _ in listed], at)
    before = _dues([(clock.calendar, clock.target) for clock, _ in listed], used, at)
    after = _dues([_held_to(promise) for _, promise in listed], used, at)
    return [
        Foreseen(clock, _effect(clock, promise, spent, (due, then)), due, then)
        for (clock, promise), spent, due, then in zip(listed, used, before, after, strict=True)
    ]


_HeldTo = tuple[Calendar, Target] | None


def _held_to(promise: Promise | None) -> _HeldTo:
    return None if promise is None else (promise.calendar, promise.target)


def _used(clocks: Sequence[Running], at: int) -> list[int]:
    """Working time used by then."""
    found = [clock.used for clock in clocks]
    going = [place for place, clock in enumerate(clocks) if clock.since is not None]
    for calendar, places in _by_calendar(going, [clock.calendar for clock in clocks]):
        starts = [clocks[place].since or 0 for place in places]
        for place, worked in zip(
            places, calendar.between_many(starts, [at] * len(places)), strict=True
        ):
            found[place] += worked
    return found


def _dues(held: Sequence[_HeldTo], used: Sequence[int], at: int) -> list[int | None]:
    found: list[int | None] = [None] * len(held)
    counted = [place for place, each in enumerate(held) if each is not None]
    calendars = [None if each is None else each[0] for each in held]
    for calendar, places in _by_calendar(counted, calendars):
        left = [
            each[1].duration - used[place] for place in places if (each := held[place]) is not None
        ]
        dues = calendar.add_inf_many([at] * len(places), left)
        for place, due in zip(places, dues, strict=True):
            found[place] = due
    return found


def _by_calendar(
    places: Iterable[int], calendars: Sequence[Calendar | None]
) -> Iterator[tuple[Calendar, list[int]]]:
    def name(place: int) -> int:
        return id(calendars[place])

    for _, found in groupby(sorted(places, key=name), key=name):
        together = list(found)
        calendar = calendars[together[0]]
        if calendar is not None:
            yield calendar, together


def _effect(
    clock: Running, promise: Promise | None, used: int, dues: tuple[int | None, int | None]
) -> Effect:
    if promise is None:
        return "released"
    target = promise.target
    if used > target.duration and not clock.breached and used <= clock.target.duration:
        return "breached_at_once"
    if used <= target.duration and _passed(target, used) and not _passed(clock.target, used):
        return "at_risk"
    before, after = (_FAR if due is None else due for due in dues)
    if before == after:
        return "same"
    return "earlier" if after < before else "later"


_FAR = 2**62


def _passed(target: Target, used: int) -> bool:
    return any(used >= target.threshold(percent) for percent in target.warn_percents)


def counted(foreseen: Iterable[Foreseen]) -> Mapping[str, int]:
    """How many of each effect that there is."""
    counts: dict[str, int] = {}
    for each in foreseen:
        counts[each.effect] = counts.get(each.effect, 0) + 1
    return counts
