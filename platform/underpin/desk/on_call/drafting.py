"""In which order people might be first in the coming weeks. Pure; a lead judges and saves it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.on_call import duty
from underpin.desk.on_call.duty import Away, Rota

WEIGHED: Final = 10
"""How many are weighed against each other; whoever comes behind them keeps their turn."""
NONE: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Week:
    """`away`: how long its first is away all the same."""

    day: date
    person: UUID
    away: timedelta


def begin(rota: Rota, now: datetime) -> date:
    """The day of the next hand-over: a draft takes nobody off duty in the middle of a week."""
    coming = max(duty.week_of(rota, now) + 1, 0)
    return rota.starts_on + coming * duty.WEEK


def in_turn(rota: Rota, team: Sequence[UUID], now: datetime) -> tuple[UUID, ...]:
    """The team from whoever is next by the present order; who is new comes last."""
    week = max(duty.week_of(rota, now) + 1, 0)
    place = week % len(rota.people)
    turned = (*rota.people[place:], *rota.people[:place])
    return (*(each for each in turned if each in team), *(e for e in team if e not in turned))


def draft(rota: Rota, people: Sequence[UUID]) -> tuple[UUID, ...]:
    """Of `people`, from the rota's first day on: the order in which those who are first are away
    the least in their own weeks, and of such orders the one nearest to the given."""
    weighed, rest = tuple(people[:WEIGHED]), tuple(people[WEIGHED:])
    costs = [[_away(rota, week, each) for each in weighed] for week in range(len(weighed))]
    return (*(weighed[place] for place in _least(costs)), *rest)


def weeks(rota: Rota, people: Sequence[UUID]) -> list[Week]:
    """One turn of everybody, as it would be."""
    return [
        Week(rota.starts_on + week * duty.WEEK, each, _away(rota, week, each))
        for week, each in enumerate(people)
    ]


def over(rota: Rota, starts_on: date, away: Sequence[Away]) -> Rota:
    """The same rota from another day on, as if nothing were overridden."""
    return replace(rota, starts_on=starts_on, overrides=(), away=tuple(away))


def _away(rota: Rota, week: int, person: UUID) -> timedelta:
    starts, ends = duty.begins(rota, week), duty.begins(rota, week + 1)
    spans = (
        (max(each.starts_at, starts), min(each.ends_at, ends))
        for each in rota.away
        if each.staff_id == person
    )
    return sum((last - first for first, last in spans if last > first), NONE)


def _least(costs: Sequence[Sequence[timedelta]]) -> tuple[int, ...]:
    """Which place each week takes, so that they cost the least together; earlier places first."""

    @functools.cache
    def best(taken: int) -> tuple[timedelta, tuple[int, ...]]:
        week = taken.bit_count()
        if week == len(costs):
            return NONE, ()
        return min(
            (costs[week][place] + rest, (place, *order))
            for place in range(len(costs))
            if not taken >> place & 1
            for rest, order in (best(taken | 1 << place),)
        )

    return best(0)[1]
