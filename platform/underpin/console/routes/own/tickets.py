"""A client's own list: mine, watched, or all I was granted; filtered, searched, page by page."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromQuery

from underpin.console.routes import answering, frame
from underpin.console.routes.own import tickets_gathered
from underpin.console.routes.shaping.own import tickets
from underpin.console.views.own_tickets import OwnFilters, OwnTicketsPage
from underpin.desk.search import finding
from underpin.desk.search.finding import Narrowed
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/tickets", **route.of(tickets_gathered.own, "portal"))
async def every(request: AnyRequest, after: FromQuery[str] = "") -> Response[Any]:
    filters = tickets.filters(request.query_params)
    if filters.q:
        return await _searched(request, filters, after)
    wanted, number = tickets.wanted(filters), digits.read(after, 9)
    found = await route.perform(request, tickets_gathered.own, wanted, number)
    shell = frame.shell(request, area="tickets", now=found.now)
    view = tickets.page(shell, found, filters, later=number is not None)
    return answering.page(request, "own/tickets", view)


async def _searched(request: AnyRequest, filters: OwnFilters, after: str) -> Response[Any]:
    """In all the tickets they may see, open ones first among equals."""
    shell = frame.shell(request, area="tickets")
    live = {"live": True, "you": True, "done": False}.get(filters.standing)
    try:
        found = await route.perform(
            request, finding.find, filters.q, Narrowed(live=live), after or None
        )
    except Malformed as problem:
        view = OwnTicketsPage(shell, filters, (), problem=problem.detail)
        return answering.page(request, "own/tickets", view, 422)
    return answering.page(request, "own/tickets", tickets.searched(shell, found, filters))


HANDLERS = [every]
