"""A client's service reports at the desk: what the client reads, made anew, and who is mailed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.service_reports import gathering, shaping
from underpin.desk.service_reports import making, recipients
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
EVERY = "/clients/{slug:str}/service-reports"
ONE = f"{EVERY}/{{year:int}}/{{month:int}}"


@get(EVERY, **route.of(gathering.of_client, "desk"))
async def every(
    request: AnyRequest,
    slug: FromPath[str],
    year: FromQuery[int | None] = None,
    month: FromQuery[int] = 1,
) -> Response[Any]:
    before = None if year is None else (year, month)
    found = await route.perform(request, gathering.of_client, slug, before)
    shell = frame.shell(request, area="clients", now=found.now)
    may_make = route.principal_of(request).may("service_report.make")
    view = shaping.page(shell, found, is_staff=True, may_make=may_make)
    return answering.page(request, "service_reports/all", view)


@get(ONE, **route.of(gathering.month_of_client, "desk"))
async def one(
    request: AnyRequest, slug: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Response[Any]:
    found = await route.perform(request, gathering.month_of_client, slug, year, month)
    shell = frame.shell(request, area="clients", now=found.now)
    return answering.page(request, "service_reports/one", shaping.one(shell, found, is_staff=True))


@post(f"{ONE}/making", **route.of(making.make, "desk"))
async def make(
    request: AnyRequest, slug: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Response[Any]:
    found = await route.perform(request, gathering.of_client, slug)
    await route.perform(request, making.make, year, month, tenant=found.company.id)
    return answering.Going(f"{shaping.under_client(slug)}/{year}/{month}")


@post(f"{EVERY}/recipients/{{person_id:uuid}}", **route.of(recipients.choose, "desk"))
async def choose(
    request: AnyRequest, slug: FromPath[str], person_id: FromPath[UUID]
) -> Response[Any]:
    chosen = [each for each in recipients.STATES if each in await forms.each(request, "told")]
    found = await route.perform(request, gathering.of_client, slug)
    words = (person_id, chosen)
    await route.perform(request, recipients.choose, *words, tenant=found.company.id)
    return answering.Going(shaping.under_client(slug))


HANDLERS = [every, one, make, choose]
