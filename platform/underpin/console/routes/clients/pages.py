"""Clients: all at a glance, one with all that belongs to it, what each left."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, frame
from underpin.console.routes.clients import client_shaping, gathering, margin_made, one, shaping
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/clients", **route.of(gathering.every, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, gathering.every)
    shell = frame.shell(request, area="clients", now=found.now)
    money = route.principal_of(request).may("cost.read")
    view = shaping.page(shell, found, dict(request.query_params), money=money)
    return answering.page(request, "clients/all", view)


@get("/clients/{slug:str}", **route.of(one.client, "desk"))
async def client(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    found = await route.perform(request, one.client, slug)
    shell = frame.shell(request, area="clients", now=found.now)
    view = client_shaping.page(shell, found, route.principal_of(request))
    return answering.page(request, "clients/one", view)


@get("/reports/margin", **route.of(gathering.margins, "desk"))
async def margins(
    request: AnyRequest,
    first: FromQuery[date | None] = None,
    last: FromQuery[date | None] = None,
) -> Response[Any]:
    found = await route.perform(request, gathering.margins, first, last)
    shell = frame.shell(request, area="reports", now=found.now)
    return answering.page(request, "clients/margins", shaping.margins(shell, found))


@get("/reports/margin/{slug:str}", **route.of(gathering.made, "desk"))
async def made(
    request: AnyRequest, slug: FromPath[str], first: FromQuery[date], last: FromQuery[date]
) -> Response[Any]:
    found = await route.perform(request, gathering.made, slug, first, last)
    shell = frame.shell(request, area="reports", now=found.now)
    return answering.page(request, "clients/margin_made", margin_made.page(shell, found))


HANDLERS = [every, client, margins, made]
