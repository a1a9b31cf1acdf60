"""The JSON API over usage that others count, and prepaid blocks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.metered import usage
from billing.metered.usage import Counted, Entry, Taken
from billing.prepaid import blocks, selling
from billing.prepaid.blocks import Drawn, Holding
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


@get("/clients/{key:str}/blocks/{block_id:uuid}/draws", **route.of(blocks.draws_of))
async def draws(
    request: AnyRequest,
    key: FromPath[str],
    block_id: FromPath[UUID],
    before: FromQuery[UUID | None] = None,
) -> list[Drawn]:
    found: list[Drawn] = await asking.read(request, blocks.draws_of, key, block_id, before)
    return found


class TopUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    starts: date


@post("/clients/{key:str}/blocks/{block_id:uuid}/top-up", **route.of(selling.top_up, "desk"))
async def top_up(
    request: AnyRequest, key: FromPath[str], block_id: FromPath[UUID], data: JSONBody[TopUp]
) -> dict[str, UUID]:
    return {"id": await asking.change(request, selling.top_up, key, block_id, data.starts)}


ROUTER = Router(
    "/",
    route_handlers=[counted, report, take_back, held, sell, draws, top_up],
    tags=["usage and blocks"],
)
