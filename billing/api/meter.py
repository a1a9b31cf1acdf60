"""The JSON API over meters that others define."""

from __future__ import annotations

from litestar import Router, get, post
from litestar.params import JSONBody

from billing.metered import meters
from billing.metered.meters import Defined, NewMeter
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest


@get("/meters", **route.of(meters.every, "desk"))
async def listed(request: AnyRequest) -> list[Defined]:
    found: list[Defined] = await route.perform(request, meters.every)
    return found


@post("/meters", **route.of(meters.define, "desk"))
async def define(request: AnyRequest, data: JSONBody[NewMeter]) -> Defined:
    made: Defined = await route.perform(request, meters.define, data)
    return made


ROUTER = Router("/", route_handlers=[listed, define], tags=["meters"])
