"""The JSON API over usage that others count, and prepaid blocks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.metered import usage
from billing.metered.usage import Counted, Entry, Taken
from billing.prepaid import blocks, selling
from billing.prepaid.blocks import Holding
from billing.prepaid.selling import NewBlock
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest


@get("/clients/{key:str}/usage", **route.of(usage.of_span, "desk"))
async def counted(
    request: AnyRequest, key: FromPath[str], start: FromQuery[datetime], end: FromQuery[datetime]
) -> list[Counted]:
    found: list[Counted] = await asking.read(request, usage.of_span, key, start, end)
    return found


@post("/clients/{key:str}/usage/{source:str}", **route.of(usage.report, "desk"))
async def report(
    request: AnyRequest, key: FromPath[str], source: FromPath[str], data: JSONBody[list[Entry]]
) -> Taken:
    taken: Taken = await asking.change(request, usage.report, key, source, data)
    return taken


@put(
    "/clients/{key:str}/usage/{source:str}/{event_id:str}/reversal",
    **route.of(usage.take_back, "desk"),
)
async def take_back(
    request: AnyRequest, key: FromPath[str], source: FromPath[str], event_id: FromPath[str]
) -> Taken:
    taken: Taken = await asking.change(request, usage.take_back, key, source, event_id)
    return taken


@get("/clients/{key:str}/blocks", **route.of(blocks.of_tenant))
async def held(request: AnyRequest, key: FromPath[str]) -> list[Holding]:
    found: list[Holding] = await asking.read(request, blocks.of_tenant, key)
    return found


@post("/clients/{key:str}/blocks", **route.of(selling.sell, "desk"))
async def sell(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewBlock]
) -> dict[str, UUID]:
    return {"id": await asking.change(request, selling.sell, key, data)}


ROUTER = Router(
    "/", route_handlers=[counted, report, take_back, held, sell], tags=["usage and blocks"]
)
