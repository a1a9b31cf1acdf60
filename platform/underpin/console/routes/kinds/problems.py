"""The open problems, and what was found out about one."""

from __future__ import annotations

import re
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.kinds import reading
from underpin.console.routes.shaping.kinds import problem_pages
from underpin.desk.api import addressing
from underpin.desk.problems import making, problem
from underpin.kernel import digits
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
TICKET = "/tickets/{name:str}"
NUMBER = re.compile(r"(?:[A-Za-z0-9]+-)?([0-9]{1,9})")


@get("/problems", **route.of(reading.problems, "desk"))
async def problems(
    request: AnyRequest, client: FromQuery[str] = "", after: FromQuery[str | None] = None
) -> Response[Any]:
    tenant = route.tenant_of(request, client) if client else None
    found = await route.perform(request, reading.problems, tenant, after)
    shell = frame.shell(request, area="problems", now=found.now)
    view = problem_pages.listed(shell, found, client.upper(), route.principal_of(request))
    return answering.page(request, "problems", view)


@post("/problems", **route.of(making.make, "desk"))
async def make(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    key = forms.field(form, "client").upper()
    numbers = [int(each) for each in NUMBER.findall(forms.field(form, "tickets"))]
    words = (forms.field(form, "subject"), numbers)
    made = await route.perform(request, making.make, *words, tenant=route.tenant_of(request, key))
    return answering.Going(f"/tickets/{key}-{made.number}/problem")


@get(f"{TICKET}/problem", **route.of(reading.one_problem, "desk"))
async def one(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, reading.one_problem, tenant, number, tenant=tenant)
    shell = frame.shell(request, area="problems", now=found.now)
    view = problem_pages.one(shell, name, found, route.principal_of(request))
    return answering.page(request, "problem_detail", view)


@post(f"{TICKET}/problem", **route.of(problem.describe, "desk"))
async def describe(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    words = (form.get("root_cause", ""), form.get("workaround", ""))
    version = forms.version(form)
    return await _done(request, name, problem.describe, *words, version=version)


@post(f"{TICKET}/known-error", **route.of(problem.know, "desk"))
async def know(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, problem.know, forms.field(await forms.of(request), "text"))


@post(f"{TICKET}/known-error/removal", **route.of(problem.unknow, "desk"))
async def unknow(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, problem.unknow)


@post(f"{TICKET}/problem/resolutions", **route.of(problem.resolve_incidents, "desk"))
async def resolve(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await request.form()
    ticked = (digits.read(str(each), 9) for each in form.getall("incident", []))
    chosen = [each for each in ticked if each is not None]
    body = forms.field(await forms.of(request), "body")
    return await _done(request, name, problem.resolve_incidents, chosen, body)


async def _done(
    request: AnyRequest, name: str, verb: Verb[Any, Any], *words: Any, **more: Any
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, verb, number, *words, tenant=tenant, **more)
    return answering.Going(f"/tickets/{name}/problem")


HANDLERS = [problems, make, one, describe, know, unknow, resolve]
