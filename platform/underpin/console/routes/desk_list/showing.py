"""The list: every open ticket a staff person may see, by rank, one of them beside it; and "take
next"."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post

from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, frame, look
from underpin.console.routes import gathering as tickets_gathering
from underpin.console.routes.desk_list import gathering, words
from underpin.console.routes.shaping import listing, tickets
from underpin.desk.api import addressing
from underpin.desk.queues import address, taking
from underpin.kernel import presence, verb
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import Principal
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
NOTHING_FREE = N_("Nothing is free in your tier's queues.")


@get("/list", **route.of(gathering.desk_list, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    notice = said(request, NOTHING_FREE) if "empty" in request.query_params else None
    return await drawn(request, words.of(request.query_params.multi_items()), notice=notice)


async def drawn(
    request: AnyRequest, asked: words.Asked, status: int = 200, **more: Any
) -> Response[Any]:
    """The page for an address, with what else there is to say on it."""
    asker = route.principal_of(request)
    wanted = address.wanted(address.read(asked.filters.words), asker)
    found = await route.perform(
        request, gathering.desk_list, wanted, asked.key, snoozed=asked.filters.snoozed
    )
    shell = frame.shell(request, area="list", now=found.now, notice=more.pop("notice", None))
    opened, here = await asyncio.gather(_opened(request, shell, asked), _here(asker, found))
    page = listing.page(shell, asked, found, asker, here)
    view = listing.with_more(page, opened=opened, **more)
    return answering.page(request, "list", view, status)


async def _opened(
    request: AnyRequest, shell: views.Shell, asked: words.Asked
) -> views.TicketPage | None:
    """The ticket beside the list; none where it is no longer there."""
    try:
        tenant, number = addressing.ticket(request, asked.filters.opened)
        found = await route.perform(
            request, tickets_gathering.ticket, tenant, number, tenant=tenant
        )
    except NotFound:
        return None
    return tickets.page(shell, found, route.principal_of(request))


async def _here(asker: Principal, found: gathering.Listed) -> Mapping[UUID, tuple[str, ...]]:
    """Who else looks at each ticket of the page now."""
    at = {
        row.id: presence.place(row.tenant_id, f"{row.key}-{row.number}") for row in found.page.rows
    }
    there = await presence.at_each(list(at.values()))
    return {
        id_: tuple(each.name for each in there[place] if each.person_id != asker.person_id)
        for id_, place in at.items()
    }


def said(request: AnyRequest, message: str, **words_: object) -> views.Notice:
    """A sentence on top, in the reader's language."""
    language = look.language(request, frame.asker(request))
    return views.Notice("done", locale.gettext(language, message) % words_)


def counted(
    request: AnyRequest, message: tuple[str, str], count: int, **words_: object
) -> views.Notice:
    """The same of so many, `num`, in the plural form that the language has for it."""
    language = look.language(request, frame.asker(request))
    found = locale.ngettext(language, *message, count)
    return views.Notice("done", found % {"num": count, **words_})


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
