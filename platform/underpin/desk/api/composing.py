"""The JSON API over what helps to write: colleagues to name, articles to quote."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.params import FromPath, FromQuery, QueryParameter

from underpin.desk.api import addressing
from underpin.desk.knowledge import quoting
from underpin.desk.knowledge.finding import Found
from underpin.desk.mentions import offering
from underpin.desk.mentions.offering import Offered
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

Words = Annotated[str, QueryParameter(max_length=100)]


class Quoted(msgspec.Struct):
    text: str


@get("/tickets/{name:str}/colleagues", **route.of(offering.colleagues, "desk"))
async def colleagues(
    request: AnyRequest, name: FromPath[str], q: FromQuery[Words] = ""
) -> list[Offered]:
    tenant, number = addressing.ticket(request, name)
    about = (tenant, number, q)
    found: list[Offered] = await route.perform(request, offering.colleagues, *about, tenant=tenant)
    return found


@get("/tickets/{name:str}/quotations/{article_id:uuid}", **route.of(quoting.quote, "desk"))
async def quote(
    request: AnyRequest,
    name: FromPath[str],
    article_id: FromPath[UUID],
    what: FromQuery[Literal["link", "text"]] = "link",
) -> Quoted:
    """In the requester's language, of what they may read."""
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number, article_id, what)
    return Quoted(await route.perform(request, quoting.quote, *words, tenant=tenant))


@get("/tickets/{name:str}/quotations", **route.of(quoting.offered, "desk"))
async def quotations(
    request: AnyRequest, name: FromPath[str], q: FromQuery[str] = ""
) -> list[Found]:
    """Articles that answer the words, or without any are about the ticket."""
    tenant, number = addressing.ticket(request, name)
    return list(await route.perform(request, quoting.offered, tenant, number, q, tenant=tenant))


ROUTER = Router("/", route_handlers=[quotations, colleagues, quote], tags=["desk"])
