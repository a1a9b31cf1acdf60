"""The JSON API over search: tickets by what is said in them, or by number."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, put
from litestar.params import FromPath, FromQuery, QueryParameter

from underpin.desk.api import addressing
from underpin.desk.search import finding
from underpin.desk.search.hits import Hit
from underpin.desk.tickets import confidants
from underpin.desk.tickets.confidants import Confidant
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

CONFIDANTS = "/tickets/{name:str}/confidants"


class FoundView(msgspec.Struct):
    """`complete` false: older tickets were not looked at; one more word narrows it."""

    hits: list[Hit]
    after: str | None
    complete: bool


@get("/search", **route.of(finding.find))
async def search(
    request: AnyRequest,
    q: FromQuery[str],
    *,
    client: FromQuery[list[str] | None] = None,
    live: FromQuery[bool | None] = None,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=finding.LONGEST_PAGE)] = finding.PAGE,
) -> FoundView:
    tenants = tuple(route.tenant_of(request, key) for key in client or ())
    wanted = finding.Narrowed(tenants, live)
    found = await route.perform(request, finding.find, q, wanted, after, limit)
    return FoundView(found.hits, found.after, found.complete)


@get(CONFIDANTS, **route.of(confidants.of_ticket, "desk"))
async def named(request: AnyRequest, name: FromPath[str]) -> list[Confidant]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, confidants.of_ticket, tenant, number, tenant=tenant)


@put(f"{CONFIDANTS}/{{staff_id:uuid}}", status_code=204, **route.of(confidants.name, "desk"))
async def name_one(request: AnyRequest, name: FromPath[str], staff_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, confidants.name, number, staff_id, tenant=tenant)


@delete(f"{CONFIDANTS}/{{staff_id:uuid}}", **route.of(confidants.unname, "desk"))
async def unname_one(request: AnyRequest, name: FromPath[str], staff_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, confidants.unname, number, staff_id, tenant=tenant)


ROUTER = Router("/", route_handlers=[search, named, name_one, unname_one], tags=["desk"])
