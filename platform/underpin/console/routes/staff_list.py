"""The list: every open ticket a staff person may see, by rank, and "take next"."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromQuery

from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, frame, gathering, look
from underpin.console.routes.shaping import listing
from underpin.desk.queues import taking
from underpin.kernel import verb
from underpin.kernel.errors import NotFound
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
NOTHING_FREE = N_("Nothing is free in your tier's queues.")


@get("/list", **route.of(gathering.desk_list, "desk"))
async def show(
    request: AnyRequest,
    *,
    client: FromQuery[str] = "",
    tier: FromQuery[str] = "",
    priority: FromQuery[str] = "",
    holder: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Response[Any]:
    asker = route.principal_of(request)
    filters = views.ListFilters(client, tier, priority, holder)
    tenants = (route.tenant_of(request, client),) if client else ()
    wanted = listing.wanted(filters, tenants, asker.person_id)
    above, key = listing.cursor(after)
    found = await route.perform(request, gathering.desk_list, wanted, key)
    view = _view(request, filters, found, above)
    return answering.page(request, "list", view)


def _view(
    request: AnyRequest, filters: views.ListFilters, found: gathering.Listed, above: int
) -> views.ListPage:
    asker = route.principal_of(request)
    shell = frame.shell(request, area="list", now=found.now, notice=_notice(request))
    return views.ListPage(
        shell,
        filters,
        listing.summary(found.counts),
        listing.rows(found.page, above, asker.person_id, found.now, shell.reader.zone),
        listing.clients(found.companies),
        after=listing.page_after(above, found.page),
        first=above == 0,
        may_take=asker.tier is not None and asker.may("ticket.work"),
    )


def _notice(request: AnyRequest) -> views.Notice | None:
    if "empty" not in request.query_params:
        return None
    language = look.language(request, frame.asker(request))
    return views.Notice("done", locale.gettext(language, NOTHING_FREE))


@post("/list/next", **route.of(taking.take_next, "desk"))
async def take_next(request: AnyRequest) -> Response[Any]:
    """The most urgent free ticket that fits one's tier and skills."""
    asker = route.principal_of(request)
    try:
        taken = await verb.begin(taking.take_next, asker, "page", key=await route.once(request))
    except NotFound:
        return answering.Going("/list?empty=1")
    keys = {tenant: key for key, tenant in asker.tenants.items()}
    return answering.Going(f"/tickets/{keys[taken.tenant_id]}-{taken.number}")


HANDLERS = [show, take_next]
