"""The page for an edit against an older state: who changed it, and what was typed."""

from __future__ import annotations

from typing import Any

from litestar import Request

from underpin.console import views
from underpin.console.routes import frame
from underpin.desk.api import addressing
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Detail
from underpin.kernel.errors import Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


async def page(request: AnyRequest, kept: str) -> views.ConflictPage | None:
    """For a form about a ticket, the ticket as it stands; None for anything else."""
    name = request.path_params.get("name")
    if not isinstance(name, str) or not request.url.path.startswith("/tickets/"):
        return None
    try:
        tenant, number = addressing.ticket(request, name)
        detail = await route.perform(request, reading.one, tenant, number, tenant=tenant)
    except Problem:
        return None
    return _shown(request, name, detail, kept)


def _shown(request: AnyRequest, name: str, detail: Detail, kept: str) -> views.ConflictPage:
    return views.ConflictPage(
        frame.shell(request),
        subject=name.upper(),
        by=_who(detail),
        at=detail.ticket.touched_at,
        back=f"/tickets/{name}",
        kept=kept,
    )


def _who(detail: Detail) -> str:
    """Who acted last, as far as the reader may know."""
    acted = [each.actor for each in detail.happenings if each.actor]
    said = [message.author_name for message in detail.messages]
    return next(reversed(acted or said), None) or detail.names.client
