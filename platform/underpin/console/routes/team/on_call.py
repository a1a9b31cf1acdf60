"""Who is on duty, now and next; pages that call, accepted, declined or raised by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.team import reading, shaping
from underpin.desk.api import addressing
from underpin.desk.on_call import calling_now, pages
from underpin.kernel.errors import NotFound
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
ON_CALL = "/on-call"
PAGE = f"{ON_CALL}/{{key:str}}/{{page_id:uuid}}"


@get(ON_CALL, **route.of(reading.on_call, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    return await _drawn(request)


async def _drawn(request: AnyRequest, problem: str = "", ticket: str = "") -> Response[Any]:
    found = await route.perform(request, reading.on_call)
    shell = frame.shell(request, area="on_call", now=found.now)
    view = shaping.on_call(shell, found, route.principal_of(request), problem, ticket)
    return answering.page(request, "team/on_call", view, 422 if problem else 200)


@post(f"{ON_CALL}/pages", **route.of(calling_now.call_for, "desk"))
async def call_for(request: AnyRequest) -> Response[Any]:
    named = forms.field(await forms.of(request), "ticket").upper()
    try:
        tenant, number = addressing.ticket(request, named)
        await route.perform(request, calling_now.call_for, number, tenant=tenant)
    except NotFound:
        return await _drawn(request, "ticket: one of a client of yours, such as ACME-7.", named)
    return answering.Going(ON_CALL)


@post(f"{PAGE}/acceptance", **route.of(pages.accept, "desk"))
async def accept(request: AnyRequest, key: FromPath[str], page_id: FromPath[UUID]) -> Response[Any]:
    await asking.change(request, pages.accept, key, page_id)
    return answering.Going(ON_CALL)


@post(f"{PAGE}/declination", **route.of(pages.decline, "desk"))
async def decline(
    request: AnyRequest, key: FromPath[str], page_id: FromPath[UUID]
) -> Response[Any]:
    await asking.change(request, pages.decline, key, page_id)
    return answering.Going(ON_CALL)


HANDLERS = [show, call_for, accept, decline]
