"""The JSON API over a ticket's tags."""

from __future__ import annotations

from litestar import Router, delete, get, put
from litestar.params import FromPath

from underpin.desk.api import addressing
from underpin.desk.tickets import tagging
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

TAGS = "/tickets/{name:str}/tags"


@get(TAGS, **route.of(tagging.of_ticket, "desk"))
async def tags(request: AnyRequest, name: FromPath[str]) -> list[str]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, tagging.of_ticket, tenant, number, tenant=tenant)


@put(f"{TAGS}/{{word:str}}", status_code=204, **route.of(tagging.tag, "desk"))
async def tag(request: AnyRequest, name: FromPath[str], word: FromPath[str]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, tagging.tag, number, word, tenant=tenant)


@delete(f"{TAGS}/{{word:str}}", **route.of(tagging.untag, "desk"))
async def untag(request: AnyRequest, name: FromPath[str], word: FromPath[str]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, tagging.untag, number, word, tenant=tenant)


ROUTER = Router("/", route_handlers=[tags, tag, untag], tags=["desk"])
