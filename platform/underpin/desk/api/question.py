"""The JSON API over what a ticket waits for the client for, and who is asked of it."""

from __future__ import annotations

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.tickets import follow_up, holding, reading
from underpin.desk.tickets.holding import Holding
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.reading import Colleague
from underpin.desk.watching import copied
from underpin.desk.watching.watchers import Watcher
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

TICKET = "/tickets/{name:str}"


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """The ticket comes back at `until`, if not before."""

    question: str
    until: Moment


@post(f"{TICKET}/question", **route.of(follow_up.ask, "desk"))
async def ask(request: AnyRequest, name: FromPath[str], data: JSONBody[Question]) -> Message:
    """Asks the client and waits, which pauses the clocks that wait for them."""
    tenant, number = addressing.ticket(request, name)
    words, version = (number, data.question, data.until), route.expected_version(request)
    return await route.perform(request, follow_up.ask, *words, tenant=tenant, version=version)


@get(f"{TICKET}/holding", **route.of(holding.of_ticket, "desk"))
async def held(request: AnyRequest, name: FromPath[str]) -> Holding:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, holding.of_ticket, tenant, number, tenant=tenant)


@get(f"{TICKET}/copied", **route.of(copied.of_ticket, "desk"))
async def in_copy(request: AnyRequest, name: FromPath[str]) -> list[Watcher]:
    """Colleagues who stood in CC and do not watch it."""
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, copied.of_ticket, tenant, number, tenant=tenant)


@get("/colleagues", **route.of(reading.all_colleagues, "desk"))
async def everybody(request: AnyRequest) -> list[Colleague]:
    """Who works for any of the asker's clients."""
    found: list[Colleague] = await route.perform(request, reading.all_colleagues)
    return found


@get(f"{CLIENT}/colleagues", **route.of(reading.colleagues, "desk"))
async def colleagues(request: AnyRequest, key: FromPath[str]) -> list[Colleague]:
    found: list[Colleague] = await asking.read(request, reading.colleagues, key)
    return found


ROUTER = Router("/", route_handlers=[ask, held, in_copy, everybody, colleagues], tags=["tickets"])
