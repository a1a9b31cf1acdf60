"""The JSON API over major incidents: declared, joined, told about, resolved, looked back on."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from underpin.desk.api import addressing
from underpin.desk.api.ticket import TicketView, view
from underpin.desk.major import incident, joining, reading, undoing, updates
from underpin.desk.major.incident import Major
from underpin.desk.major.reading import Lines, Part, Whole
from underpin.desk.major.updates import Texts, Update
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

MAJORS = "/major-incidents"
ONE = f"{MAJORS}/{{major_id:uuid}}"
PART = "/tickets/{name:str}/major-incident"


class Declared(msgspec.Struct, forbid_unknown_fields=True):
    """`ticket` leads it: the vendor case is opened there."""

    title: str
    ticket: str


class Lead(msgspec.Struct, forbid_unknown_fields=True):
    ticket: str


class Membership(msgspec.Struct, forbid_unknown_fields=True):
    major_id: UUID


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """`translations` by language (pl, zh, ar); `text` is for everybody else."""

    text: str
    translations: dict[str, str] = {}

    @property
    def texts(self) -> Texts:
        return Texts(self.text, self.translations)


class Text(msgspec.Struct, forbid_unknown_fields=True):
    text: str


@get(MAJORS, **route.of(reading.listed, "desk"))
async def majors(
    request: AnyRequest,
    *,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = reading.PAGE,
) -> Lines:
    found: Lines = await route.perform(request, reading.listed, after, limit)
    return found


@post(MAJORS, **route.of(incident.declare, "desk"))
async def declare(request: AnyRequest, data: JSONBody[Declared]) -> Major:
    tenant, number = addressing.ticket(request, data.ticket)
    who = route.principal_of(request)
    return await verb.begin(incident.declare, who, data.title, tenant, number)


@get(ONE, **route.of(reading.one, "desk"))
async def one(request: AnyRequest, major_id: FromPath[UUID]) -> Whole:
    found: Whole = await route.perform(request, reading.one, major_id)
    return found


@put(f"{ONE}/lead", **route.of(incident.lead_with, "desk"))
async def lead(request: AnyRequest, major_id: FromPath[UUID], data: JSONBody[Lead]) -> Major:
    tenant, number = addressing.ticket(request, data.ticket)
    who = route.principal_of(request)
    return await verb.begin(incident.lead_with, who, major_id, tenant, number)


@put(f"{ONE}/review", **route.of(incident.review, "desk"))
async def review(request: AnyRequest, major_id: FromPath[UUID], data: JSONBody[Text]) -> Major:
    return await route.perform(request, incident.review, major_id, data.text)


@post(f"{ONE}/updates", **route.of(updates.prepare, "desk"))
async def prepare(request: AnyRequest, major_id: FromPath[UUID], data: JSONBody[Words]) -> Update:
    return await route.perform(request, updates.prepare, major_id, data.texts)


@put("/major-updates/{update_id:uuid}/approval", **route.of(updates.approve, "desk"))
async def approve(request: AnyRequest, update_id: FromPath[UUID]) -> Update:
    return await verb.begin(updates.approve, route.principal_of(request), update_id)


@put(
    f"{CLIENT}/major-updates/{{update_id:uuid}}/text",
    status_code=204,
    **route.of(updates.word_for, "desk"),
)
async def word_for(
    request: AnyRequest, key: FromPath[str], update_id: FromPath[UUID], data: JSONBody[Text]
) -> None:
    await asking.change(request, updates.word_for, key, update_id, data.text)


@post(f"{ONE}/resolution", **route.of(updates.resolve, "desk"))
async def resolve(request: AnyRequest, major_id: FromPath[UUID], data: JSONBody[Words]) -> Update:
    who = route.principal_of(request)
    return await verb.begin(updates.resolve, who, major_id, data.texts)


@get(PART, **route.of(reading.of_ticket, "desk"))
async def part(request: AnyRequest, name: FromPath[str]) -> Part | None:
    tenant, number = addressing.ticket(request, name)
    found: Part | None = await route.perform(request, reading.of_ticket, tenant, number)
    return found


@put(PART, **route.of(joining.join, "desk"))
async def join(request: AnyRequest, name: FromPath[str], data: JSONBody[Membership]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.major_id)
    return view(request, await route.perform(request, joining.join, *words, tenant=tenant))


@delete(PART, status_code=200, **route.of(joining.leave, "desk"))
async def leave(request: AnyRequest, name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    return view(request, await route.perform(request, joining.leave, number, tenant=tenant))


@put(f"{PART}/undo", **route.of(undoing.undo, "desk"))
async def undo(request: AnyRequest, name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    return view(request, await route.perform(request, undoing.undo, number, tenant=tenant))


ROUTER = Router(
    "/",
    route_handlers=[
        *(majors, declare, one, lead, review, prepare, approve, word_for, resolve),
        *(part, join, leave, undo),
    ],
    tags=["desk"],
)
