"""One ticket: the staff's page at the desk, the client's at the portal, from the same verb."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from underpin.console import views
from underpin.console.routes import answering, frame, gathering
from underpin.console.routes.requests import reading, shaping_work
from underpin.console.routes.shaping import portal, tickets
from underpin.console.routes.shaping.knowing import told
from underpin.desk.api import addressing
from underpin.desk.knowledge import finding
from underpin.desk.surveys import answering as surveys
from underpin.desk.tickets import sharing, states
from underpin.kernel import installation
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/tickets/{name:str}", **route.of(gathering.ticket))
async def show(
    request: AnyRequest, name: FromPath[str], article: FromQuery[UUID | None] = None
) -> Response[Any]:
    """With `article`, its title and address stand in the reply already."""
    draft = await _quoted(request, name, article) if article else ""
    return await drawn(request, name, draft=draft)


async def _quoted(request: AnyRequest, name: str, article: UUID) -> str:
    tenant, _ = addressing.ticket(request, name)
    found = await route.perform(request, finding.leaf, tenant, article, tenant=tenant)
    if found.audience == "staff":
        return ""
    return f"{found.title}\n{installation.settings().portal_origin}/knowledge/{found.id}\n"


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
    about = await route.perform(request, reading.beside, tenant, number, tenant=tenant)
    beside = shaping_work.beside(shell, about, asker.person_id)
    if staff:
        view = replace(tickets.page(shell, found, asker, **words), beside=beside)
        return answering.page(request, "ticket", view, status)
    split = await route.perform(request, sharing.of_ticket, tenant, number, tenant=tenant)
    view_ = portal.ticket(shell, found, asker, split, **words)
    rating = await _rating(request, name, found)
    return answering.page(
        request, "portal_ticket", replace(view_, rating=rating, beside=beside), status
    )


async def _rating(request: AnyRequest, name: str, found: gathering.Ticket) -> views.Rating | None:
    """How content the requester is, once their ticket is done."""
    ticket, asker = found.detail.ticket, route.principal_of(request)
    if ticket.requester_id != asker.person_id or ticket.state not in states.DONE:
        return None
    tenant, number = addressing.ticket(request, name)
    said = await route.perform(request, surveys.of_ticket, tenant, number, tenant=tenant)
    return told.rating(said, f"/tickets/{name}/survey")


HANDLERS = [show]
