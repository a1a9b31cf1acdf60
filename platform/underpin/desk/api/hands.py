"""The JSON API over skills, trainings, absence, and how a client's tickets come to somebody."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.api import addressing
from underpin.desk.hands import absence, skills, ways
from underpin.desk.hands.absence import Absence
from underpin.desk.hands.skills import Colleague, Skill, Training
from underpin.desk.hands.ways import Rule, Way, Ways
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

SERVICE = f"{CLIENT}/services/{{service_id:uuid}}/skills"


class SkillName(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class Trained(msgspec.Struct, forbid_unknown_fields=True):
    """`expires_on` is the last good day; without it the skill is for good."""

    staff_id: UUID
    skill_id: UUID
    title: str
    completed_on: date
    expires_on: date | None = None
    issuer: str = ""
    certificate: str = ""


class Away(msgspec.Struct, forbid_unknown_fields=True):
    """`staff_id`: somebody else's, entered by who plans the rota."""

    starts_at: Moment
    ends_at: Moment
    kind: str = "holiday"
    staff_id: UUID | None = None


class Needed(msgspec.Struct, forbid_unknown_fields=True):
    skill_ids: list[UUID]


class ServiceSkills(msgspec.Struct):
    service_id: UUID
    skill_ids: list[UUID]


class RuleSaid(msgspec.Struct, forbid_unknown_fields=True):
    """What is not said is any; either `staff_id` or `team_id`."""

    staff_id: UUID | None = None
    team_id: UUID | None = None
    type: str | None = None
    priority: str | None = None
    service_id: UUID | None = None
    tier: int | None = None


class WaysSaid(msgspec.Struct, forbid_unknown_fields=True):
    way: Way
    most_open: int | None = None
    note_at_hand_over: bool = False
    rules: list[RuleSaid] = []


@get("/skills", **route.of(skills.all_of_them, "desk"))
async def every_skill(request: AnyRequest) -> list[Skill]:
    found: list[Skill] = await route.perform(request, skills.all_of_them)
    return found


@post("/skills", **route.of(skills.name, "desk"))
async def name_skill(request: AnyRequest, data: JSONBody[SkillName]) -> Skill:
    made: Skill = await route.perform(request, skills.name, data.name)
    return made


@get("/trainings/colleagues", **route.of(skills.colleagues, "desk"))
async def colleagues(request: AnyRequest) -> list[Colleague]:
    """Whose they are recorded."""
    found: list[Colleague] = await route.perform(request, skills.colleagues)
    return found


@get("/trainings", **route.of(skills.trainings, "desk"))
async def trainings(
    request: AnyRequest,
    *,
    staff_id: FromQuery[UUID | None] = None,
    expiring_before: FromQuery[date | None] = None,
) -> list[Training]:
    words = (staff_id, expiring_before)
    found: list[Training] = await route.perform(request, skills.trainings, *words)
    return found


@post("/trainings", **route.of(skills.train, "desk"))
async def train(request: AnyRequest, data: JSONBody[Trained]) -> UUID:
    words = (data.staff_id, data.skill_id, data.title, data.completed_on, data.expires_on)
    made: UUID = await route.perform(
        request, skills.train, *words, issuer=data.issuer, certificate=data.certificate
    )
    return made


@get("/absences", **route.of(absence.between, "desk"))
async def absences(
    request: AnyRequest, begins: FromQuery[datetime], ends: FromQuery[datetime]
) -> list[Absence]:
    span = (addressing.moment(begins, "begins"), addressing.moment(ends, "ends"))
    found: list[Absence] = await route.perform(request, absence.between, *span)
    return found


@post("/absences", **route.of(absence.take, "desk"))
async def take(request: AnyRequest, data: JSONBody[Away]) -> UUID:
    words = (data.starts_at, data.ends_at, data.kind, data.staff_id)
    made: UUID = await route.perform(request, absence.take, *words)
    return made


@delete("/absences/{absence_id:uuid}", **route.of(absence.cancel, "desk"))
async def cancel(request: AnyRequest, absence_id: FromPath[UUID]) -> None:
    await route.perform(request, absence.cancel, absence_id)


@get(f"{CLIENT}/service-skills", **route.of(skills.asked_for, "desk"))
async def needs(request: AnyRequest, key: FromPath[str]) -> list[ServiceSkills]:
    found = await asking.read(request, skills.asked_for, key)
    return [ServiceSkills(*each) for each in found.items()]


@put(SERVICE, status_code=204, **route.of(skills.ask_for, "desk"))
async def ask_for(
    request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID], data: JSONBody[Needed]
) -> None:
    await asking.change(request, skills.ask_for, key, service_id, data.skill_ids)


@get(f"{CLIENT}/assignment", **route.of(ways.of_client, "desk"))
async def of_client(request: AnyRequest, key: FromPath[str]) -> Ways:
    found: Ways = await asking.read(request, ways.of_client, key)
    return found


@put(f"{CLIENT}/assignment", status_code=204, **route.of(ways.choose, "desk"))
async def choose(request: AnyRequest, key: FromPath[str], data: JSONBody[WaysSaid]) -> None:
    rules = tuple(Rule(**msgspec.structs.asdict(each)) for each in data.rules)
    wanted = Ways(data.way, data.most_open, data.note_at_hand_over, rules)
    await asking.change(request, ways.choose, key, wanted)


ROUTER = Router(
    "/",
    route_handlers=[
        *(every_skill, name_skill, colleagues, trainings, train, absences, take, cancel),
        *(needs, ask_for, of_client, choose),
    ],
    tags=["desk"],
)
