"""What kind of ticket one is, changed on a page of its own; and what a client escalates."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame, ticket_work
from underpin.console.routes.kinds import own_fields, reading
from underpin.console.routes.shaping.kinds import ticket_kinds
from underpin.desk.api import addressing
from underpin.desk.complaints import client_escalation
from underpin.desk.fields import filling
from underpin.desk.kinds import advancing, retyping
from underpin.desk.sorting import categories
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
TICKET = "/tickets/{name:str}"


@get(f"{TICKET}/kind", **route.of(reading.editing, "desk"))
async def show(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, reading.editing, tenant, number)
    shell = frame.shell(request, area="list", now=found.now)
    return answering.page(request, "ticket_kind", ticket_kinds.page(shell, name, found))


@post(f"{TICKET}/stage", **route.of(advancing.advance, "desk"))
async def stage(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    words = {"body": form.get("body", ""), "version": forms.version(form)}
    return await ticket_work.done(
        request, name, advancing.advance, forms.field(form, "stage"), **words
    )


@post(f"{TICKET}/type", **route.of(retyping.retype, "desk"))
async def retype(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    words = forms.field(form, "type"), forms.field(form, "reason")
    more = {"corrects": form.get("corrects") == "yes", "version": forms.version(form)}
    return await ticket_work.done(request, name, retyping.retype, *words, **more)


@post(f"{TICKET}/category", **route.of(categories.file_under, "desk"))
async def category(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    chosen = forms.identity(form, "category") if form.get("category") else None
    version = forms.version(form)
    return await ticket_work.done(request, name, categories.file_under, chosen, version=version)


@post(f"{TICKET}/fields", **route.of(filling.fill, "desk"))
async def fields(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    said, version = await own_fields.given(request), forms.version(await forms.of(request))
    return await ticket_work.done(request, name, filling.fill, said, version=version)


@post(f"{TICKET}/client-escalations", **route.of(client_escalation.escalate))
async def escalate(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    reason = forms.field(await forms.of(request), "reason")
    return await ticket_work.done(request, name, client_escalation.escalate, reason)


@post(
    f"{TICKET}/client-escalation/acknowledgment", **route.of(client_escalation.acknowledge, "desk")
)
async def acknowledge(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await ticket_work.done(request, name, client_escalation.acknowledge)


@post(f"{TICKET}/client-escalation/answer", **route.of(client_escalation.answer, "desk"))
async def answer(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    text = forms.field(await forms.of(request), "text")
    return await ticket_work.done(request, name, client_escalation.answer, text)


HANDLERS = [show, stage, retype, category, fields, escalate, acknowledge, answer]
