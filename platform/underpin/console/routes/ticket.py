"""One ticket: the staff's page at the desk, the client's at the portal, from the same verb."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from underpin.console.routes import answering, frame, gathering
from underpin.console.routes.shaping import portal, tickets
from underpin.desk.api import addressing
from underpin.desk.tickets import sharing
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/tickets/{name:str}", **route.of(gathering.ticket))
async def show(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await drawn(request, name)


async def drawn(
    request: AnyRequest, name: str, *, draft: str = "", problem: str = "", status: int = 200
) -> Response[Any]:
    """The page of a ticket, with what was typed and what was wrong with it."""
    tenant, number = addressing.ticket(request, name)
    staff = frame.is_staff(request)
    found = await route.perform(request, gathering.ticket, tenant, number, tenant=tenant)
    shell = frame.shell(request, area="list" if staff else "home", now=found.now)
    asker = route.principal_of(request)
    words = {"draft": draft, "problem": problem}
    if staff:
        view = tickets.page(shell, found, asker, **words)
        return answering.page(request, "ticket", view, status)
    split = await route.perform(request, sharing.of_ticket, tenant, number, tenant=tenant)
    view_ = portal.ticket(shell, found, asker, split, **words)
    return answering.page(request, "portal_ticket", view_, status)


HANDLERS = [show]
