"""The JSON API over what kind of ticket one is, and how far it is by the words of its type."""

from __future__ import annotations

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.api.ticket import TicketView, view
from underpin.desk.kinds import advancing, retyping
from underpin.desk.kinds.advancing import Course
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

TICKET = "/tickets/{name:str}"


class ToStage(msgspec.Struct, forbid_unknown_fields=True):
    """`body`: the public message with which it ends."""

    stage: str
    body: str = ""


class ToType(msgspec.Struct, forbid_unknown_fields=True):
    """`corrects`: it was of this type from the beginning, and we were wrong."""

    type: str
    reason: str
    corrects: bool = False


@get(f"{TICKET}/stage", **route.of(advancing.course, "desk"))
async def course(request: AnyRequest, name: FromPath[str]) -> Course:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, advancing.course, tenant, number, tenant=tenant)


@put(f"{TICKET}/stage", **route.of(advancing.advance, "desk"))
async def advance(request: AnyRequest, name: FromPath[str], data: JSONBody[ToStage]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    more = {"body": data.body, "version": route.expected_version(request)}
    found = await route.perform(
        request, advancing.advance, number, data.stage, tenant=tenant, **more
    )
    return view(request, found)


@put(f"{TICKET}/type", **route.of(retyping.retype, "desk"))
async def retype(request: AnyRequest, name: FromPath[str], data: JSONBody[ToType]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    more = {"corrects": data.corrects, "version": route.expected_version(request)}
    words = (number, data.type, data.reason)
    return view(
        request, await route.perform(request, retyping.retype, *words, tenant=tenant, **more)
    )


ROUTER = Router("/", route_handlers=[course, advance, retype], tags=["desk"])
