"""A client's administrator asks for all that is kept of the company, and takes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from tenants.handing_over import api, asking
from underpin.console.routes import answering, frame
from underpin.console.routes.handed_over import shaping
from underpin.kernel.errors import Conflict
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
AT = "/our-data"
AREA = "company"


@get(AT, **route.of(asking.latest, "portal"))
async def show(request: AnyRequest) -> Response[Any]:
    return await _page(request)


@post(AT, **route.of(asking.ask, "portal"))
async def ask(request: AnyRequest) -> Response[Any]:
    try:
        await route.perform(request, asking.ask)
    except Conflict as refused:
        return await _page(request, refused.title, refused.status)
    return answering.Going(AT)


@post(f"{AT}/{{company_export_id:uuid}}/archive", **route.of(asking.take, "portal"))
async def take(request: AnyRequest, company_export_id: FromPath[UUID]) -> Stream:
    return await api.sent(request, route.principal_of(request).own_tenant, company_export_id)


async def _page(request: AnyRequest, problem: str = "", status: int = 200) -> Response[Any]:
    asker = route.principal_of(request)
    tenant = asker.own_tenant
    found = await route.perform(request, asking.latest, tenant)
    shell = frame.shell(request, area=AREA, now=found.now)
    more = {"whole_path": f"/people/{asker.person_id}", "problem": problem}
    view = shaping.page(shell, next(iter(asker.tenants)), AT, found, **more)
    return answering.page(request, "handed_over/own", view, status)


HANDLERS = [show, ask, take]
