"""The JSON API over what outside systems delivered: what waits for a person, read again."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from litestar import Router, get, put
from litestar.params import FromPath, FromQuery

from underpin.desk.hooks import keeping
from underpin.desk.hooks.keeping import Shown
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

DELIVERIES = f"{CLIENT}/hook-deliveries"
DELIVERY = f"{DELIVERIES}/{{hook_delivery_id:uuid}}"
State = Literal["set_aside"]


@get(DELIVERIES, **route.of(keeping.listed, "desk"))
async def listed(
    request: AnyRequest,
    key: FromPath[str],
    only: FromQuery[State | None] = None,
    before: FromQuery[UUID | None] = None,
) -> list[Shown]:
    found: list[Shown] = await asking.read(request, keeping.listed, key, only, before)
    return found


@get(DELIVERY, **route.of(keeping.one, "desk"))
async def one(request: AnyRequest, key: FromPath[str], hook_delivery_id: FromPath[UUID]) -> Shown:
    found: Shown = await asking.read(request, keeping.one, key, hook_delivery_id)
    return found


@put(f"{DELIVERY}/retry", **route.of(keeping.again, "desk"))
async def again(request: AnyRequest, key: FromPath[str], hook_delivery_id: FromPath[UUID]) -> None:
    await asking.change(request, keeping.again, key, hook_delivery_id)


ROUTER = Router("/", route_handlers=[listed, one, again], tags=["intake"])
