"""Major incidents: declared, joined, told about, resolved, looked back on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.kinds import reading
from underpin.console.routes.shaping.kinds import major_pages
from underpin.desk.api import addressing
from underpin.desk.major import incident, joining, undoing, updates
from underpin.desk.major.updates import LOCALES, Texts
from underpin.kernel import verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
MAJORS = "/major-incidents"
ONE = f"{MAJORS}/{{major_id:uuid}}"
PART = "/tickets/{name:str}/major-incident"


@get(MAJORS, **route.of(reading.listed_majors, "desk"))
async def majors(request: AnyRequest, after: FromQuery[str | None] = None) -> Response[Any]:
    found = await route.perform(request, reading.listed_majors, after)
    shell = frame.shell(request, area="majors", now=found.now)
    view = major_pages.listed(shell, found, after, route.principal_of(request))
    return answering.page(request, "majors", view)


@post(MAJORS, **route.of(incident.declare, "desk"))
async def declare(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    tenant, number = addressing.ticket(request, forms.field(form, "ticket").upper())
    who = route.principal_of(request)
    words = (forms.field(form, "title"), tenant, number)
    made = await verb.begin(incident.declare, who, *words, source="page")
    return answering.Going(f"{MAJORS}/{made.id}")


@get(ONE, **route.of(reading.one_major, "desk"))
async def one(
    request: AnyRequest, major_id: FromPath[UUID], q: FromQuery[str] = ""
) -> Response[Any]:
    found = await route.perform(request, reading.one_major, major_id, q)
    shell = frame.shell(request, area="majors", now=found.now)
    view = major_pages.one(shell, found, q, route.principal_of(request))
    return answering.page(request, "major", view)


@post(f"{ONE}/tickets", **route.of(joining.join, "desk"))
async def join(request: AnyRequest, major_id: FromPath[UUID]) -> Response[Any]:
    name = forms.field(await forms.of(request), "ticket").upper()
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, joining.join, number, major_id, tenant=tenant)
    return answering.Going(f"{MAJORS}/{major_id}")


@post(f"{ONE}/lead", **route.of(incident.lead_with, "desk"))
async def lead(request: AnyRequest, major_id: FromPath[UUID]) -> Response[Any]:
    name = forms.field(await forms.of(request), "ticket").upper()
    words = (major_id, *addressing.ticket(request, name))
    await verb.begin(incident.lead_with, route.principal_of(request), *words, source="page")
    return answering.Going(f"{MAJORS}/{major_id}")


@post(f"{PART}/leaving", **route.of(joining.leave, "desk"))
async def leave(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, joining.leave, number, tenant=tenant)
    return answering.Going(f"/tickets/{name}")


@post(f"{PART}/undo", **route.of(undoing.undo, "desk"))
async def undo(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, undoing.undo, number, tenant=tenant)
    return answering.Going(f"/tickets/{name}")


@post(f"{ONE}/updates", **route.of(updates.prepare, "desk"))
async def prepare(request: AnyRequest, major_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, updates.prepare, major_id, await _texts(request))
    return answering.Going(f"{MAJORS}/{major_id}")


@post(f"{ONE}/updates/{{update_id:uuid}}/texts", **route.of(updates.word_for, "desk"))
async def word_for(
    request: AnyRequest, major_id: FromPath[UUID], update_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    tenant = route.tenant_of(request, forms.field(form, "client"))
    words = (update_id, forms.field(form, "text"))
    await route.perform(request, updates.word_for, *words, tenant=tenant)
    return answering.Going(f"{MAJORS}/{major_id}")


@post(f"{ONE}/updates/{{update_id:uuid}}/approval", **route.of(updates.approve, "desk"))
async def approve(
    request: AnyRequest, major_id: FromPath[UUID], update_id: FromPath[UUID]
) -> Response[Any]:
    who = route.principal_of(request)
    await verb.begin(updates.approve, who, update_id, source="page")
    return answering.Going(f"{MAJORS}/{major_id}")


@post(f"{ONE}/resolution", **route.of(updates.resolve, "desk"))
async def resolve(request: AnyRequest, major_id: FromPath[UUID]) -> Response[Any]:
    texts = await _texts(request)
    who = route.principal_of(request)
    await verb.begin(updates.resolve, who, major_id, texts, source="page")
    return answering.Going(f"{MAJORS}/{major_id}")


@post(f"{ONE}/review", **route.of(incident.review, "desk"))
async def review(request: AnyRequest, major_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    await route.perform(request, incident.review, major_id, form.get("text", ""))
    return answering.Going(f"{MAJORS}/{major_id}")


async def _texts(request: AnyRequest) -> Texts:
    form = await forms.of(request)
    given = {locale: form.get(f"text-{locale}", "") for locale in LOCALES}
    return Texts(forms.field(form, "text"), given)


HANDLERS = [
    *(majors, declare, one, join, lead, leave, undo),
    *(prepare, word_for, approve, resolve, review),
]
