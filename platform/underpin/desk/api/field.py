"""The JSON API over fields of one's own: what they are, and what a ticket says in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.api.ticket import TicketView, view
from underpin.desk.fields import definitions, filling
from underpin.desk.fields.field import Audience, Definition, Kind, New, Required
from underpin.desk.fields.filling import Said
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

TICKET = "/tickets/{name:str}/fields"


class NewField(msgspec.Struct, forbid_unknown_fields=True):
    """As `fields/field.py` explains them."""

    label: str
    kind: Kind
    options: list[str] = []
    types: list[str] = []
    required: Required = "never"
    searchable: bool = True
    audience: Audience = "members"
    position: int = 0

    @property
    def new(self) -> New:
        given = msgspec.structs.asdict(self)
        return New(**given | {"options": tuple(self.options), "types": tuple(self.types)})


class Values(msgspec.Struct, forbid_unknown_fields=True):
    """By the field's id; null empties one."""

    fields: dict[str, Any]


@get("/fields", **route.of(definitions.everyones, "desk"))
async def everyones(request: AnyRequest) -> list[Definition]:
    found: list[Definition] = await route.perform(request, definitions.everyones)
    return found


@get("/own-fields", **route.of(definitions.of_client, "portal"))
async def own(request: AnyRequest) -> list[Definition]:
    found: list[Definition] = await asking.own(request, definitions.of_client)
    return found


@get(f"{CLIENT}/fields", **route.of(definitions.of_client, "desk"))
async def of_client(request: AnyRequest, key: FromPath[str]) -> list[Definition]:
    found: list[Definition] = await asking.read(request, definitions.of_client, key)
    return found


@post("/fields", **route.of(definitions.define, "desk"))
async def define(request: AnyRequest, data: JSONBody[NewField]) -> UUID:
    return await route.perform(request, definitions.define, data.new)


@post(f"{CLIENT}/fields", **route.of(definitions.define_for, "desk"))
async def define_for(request: AnyRequest, key: FromPath[str], data: JSONBody[NewField]) -> UUID:
    made: UUID = await asking.change(request, definitions.define_for, key, data.new)
    return made


@delete("/fields/{field_id:uuid}", **route.of(definitions.retire, "desk"))
async def retire(request: AnyRequest, field_id: FromPath[UUID]) -> None:
    await route.perform(request, definitions.retire, field_id)


@delete(f"{CLIENT}/fields/{{field_id:uuid}}", **route.of(definitions.retire_for, "desk"))
async def retire_for(request: AnyRequest, key: FromPath[str], field_id: FromPath[UUID]) -> None:
    await asking.change(request, definitions.retire_for, key, field_id)


@get(TICKET, **route.of(filling.of_ticket))
async def values(request: AnyRequest, name: FromPath[str]) -> list[Said]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, filling.of_ticket, tenant, number, tenant=tenant)


@put(TICKET, **route.of(filling.fill, "desk"))
async def fill(request: AnyRequest, name: FromPath[str], data: JSONBody[Values]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    more = {"tenant": tenant, "version": route.expected_version(request)}
    return view(request, await route.perform(request, filling.fill, number, data.fields, **more))


ROUTER = Router(
    "/",
    route_handlers=[
        *(everyones, own, of_client, define, define_for, retire, retire_for, values, fill)
    ],
    tags=["desk"],
)
