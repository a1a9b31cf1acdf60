"""The JSON API over changes: their plan, approval, window and course."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.api import addressing
from underpin.desk.api.approval import GroupAsked, Why
from underpin.desk.approvals.request import Asked
from underpin.desk.changes import approving, doing, planning, reading
from underpin.desk.changes.change import Change
from underpin.desk.changes.course import Kind, Outcome
from underpin.desk.changes.planning import Plan
from underpin.desk.changes.reading import Clash, Planned
from underpin.desk.changes.risk import Assessment, Level
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest, Moment

CHANGE = "/tickets/{name:str}/change"


class NewPlan(msgspec.Struct, forbid_unknown_fields=True):
    """As `planning.Plan` and `risk.Assessment` explain it."""

    plan: str
    likelihood: Level
    effect: Level
    is_tested: bool = False
    is_reversible: bool = False
    kind: Kind = "normal"
    back_out: str = ""
    test_plan: str = ""
    starts_at: Moment | None = None
    ends_at: Moment | None = None

    def said(self) -> Plan:
        given = Assessment(self.likelihood, self.effect, self.is_tested, self.is_reversible)
        texts = (self.back_out, self.test_plan)
        return Plan(self.plan, given, self.kind, *texts, self.starts_at, self.ends_at)


class OfTemplate(msgspec.Struct, forbid_unknown_fields=True):
    template_id: UUID


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """`groups` empty: those that its kind and risk call for."""

    groups: list[GroupAsked] = msgspec.field(default_factory=list)
    question: str = ""
    deadline: Moment | None = None


class Window(msgspec.Struct, forbid_unknown_fields=True):
    """Empty: the one that was approved."""

    starts_at: Moment | None = None
    ends_at: Moment | None = None
    body: str = ""


class Ended(msgspec.Struct, forbid_unknown_fields=True):
    outcome: Outcome
    note: str = ""


class Review(msgspec.Struct, forbid_unknown_fields=True):
    note: str


async def _do(request: AnyRequest, name: str, verb: Any, *words: Any, **more: Any) -> Any:
    """With the change's version, where the asker said which they saw."""
    tenant, number = addressing.ticket(request, name)
    more["version"] = route.expected_version(request)
    return await route.perform(request, verb, number, *words, tenant=tenant, **more)


@get(CHANGE, **route.of(reading.of_ticket))
async def read(request: AnyRequest, name: FromPath[str]) -> Change | None:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, reading.of_ticket, tenant, number, tenant=tenant)


@put(CHANGE, **route.of(planning.draft, "desk"))
async def draft(request: AnyRequest, name: FromPath[str], data: JSONBody[NewPlan]) -> Change:
    made: Change = await _do(request, name, planning.draft, data.said())
    return made


@put(f"{CHANGE}/template", **route.of(planning.from_template, "desk"))
async def of_template(
    request: AnyRequest, name: FromPath[str], data: JSONBody[OfTemplate]
) -> Change:
    made: Change = await _do(request, name, planning.from_template, data.template_id)
    return made


@post(f"{CHANGE}/approval", **route.of(approving.ask, "desk"))
async def ask(request: AnyRequest, name: FromPath[str], data: JSONBody[Question]) -> Asked:
    groups = tuple(each.wanted() for each in data.groups)
    words = {"question": data.question, "deadline": data.deadline}
    made: Asked = await _do(request, name, approving.ask, groups, **words)
    return made


@put(f"{CHANGE}/schedule", **route.of(doing.schedule, "desk"))
async def schedule(request: AnyRequest, name: FromPath[str], data: JSONBody[Window]) -> Change:
    words = (data.starts_at, data.ends_at)
    made: Change = await _do(request, name, doing.schedule, *words, body=data.body)
    return made


@put(f"{CHANGE}/start", **route.of(doing.begin, "desk"))
async def begin(request: AnyRequest, name: FromPath[str]) -> Change:
    made: Change = await _do(request, name, doing.begin)
    return made


@put(f"{CHANGE}/outcome", **route.of(doing.finish, "desk"))
async def finish(request: AnyRequest, name: FromPath[str], data: JSONBody[Ended]) -> Change:
    made: Change = await _do(request, name, doing.finish, data.outcome, data.note)
    return made


@put(f"{CHANGE}/review", **route.of(doing.review, "desk"))
async def review(request: AnyRequest, name: FromPath[str], data: JSONBody[Review]) -> Change:
    made: Change = await _do(request, name, doing.review, data.note)
    return made


@put(f"{CHANGE}/cancellation", **route.of(planning.cancel, "desk"))
async def cancel(request: AnyRequest, name: FromPath[str], data: JSONBody[Why]) -> Change:
    made: Change = await _do(request, name, planning.cancel, data.reason)
    return made


@get(f"{CHANGE}/clashes", **route.of(reading.clashes, "desk"))
async def clashes(
    request: AnyRequest,
    name: FromPath[str],
    starts_at: FromQuery[datetime],
    ends_at: FromQuery[datetime],
) -> list[Clash]:
    tenant, number = addressing.ticket(request, name)
    window = addressing.moment(starts_at, "starts_at"), addressing.moment(ends_at, "ends_at")
    return await route.perform(request, reading.clashes, tenant, number, *window)


@get("/changes", **route.of(reading.calendar, "desk"))
async def calendar(
    request: AnyRequest, begins: FromQuery[datetime], ends: FromQuery[datetime]
) -> list[Planned]:
    """Of all clients, what is planned in that time."""
    window = addressing.moment(begins, "begins"), addressing.moment(ends, "ends")
    return await route.perform(request, reading.calendar, *window)


ROUTER = Router(
    "/",
    route_handlers=[
        *(read, draft, of_template, ask, schedule, begin, finish, review, cancel),
        *(clashes, calendar),
    ],
    tags=["desk"],
)
