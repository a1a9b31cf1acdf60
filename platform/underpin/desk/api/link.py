"""The JSON API over tickets that belong together: links, merging, splitting."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing, ticket
from underpin.desk.api.ticket import TicketView
from underpin.desk.links import link, merging, splitting
from underpin.desk.links.link import Link
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

TICKET = "/tickets/{name:str}"


class NewLink(msgspec.Struct, forbid_unknown_fields=True):
    """`other` is a ticket of the same client, like ACME-1042."""

    other: str
    kind: str = "related"


class Merge(msgspec.Struct, forbid_unknown_fields=True):
    """`inform`: who asked or watched there watches the one that goes on."""

    into: str
    inform: bool = False


class Split(msgspec.Struct, forbid_unknown_fields=True):
    message_id: UUID
    subject: str
    service_id: UUID | None = None


@get(f"{TICKET}/links", **route.of(link.of_ticket))
async def links(request: AnyRequest, name: FromPath[str]) -> list[Link]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, link.of_ticket, tenant, number, tenant=tenant)


@post(f"{TICKET}/links", **route.of(link.add, "desk"))
async def add(request: AnyRequest, name: FromPath[str], data: JSONBody[NewLink]) -> list[Link]:
    tenant, number = addressing.ticket(request, name)
    other = _of_the_same(request, tenant, data.other, "other")
    return await route.perform(request, link.add, number, other, data.kind, tenant=tenant)


@delete(f"{TICKET}/links/{{link_id:uuid}}", **route.of(link.remove, "desk"))
async def remove(request: AnyRequest, name: FromPath[str], link_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, link.remove, number, link_id, tenant=tenant)


@put(f"{TICKET}/merge", **route.of(merging.merge, "desk"))
async def merge(request: AnyRequest, name: FromPath[str], data: JSONBody[Merge]) -> TicketView:
    """Answers with the ticket that goes on."""
    tenant, number = addressing.ticket(request, name)
    into = _of_the_same(request, tenant, data.into, "into")
    more = {"inform": data.inform, "version": route.expected_version(request)}
    stays = await route.perform(request, merging.merge, number, into, tenant=tenant, **more)
    return ticket.view(request, stays)


@post(f"{TICKET}/split", **route.of(splitting.split, "desk"))
async def split(request: AnyRequest, name: FromPath[str], data: JSONBody[Split]) -> TicketView:
    """Answers with the new ticket."""
    tenant, number = addressing.ticket(request, name)
    words = (number, data.message_id, data.subject)
    made = await route.perform(
        request, splitting.split, *words, tenant=tenant, service_id=data.service_id
    )
    return ticket.view(request, made)


def _of_the_same(request: AnyRequest, tenant: int, name: str, field: str) -> int:
    """Raises Malformed for a ticket of another client, NotFound for one that cannot be seen."""
    theirs, number = addressing.ticket(request, name)
    if theirs != tenant:
        raise Malformed(f"{field}: a ticket of the same client.", field=field)
    return number


ROUTER = Router("/", route_handlers=[links, add, remove, merge, split], tags=["desk"])
