"""A rota drafted for a team's coming weeks, beside what stands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

from underpin.console.routes.administration.gathered_staff import Rota
from underpin.desk.on_call import drafting, duty
from underpin.desk.on_call.drafting import Week

MORNING: Final = time(9)


@dataclass(frozen=True, slots=True)
class Draft:
    """`weeks` are one turn of everybody in it."""

    starts_on: date
    people: Sequence[UUID]
    weeks: Sequence[Week]


def of(found: Rota, zone: str) -> Draft | None:
    """From the next hand-over on, or next Monday's where the team has no rota yet; None for a team
    of nobody."""
    team = [each.id for each in found.team.people]
    if not team:
        return None
    if found.kept is None:
        today = duty.local_day(found.now, zone)
        first = today + timedelta(days=7 - today.weekday())
        base, in_turn = duty.Rota(zone, first, MORNING, tuple(team)), tuple(team)
    else:
        base = found.kept.rota
        first = drafting.begin(base, found.now)
        in_turn = drafting.in_turn(base, team, found.now)
    wanted = drafting.over(base, first, found.away)
    people = drafting.draft(wanted, in_turn)
    return Draft(first, people, drafting.weeks(wanted, people))
