"""Administration of our own people: staff, teams, rotas and who is away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from underpin.console.views.administration import Choices, ShownOnce
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class StaffRow:
    id: UUID
    name: str
    email: str
    state: str
    tier: int | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffPage:
    shell: Shell
    rows: tuple[StaffRow, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    id: UUID
    who: str
    starts: datetime
    ends: datetime
    kind: str
    may_cancel: bool = True


@dataclass(frozen=True, slots=True)
class SkillLine:
    skill: str
    title: str
    expires: date | None


@dataclass(frozen=True, slots=True)
class ColleaguePage:
    """One of our people. `clients` are those the asker administers, with whether this one works for
    each; `teams` theirs. `hours` in a week, as typed."""

    shell: Shell
    id: UUID
    name: str
    email: str
    state: str
    zone: str
    language: str
    tier: str
    hours: str
    roles: tuple[str, ...]
    zones: tuple[str, ...]
    clients: tuple[tuple[str, str, bool], ...]
    teams: tuple[str, ...]
    skills: tuple[SkillLine, ...]
    absences: tuple[AbsenceRow, ...]
    own: bool
    once: ShownOnce | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TeamMate:
    id: UUID
    name: str
    member: bool


@dataclass(frozen=True, slots=True)
class TeamRow:
    """`mates` are all who may belong to it."""

    id: UUID
    name: str
    tier: str
    people: tuple[str, ...]
    mates: tuple[TeamMate, ...]
    rota: str


@dataclass(frozen=True, slots=True)
class TeamsPage:
    shell: Shell
    rows: tuple[TeamRow, ...]
    may: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DutyDay:
    """`chain`: who is called first, and who after them; `part` says from when to when, empty for
    the whole day."""

    day: date
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class RotaForm:
    zone: str
    starts: str
    at: str
    people: tuple[tuple[str, str, str], ...]
    hours: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OverrideRow:
    id: UUID
    who: str
    starts: datetime
    ends: datetime
    swap: bool


@dataclass(frozen=True, slots=True)
class GapRow:
    client: str
    hours: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class DraftWeek:
    """`hours` that whoever is first is away in it all the same."""

    day: date
    name: str
    hours: int


@dataclass(frozen=True, slots=True)
class RotaPage:
    """A team's rota over a week. `draft`: one turn as it might be, standing in the form. `people`
    in order of turns: id, name, place; `gaps` are stretches in which a promise runs and nobody is
    on duty."""

    shell: Shell
    team_id: UUID
    team: str
    rota_id: UUID | None
    form: RotaForm
    zones: tuple[str, ...]
    first: date
    before: date
    after: date
    week: tuple[DutyDay, ...]
    overrides: tuple[OverrideRow, ...]
    gaps: tuple[GapRow, ...]
    mates: Choices
    may: bool
    problem: str = ""
    draft: tuple[DraftWeek, ...] = ()
