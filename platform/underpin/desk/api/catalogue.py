"""The JSON API over the catalogue: what is offered, requests by its forms, the items behind it."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing, ticket
from underpin.desk.api.ticket import TicketView
from underpin.desk.catalogue import items, reading_first, requesting
from underpin.desk.catalogue.definition import Definition
from underpin.desk.catalogue.items import Item
from underpin.desk.catalogue.requesting import Requested, Wanted
from underpin.desk.knowledge.finding import Found
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment


class Said(msgspec.Struct, forbid_unknown_fields=True):
    definition: Definition
    active: bool = True


class Ask(msgspec.Struct, forbid_unknown_fields=True):
    """`answers` by field, as typed: dates as 2026-03-02, yes or no, a person by their address,
    files by the ids under which they wait. `requester_id` is for staff, who ask for somebody."""

    answers: dict[str, str]
    wanted_at: Moment | None = None
    requester_id: UUID | None = None


@get(f"{CLIENT}/catalogue", **route.of(items.offered))
async def offered(request: AnyRequest, key: FromPath[str]) -> list[Item]:
    found: list[Item] = await asking.read(request, items.offered, key)
    return found


@get(f"{CLIENT}/catalogue/{{item:str}}", **route.of(items.one))
async def one(request: AnyRequest, key: FromPath[str], item: FromPath[str]) -> Item:
    found: Item = await asking.read(request, items.one, key, item)
    return found


@get(f"{CLIENT}/catalogue/{{item:str}}/articles", **route.of(reading_first.of_item))
async def articles(request: AnyRequest, key: FromPath[str], item: FromPath[str]) -> list[Found]:
    """What to read before asking for it."""
    found: list[Found] = await asking.read(request, reading_first.of_item, key, item)
    return found


@get("/catalogue-articles", **route.of(reading_first.choices, "desk"))
async def choices(request: AnyRequest) -> list[Found]:
    """What an item for every client may name."""
    return await route.perform(request, reading_first.choices)


@get(f"{CLIENT}/catalogue-articles", **route.of(reading_first.choices_of, "desk"))
async def choices_of(request: AnyRequest, key: FromPath[str]) -> list[Found]:
    found: list[Found] = await asking.read(request, reading_first.choices_of, key)
    return found


@put(f"{CLIENT}/catalogue/{{item:str}}", **route.of(items.put, "desk"))
async def put_item(
    request: AnyRequest, key: FromPath[str], item: FromPath[str], data: JSONBody[Said]
) -> Item:
    words = {"active": data.active, "version": route.expected_version(request)}
    made: Item = await asking.change(request, items.put, key, item, data.definition, **words)
    return made


@post(f"{CLIENT}/catalogue/{{item:str}}/requests", **route.of(requesting.request))
async def ask(
    request: AnyRequest, key: FromPath[str], item: FromPath[str], data: JSONBody[Ask]
) -> TicketView:
    language = route.principal_of(request).locale
    wanted = Wanted(item, data.answers, data.wanted_at, data.requester_id, language)
    return ticket.view(request, await asking.change(request, requesting.request, key, wanted))


@get("/tickets/{name:str}/request", **route.of(requesting.of_ticket))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> Requested | None:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, requesting.of_ticket, tenant, number, tenant=tenant)


@get("/catalogue", **route.of(items.every, "desk"))
async def every(request: AnyRequest) -> list[Item]:
    """The provider's own items, offered to every client."""
    return await route.perform(request, items.every)


@put("/catalogue/{item:str}", **route.of(items.put_for_all, "desk"))
async def put_for_all(request: AnyRequest, item: FromPath[str], data: JSONBody[Said]) -> Item:
    words = {"active": data.active, "version": route.expected_version(request)}
    return await route.perform(request, items.put_for_all, item, data.definition, **words)


@get(f"{CLIENT}/catalogue-items", **route.of(items.of_client, "desk"))
async def of_client(request: AnyRequest, key: FromPath[str]) -> list[Item]:
    """Also what is not active."""
    found: list[Item] = await asking.read(request, items.of_client, key)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        *(of_client, offered, one, put_item, ask, of_ticket, every, put_for_all),
        *(articles, choices, choices_of),
    ],
    tags=["catalogue"],
)
