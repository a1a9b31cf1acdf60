"""The JSON API over who watches a ticket."""

from __future__ import annotations

from uuid import UUID

from litestar import Router, delete, get, put
from litestar.params import FromPath

from underpin.desk.api import addressing
from underpin.desk.watching import watchers
from underpin.desk.watching.watchers import Watcher
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

WATCHERS = "/tickets/{name:str}/watchers"


@get(WATCHERS, **route.of(watchers.of_ticket))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> list[Watcher]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, watchers.of_ticket, tenant, number, tenant=tenant)


@put(f"{WATCHERS}/{{person_id:uuid}}", status_code=204, **route.of(watchers.add))
async def add(request: AnyRequest, name: FromPath[str], person_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, watchers.add, number, person_id, tenant=tenant)


@delete(f"{WATCHERS}/{{person_id:uuid}}", **route.of(watchers.remove))
async def remove(request: AnyRequest, name: FromPath[str], person_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, watchers.remove, number, person_id, tenant=tenant)


ROUTER = Router("/", route_handlers=[of_ticket, add, remove], tags=["desk"])
