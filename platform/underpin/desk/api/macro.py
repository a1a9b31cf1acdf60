"""The JSON API over macros."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.api import addressing, ticket
from underpin.desk.api.ticket import TicketView
from underpin.desk.deeds import deed as deeds
from underpin.desk.macros import macros, using
from underpin.desk.macros.macro import Macro, Said
from underpin.desk.macros.using import Preview
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

MACRO = "/macros/{macro_id:uuid}"
ON_TICKET = f"/tickets/{{name:str}}{MACRO}"


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """`texts` by language; `deeds` are those of docs/automation.md that a macro may do."""

    name: str
    audience: Literal["own", "team", "everyone"] = "own"
    team_id: UUID | None = None
    says: Literal["reply", "note", "nothing"] = "nothing"
    texts: dict[str, str] = {}
    deeds: list[deeds.ByHand] = []


class Use(msgspec.Struct, forbid_unknown_fields=True):
    """`text` is said instead of the prepared one."""

    text: str | None = None


@get("/macros", **route.of(macros.listed, "desk"))
async def listed(request: AnyRequest, words: FromQuery[str] = "") -> list[Macro]:
    found: list[Macro] = await route.perform(request, macros.listed, words)
    return found


@post("/macros", **route.of(macros.keep, "desk"))
async def keep(request: AnyRequest, data: JSONBody[Wanted]) -> Macro:
    made: Macro = await route.perform(request, macros.keep, _said(data))
    return made


@get(MACRO, **route.of(macros.one, "desk"))
async def one(request: AnyRequest, macro_id: FromPath[UUID]) -> Macro:
    found: Macro = await route.perform(request, macros.one, macro_id)
    return found


@put(MACRO, **route.of(macros.change, "desk"))
async def change(request: AnyRequest, macro_id: FromPath[UUID], data: JSONBody[Wanted]) -> Macro:
    words, version = (macro_id, _said(data)), route.expected_version(request)
    made: Macro = await route.perform(request, macros.change, *words, version=version)
    return made


@delete(MACRO, **route.of(macros.retire, "desk"))
async def retire(request: AnyRequest, macro_id: FromPath[UUID]) -> None:
    await route.perform(request, macros.retire, macro_id)


@get(ON_TICKET, **route.of(using.preview, "desk"))
async def preview(request: AnyRequest, name: FromPath[str], macro_id: FromPath[UUID]) -> Preview:
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number, macro_id)
    found: Preview = await route.perform(request, using.preview, *words, tenant=tenant)
    return found


@post(f"{ON_TICKET}/use", **route.of(using.use, "desk"))
async def use(
    request: AnyRequest, name: FromPath[str], macro_id: FromPath[UUID], data: JSONBody[Use]
) -> TicketView:
    """Answers with the ticket as it is then."""
    tenant, number = addressing.ticket(request, name)
    more = {"text": data.text, "version": route.expected_version(request)}
    done = await route.perform(request, using.use, number, macro_id, tenant=tenant, **more)
    return ticket.view(request, done)


def _said(data: Wanted) -> Said:
    whose = (data.name, data.audience, data.team_id)
    return Said(*whose, data.says, data.texts, tuple(data.deeds))


ROUTER = Router(
    "/", route_handlers=[listed, keep, one, change, retire, preview, use], tags=["desk"]
)
