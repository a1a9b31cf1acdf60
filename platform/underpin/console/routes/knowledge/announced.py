"""What the client's people are told, and was, and whether they want it by mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromQuery

from underpin.console import views
from underpin.console.routes import answering, frame
from underpin.console.routes.shaping.knowing import told
from underpin.desk.announcements import reading, subscribing
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/announcements", **route.of(reading.history, "portal"))
async def history(request: AnyRequest, before: FromQuery[UUID | None] = None) -> Response[Any]:
    tenant, shell = route.principal_of(request).own_tenant, frame.shell(request, area="announced")
    found = await route.perform(request, reading.history, tenant, before, tenant=tenant)
    wishes = await route.perform(request, subscribing.subscribed, tenant, tenant=tenant)
    more = f"/announcements?before={found[-1].id}" if len(found) == reading.PAGE else ""
    rows = tuple(told.row(each, shell.reader.language, shell.now) for each in found)
    first = "/announcements" if before else ""
    view = views.AnnouncementsPage(shell, rows, wishes, next=more, first=first)
    return answering.page(request, "announcements", view)


@post("/announcements/subscription", **route.of(subscribing.subscribe, "portal"))
async def subscribe(request: AnyRequest) -> Response[Any]:
    await route.perform(request, subscribing.subscribe)
    return answering.Going("/announcements")


@post("/announcements/unsubscription", **route.of(subscribing.unsubscribe, "portal"))
async def unsubscribe(request: AnyRequest) -> Response[Any]:
    await route.perform(request, subscribing.unsubscribe)
    return answering.Going("/announcements")


HANDLERS = [history, subscribe, unsubscribe]
