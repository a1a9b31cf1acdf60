"""One ticket: the staff's page at the desk, the client's at the portal, from the same verb."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from underpin.console import views
from underpin.console.routes import answering, frame, gathering
from underpin.console.routes.requests import reading, shaping_work
from underpin.console.routes.shaping import portal, tickets
from underpin.console.routes.shaping.knowing import told
from underpin.console.routes.writing import pictures, prepared
from underpin.console.routes.writing.prepared import Written
from underpin.desk.api import addressing
from underpin.desk.surveys import answering as surveys
from underpin.desk.tickets import sharing, states
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/tickets/{name:str}", **route.of(gathering.ticket))
async def show(
    request: AnyRequest,
    name: FromPath[str],
    article: FromQuery[UUID | None] = None,
    what: FromQuery[Literal["link", "text"]] = "link",
    macro: FromQuery[UUID | None] = None,
) -> Response[Any]:
    """With `article` or `macro`, what they say stands in the composer already."""
    return await drawn(request, name, await prepared.of(request, name, article, what, macro))


async def drawn(
    request: AnyRequest, name: str, written: Written = prepared.UNWRITTEN, status: int = 200
) -> Response[Any]:
    """The page of a ticket, with what was typed and what was wrong with it."""
    tenant, number = addressing.ticket(request, name)
    staff = frame.is_staff(request)
    found = await route.perform(request, gathering.ticket, tenant, number, tenant=tenant)
    shell = frame.shell(request, area="list" if staff else "home", now=found.now)
    asker = route.principal_of(request)
    words = {"draft": written.draft, "problem": written.problem}
    about = await route.perform(request, reading.beside, tenant, number, tenant=tenant)
    beside = shaping_work.beside(shell, about, asker.person_id)
    if staff:
        view = replace(tickets.page(shell, found, asker, **words), beside=beside)
        view = replace(view, macro=written.macro, noting=written.noting or view.noting)
        view = replace(view, timeline=pictures.shown(view.timeline, about.files))
        return answering.page(request, "ticket", view, status)
    split = await route.perform(request, sharing.of_ticket, tenant, number, tenant=tenant)
    view_ = portal.ticket(shell, found, asker, split, **words)
    view_ = replace(view_, timeline=pictures.shown(view_.timeline, about.files))
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
