"""The JSON API over remote support: tools, links, sessions."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.remote import numbers, sessions, tools
from underpin.desk.remote.sessions import Link, Session
from underpin.desk.remote.tools import Tool
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

TOOL = "/remote-tools/{tool_id:uuid}"
ON_TICKET = "/tickets/{name:str}"
SESSION = f"{ON_TICKET}/remote-sessions/{{remote_session_id:uuid}}"


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    pattern: str
    attribute: str
    team_id: UUID | None = None


class Start(msgspec.Struct, forbid_unknown_fields=True):
    tool_id: UUID
    asset_id: UUID | None = None
    target: str = ""
    keep: bool = False


class Time(msgspec.Struct, forbid_unknown_fields=True):
    minutes: int | None = None
    text: str = ""


@get("/remote-tools", **route.of(tools.listed, "desk"))
async def listed(request: AnyRequest) -> list[Tool]:
    found: list[Tool] = await route.perform(request, tools.listed)
    return found


@post("/remote-tools", **route.of(tools.keep, "desk"))
async def keep(request: AnyRequest, data: JSONBody[Wanted]) -> Tool:
    words = (data.name, data.pattern, data.attribute)
    made: Tool = await route.perform(request, tools.keep, *words, team_id=data.team_id)
    return made


@put(TOOL, **route.of(tools.keep, "desk"))
async def change(request: AnyRequest, tool_id: FromPath[UUID], data: JSONBody[Wanted]) -> Tool:
    words = (data.name, data.pattern, data.attribute, tool_id)
    made: Tool = await route.perform(request, tools.keep, *words, team_id=data.team_id)
    return made


@delete(TOOL, **route.of(tools.retire, "desk"))
async def retire(request: AnyRequest, tool_id: FromPath[UUID]) -> None:
    await route.perform(request, tools.retire, tool_id)


@get(f"{ON_TICKET}/remote-links", **route.of(sessions.links, "desk"))
async def links(request: AnyRequest, name: FromPath[str]) -> list[Link]:
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number)
    found: list[Link] = await route.perform(request, sessions.links, *words, tenant=tenant)
    return found


@delete(f"{ON_TICKET}/remote-numbers/{{tool_id:uuid}}", **route.of(numbers.forget, "desk"))
async def forget(request: AnyRequest, name: FromPath[str], tool_id: FromPath[UUID]) -> None:
    """The requester's."""
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, numbers.forget, number, tool_id, tenant=tenant)


@get(f"{ON_TICKET}/remote-sessions", **route.of(sessions.of_ticket, "desk"))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> list[Session]:
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number)
    found: list[Session] = await route.perform(request, sessions.of_ticket, *words, tenant=tenant)
    return found


@post(f"{ON_TICKET}/remote-sessions", **route.of(sessions.start, "desk"))
async def start(request: AnyRequest, name: FromPath[str], data: JSONBody[Start]) -> Session:
    """Answers with the address that opens it."""
    tenant, number = addressing.ticket(request, name)
    onto = {"asset_id": data.asset_id, "target": data.target, "keep": data.keep}
    words = (number, data.tool_id)
    made: Session = await route.perform(request, sessions.start, *words, tenant=tenant, **onto)
    return made


@put(f"{SESSION}/end", **route.of(sessions.end, "desk"))
async def end(
    request: AnyRequest, name: FromPath[str], remote_session_id: FromPath[UUID]
) -> Session:
    tenant, number = addressing.ticket(request, name)
    words = (number, remote_session_id)
    done: Session = await route.perform(request, sessions.end, *words, tenant=tenant)
    return done


@post(f"{SESSION}/time", **route.of(sessions.log, "desk"))
async def log(
    request: AnyRequest,
    name: FromPath[str],
    remote_session_id: FromPath[UUID],
    data: JSONBody[Time],
) -> dict[str, UUID]:
    tenant, number = addressing.ticket(request, name)
    words = (number, remote_session_id, data.minutes, data.text)
    return {"id": await route.perform(request, sessions.log, *words, tenant=tenant)}


ROUTER = Router(
    "/",
    route_handlers=[*(listed, keep, change, retire, links, forget, of_ticket, start, end, log)],
    tags=["desk"],
)
