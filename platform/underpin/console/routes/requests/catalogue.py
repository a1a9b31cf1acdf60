"""The portal's catalogue: what a client may ask for, its forms, and the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, frame
from underpin.console.routes.requests import given, reading, shaping
from underpin.desk.api.writing import LARGEST_BODY
from underpin.desk.catalogue import items, requesting
from underpin.desk.catalogue.answers import FormRefused
from underpin.desk.catalogue.requesting import Wanted
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
MOST_FILES = 5


@get("/catalogue", **route.of(items.offered, "portal"))
async def catalogue(request: AnyRequest, q: FromQuery[str] = "") -> Response[Any]:
    tenant = route.principal_of(request).own_tenant
    found = await route.perform(request, items.offered, tenant)
    view = shaping.catalogue(frame.shell(request, area="catalogue"), found, q.strip()[:100])
    return answering.page(request, "requests/catalogue", view)


@get("/catalogue/{item:str}", **route.of(reading.form, "portal"))
async def form(request: AnyRequest, item: FromPath[str]) -> Response[Any]:
    return await _drawn(request, item, {}, {})


@post(
    "/catalogue/{item:str}/requests",
    request_max_body_size=MOST_FILES * LARGEST_BODY,
    **route.of(requesting.request, "portal"),
)
async def ask(request: AnyRequest, item: FromPath[str]) -> Response[Any]:
    typed: dict[str, str] = {}
    tenant = route.principal_of(request).own_tenant
    try:
        typed = await given.of(request, tenant, None)
        at = given.moment(request, typed, requesting.WANTED)
        language = frame.reader(request, route.principal_of(request)).language
        wanted = Wanted(item, typed, at, language=language)
        made = await given.perform(request, requesting.request, wanted, tenant=tenant)
    except FormRefused as refused:
        return await _drawn(request, item, typed, refused.problems, status=422)
    except (Malformed, Conflict) as wrong:
        problem = wrong.detail
        return await _drawn(request, item, typed, {}, problem=problem, status=wrong.status)
    (key,) = route.principal_of(request).tenants
    return answering.Going(f"/tickets/{key}-{made.number}")


async def _drawn(
    request: AnyRequest,
    item: str,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    tenant = route.principal_of(request).own_tenant
    found = await route.perform(request, reading.form, tenant, item, tenant=tenant)
    shell = frame.shell(request, area="catalogue")
    view = shaping.form(shell, found, typed, problems, problem)
    return answering.page(request, "requests/form", view, status)


HANDLERS = [catalogue, form, ask]
