"""The client's own service reports: read, downloaded, and who is told of them by mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.service_reports import gathering, shaping
from underpin.desk.service_reports import recipients
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/service-reports", **route.of(gathering.own, "portal"))
async def every(
    request: AnyRequest, year: FromQuery[int | None] = None, month: FromQuery[int] = 1
) -> Response[Any]:
    before = None if year is None else (year, month)
    found = await route.perform(request, gathering.own, before)
    shell = frame.shell(request, area="service_reports", now=found.now)
    view = shaping.page(shell, found, is_staff=False, may_make=False)
    return answering.page(request, "service_reports/all", view)


@get("/service-reports/{year:int}/{month:int}", **route.of(gathering.own_month, "portal"))
async def one(request: AnyRequest, year: FromPath[int], month: FromPath[int]) -> Response[Any]:
    found = await route.perform(request, gathering.own_month, year, month)
    shell = frame.shell(request, area="service_reports", now=found.now)
    return answering.page(request, "service_reports/one", shaping.one(shell, found, is_staff=False))


@post("/service-reports/recipients/{person_id:uuid}", **route.of(recipients.choose, "portal"))
async def choose(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    chosen = [each for each in recipients.STATES if each in await forms.each(request, "told")]
    await route.perform(request, recipients.choose, person_id, chosen)
    return answering.Going("/service-reports")


HANDLERS = [every, one, choose]
