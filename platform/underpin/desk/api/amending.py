"""The JSON API that sets right what a ticket is about."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, put
from litestar.params import FromPath, JSONBody

from underpin.desk.amending import requester, secrecy, serving, subject
from underpin.desk.api import addressing
from underpin.desk.tickets import working
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

TICKET = "/tickets/{name:str}"


class Subject(msgspec.Struct, forbid_unknown_fields=True):
    subject: str
    version: int | None = None


class Requester(msgspec.Struct, forbid_unknown_fields=True):
    """As `requester.give` explains it."""

    address: str
    watches: bool = False
    version: int | None = None


class Service(msgspec.Struct, forbid_unknown_fields=True):
    """As `serving.say` explains it; null for none."""

    service_id: UUID | None
    reason: str
    version: int | None = None


class Team(msgspec.Struct, forbid_unknown_fields=True):
    """Null: no team's in particular."""

    team_id: UUID | None


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@put(f"{TICKET}/subject", **route.of(subject.say, "desk"))
async def reword(request: AnyRequest, name: FromPath[str], data: JSONBody[Subject]) -> Ticket:
    tenant, number = addressing.ticket(request, name)
    words = {"version": data.version}
    return await route.perform(request, subject.say, number, data.subject, tenant=tenant, **words)


@put(f"{TICKET}/requester", **route.of(requester.give, "desk"))
async def give(request: AnyRequest, name: FromPath[str], data: JSONBody[Requester]) -> Ticket:
    tenant, number = addressing.ticket(request, name)
    more = {"watches": data.watches, "version": data.version}
    return await route.perform(request, requester.give, number, data.address, tenant=tenant, **more)


@put(f"{TICKET}/service", **route.of(serving.say, "desk"))
async def serve(request: AnyRequest, name: FromPath[str], data: JSONBody[Service]) -> Ticket:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.service_id, data.reason)
    return await route.perform(request, serving.say, *words, tenant=tenant, version=data.version)


@put(f"{TICKET}/team", **route.of(working.hand_over, "desk"))
async def hand_over(request: AnyRequest, name: FromPath[str], data: JSONBody[Team]) -> Ticket:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, working.hand_over, number, data.team_id, tenant=tenant)


@put(f"{TICKET}/confidentiality", status_code=204, **route.of(secrecy.close))
async def close(request: AnyRequest, name: FromPath[str]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, secrecy.close, number, tenant=tenant)


@put(f"{TICKET}/confidentiality/waiver", status_code=204, **route.of(secrecy.open_up, "desk"))
async def open_up(request: AnyRequest, name: FromPath[str], data: JSONBody[Reason]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, secrecy.open_up, number, data.reason, tenant=tenant)


ROUTER = Router("/", route_handlers=[reword, give, serve, hand_over, close, open_up], tags=["desk"])
