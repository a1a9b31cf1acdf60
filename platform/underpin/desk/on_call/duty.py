"""Who is on duty, over time. Pure.

A rota turns by weeks of local time: from its first day on, at the same hour by the wall clock, the
next of its people is first, and the others follow in turn behind them. An override puts somebody
before all of them; who is away is left out. It calls in its hours only, by the wall clock too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from contracts.calendars import zone

WEEK = timedelta(days=7)
EVER = datetime(1, 1, 2, tzinfo=UTC)
NEVER = datetime(9999, 12, 30, tzinfo=UTC)
MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a weekday (0: Monday), in minutes of its wall clock; 1440 is its end."""

    weekday: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Override:
    """`staff_id` is first from `starts_at` until before `ends_at`."""

    staff_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Away:
    """Whoever is not to be called from `starts_at` until before `ends_at`."""

    staff_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Rota:
    """`people` in the order of their weeks; no `hours`: around the clock. Of overrides that stand
    at once the later in the list counts."""

    time_zone: str
    starts_on: date
    hand_over_at: time
    people: tuple[UUID, ...]
    hours: tuple[Hours, ...] = ()
    overrides: tuple[Override, ...] = ()
    away: tuple[Away, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """The same people in the same order, from `starts_at` until before `ends_at`; nobody where it
    calls nobody."""

    starts_at: datetime
    ends_at: datetime
    people: tuple[UUID, ...]


def at(rota: Rota, moment: datetime) -> tuple[UUID, ...]:
    """Who is called, the first first; empty where nobody is on duty."""
    if not calls(rota, moment):
        return ()
    first = [
        each.staff_id
        for each in reversed(rota.overrides)
        if each.starts_at <= moment < each.ends_at
    ]
    away = {each.staff_id for each in rota.away if each.starts_at <= moment < each.ends_at}
    return tuple(each for each in dict.fromkeys((*first, *turn(rota, moment))) if each not in away)


def turn(rota: Rota, moment: datetime) -> tuple[UUID, ...]:
    """The rota's people in the order of this week; nobody before its first."""
    week = week_of(rota, moment)
    if week < 0:
        return ()
    place = week % len(rota.people)
    return rota.people[place:] + rota.people[:place]


def week_of(rota: Rota, moment: datetime) -> int:
    """Which of its weeks this is, from 0; negative before the first."""
    local = moment.astimezone(zone.named(rota.time_zone))
    week = (local.date() - rota.starts_on).days // 7
    while moment < begins(rota, week):
        week -= 1
    while moment >= begins(rota, week + 1):
        week += 1
    return week


def begins(rota: Rota, week: int) -> datetime:
    """When a week of it begins. An hour that the clocks skip is the one after it, of one that comes
    twice it is the first."""
    return instant(rota.time_zone, rota.starts_on + week * WEEK, rota.hand_over_at)


def instant(time_zone: str, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, zone.named(time_zone)).astimezone(UTC)


def local_day(moment: datetime, time_zone: str) -> date:
    """Its day by the wall clock there."""
    return moment.astimezone(zone.named(time_zone)).date()


def calls(rota: Rota, moment: datetime) -> bool:
    """Whether this is one of its hours."""
    local = moment.astimezone(zone.named(rota.time_zone))
    minute = local.hour * 60 + local.minute
    return not rota.hours or any(
        each.weekday == local.weekday() and each.start <= minute < each.end for each in rota.hours
    )


def over(rota: Rota, starts: datetime, ends: datetime) -> list[Shift]:
    """The shifts of a time, without a gap; neighbours differ."""
    found: list[Shift] = []
    cuts = sorted(
        {starts, ends, *(cut for cut in _cuts(rota, starts, ends) if starts < cut < ends)}
    )
    for first, last in itertools.pairwise(cuts):
        people = at(rota, first)
        if found and found[-1].people == people:
            found[-1] = Shift(found[-1].starts_at, last, people)
        else:
            found.append(Shift(first, last, people))
    return found


def _cuts(rota: Rota, starts: datetime, ends: datetime) -> Iterator[datetime]:
    """Every instant at which the answer may change."""
    for first in rota.overrides:
        yield from (first.starts_at, first.ends_at)
    for away in rota.away:
        yield from (away.starts_at, away.ends_at)
    for week in range(week_of(rota, starts), week_of(rota, ends) + 2):
        yield begins(rota, week)
    if rota.hours:
        yield from _hours(rota, starts, ends)


def _hours(rota: Rota, starts: datetime, ends: datetime) -> Iterator[datetime]:
    """Where its hours begin and end. The wall clock itself may jump, on a half hour of UTC."""
    half = timedelta(minutes=30)
    moment = starts - (starts - datetime(2000, 1, 1, tzinfo=UTC)) % half
    while moment < ends:
        yield moment
        moment += half
    local = zone.named(rota.time_zone)
    day = starts.astimezone(local).date() - timedelta(days=1)
    while day <= ends.astimezone(local).date():
        for each in rota.hours:
            if each.weekday == day.weekday():
                yield from _twice(rota, day, each.start)
                yield from _twice(rota, day, each.end)
        day += timedelta(days=1)


def _twice(rota: Rota, day: date, minute: int) -> Iterator[datetime]:
    """A minute of the wall clock, which on one day of the year comes twice."""
    days, rest = divmod(minute, MINUTES)
    for fold in (0, 1):
        clock = time(rest // 60, rest % 60, fold=fold)
        yield instant(rota.time_zone, day + timedelta(days=days), clock)


def uncovered(
    rotas: Sequence[Rota], starts: datetime, ends: datetime, *, step: timedelta = timedelta(hours=1)
) -> list[datetime]:
    """The hours of a time, by their beginning, in which for a while no rota has anybody on duty."""
    nobody = _alone([_times(rota, starts, ends) for rota in rotas], starts, ends)
    hours = []
    hour = starts
    while hour < ends:
        if any(first < hour + step and last > hour for first, last in nobody):
            hours.append(hour)
        hour += step
    return hours


Times = list[tuple[datetime, datetime]]


def _times(rota: Rota, starts: datetime, ends: datetime) -> Times:
    return [(each.starts_at, each.ends_at) for each in over(rota, starts, ends) if not each.people]


def _alone(nobodys: Sequence[Times], starts: datetime, ends: datetime) -> Times:
    """The times that are in all of them; all of it where there is no rota at all."""
    left: Times = [(starts, ends)]
    for times in nobodys:
        left = [
            (max(first, begin), min(last, end))
            for first, last in left
            for begin, end in times
            if max(first, begin) < min(last, end)
        ]
    return left
