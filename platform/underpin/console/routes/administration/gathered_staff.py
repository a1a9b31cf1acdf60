"""What the pages of our own people show, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from tenants import company, people, staff_record, teams
from tenants.company import Company
from tenants.people import Person
from tenants.staff_record import Record
from tenants.teams import Team
from underpin.desk.hands import absence, skills
from underpin.desk.hands.absence import Absence
from underpin.desk.hands.skills import Training
from underpin.desk.on_call import coverage, duty, rotas
from underpin.desk.on_call.duty import Away, Shift
from underpin.desk.on_call.rotas import Kept, Overridden
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

AHEAD: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Colleague:
    record: Record
    companies: Sequence[Company]
    teams: Sequence[Team]
    trainings: Sequence[Training]
    absences: Sequence[Absence]
    now: datetime


@read("staff.read", STAFF)
async def one(act: Act, staff_id: UUID) -> Colleague:
    """Raises NotFound."""
    away = await absence.between(act, act.now, act.now + AHEAD)
    return Colleague(
        await staff_record.one(act, staff_id),
        await company.companies(act),
        await teams.all_of_them(act),
        await skills.trainings(act, staff_id),
        [each for each in away if each.staff_id == staff_id],
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Teams:
    """`people` are all who may belong to one; empty where the asker forms none."""

    teams: Sequence[Team]
    rotas: Sequence[Kept]
    people: Sequence[Person]


@read("rota.read", STAFF)
async def every_team(act: Act) -> Teams:
    found = await people.staff(act) if act.principal.may("staff.read") else []
    return Teams(await teams.all_of_them(act), await rotas.all_of_them(act), found)


@dataclass(frozen=True, slots=True)
class Rota:
    """`gaps`: hours in which a promise runs and nobody is on duty, by the client's key. `away` is
    everybody's, over the weeks that are drafted."""

    team: Team
    kept: Kept | None
    shifts: Sequence[Shift]
    overrides: Sequence[Overridden]
    gaps: Sequence[tuple[str, Sequence[datetime]]]
    now: datetime
    away: Sequence[Away] = ()


@read("rota.read", STAFF)
async def rota(act: Act, team_id: UUID, first: date | None) -> Rota:
    """Over the week of `first`, this one where none is named. Raises NotFound."""
    team = next((each for each in await teams.all_of_them(act) if each.id == team_id), None)
    if team is None:
        raise NotFound
    kept = next((e for e in await rotas.all_of_them(act) if e.team_id == team_id), None)
    gaps = [(key, await coverage.gaps(act, n)) for key, n in sorted(act.principal.tenants.items())]
    found = [each for each in gaps if each[1]]
    away = await rotas.away(act.now, act.now + AHEAD)
    if kept is None:
        return Rota(team, None, (), (), found, act.now, away)
    starts = week_of(first, act.now, kept.rota.time_zone)
    shifts = await rotas.shifts(act, kept.id, starts, starts + duty.WEEK)
    overrides = await rotas.overrides(act, kept.id)
    return Rota(team, kept, shifts, overrides, found, act.now, away)


def week_of(first: date | None, now: datetime, zone: str) -> datetime:
    """The beginning of that day, or of this week's Monday, where the rota is."""
    today = duty.local_day(now, zone)
    day = first or today - timedelta(days=today.weekday())
    return duty.instant(zone, day, datetime.min.time())
