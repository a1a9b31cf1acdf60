"""One ticket: the staff's page at the desk, the client's at the portal, from the same verb."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, frame, ticket_whole
from underpin.console.routes.requests import shaping_work
from underpin.console.routes.requests.reading import Beside
from underpin.console.routes.shaping import portal, tickets
from underpin.console.routes.shaping.knowing import told
from underpin.console.routes.writing import pictures, prepared
from underpin.console.routes.writing.pictures import Timeline
from underpin.console.routes.writing.prepared import Written
from underpin.desk.api import addressing
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/tickets/{name:str}", **route.of(ticket_whole.page))
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
    whole = await route.perform(request, ticket_whole.page, tenant, number, tenant=tenant)
    found, asker = whole.ticket, route.principal_of(request)
    shell = frame.shell(request, area="list" if staff else "home", now=found.now)
    words = {"draft": written.draft, "problem": written.problem}
    beside = shaping_work.beside(shell, whole.beside, asker.person_id)
    if staff:
        view = replace(tickets.page(shell, found, asker, **words), beside=beside)
        view = replace(view, macro=written.macro, noting=written.noting or view.noting)
        view = replace(view, timeline=_talk(view.timeline, name, whole.beside))
        return answering.page(request, "ticket", view, status)
    view_ = portal.ticket(shell, found, asker, whole.split, **words)
    view_ = replace(view_, timeline=_talk(view_.timeline, name, whole.beside))
    rating = told.rating(whole.rating, f"/tickets/{name}/survey") if whole.rates else None
    return answering.page(
        request, "portal_ticket", replace(view_, rating=rating, beside=beside), status
    )


def _talk(timeline: Timeline, name: str, about: Beside) -> Timeline:
    return pictures.unfolding(pictures.shown(timeline, about), name, about.folded)


HANDLERS = [show]
