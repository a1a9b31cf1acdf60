"""The JSON API over the list: pages, counts, kept views, and many tickets changed at once.

The filter is what `queues/address.py` reads of the address, the same for pages, counts and views.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from underpin.desk.api import addressing
from underpin.desk.marks import awake
from underpin.desk.marks.awake import Awake
from underpin.desk.queues import address, bulk, bulk_each, counting, own_list, saved_view, the_list
from underpin.desk.queues.counting import Counts
from underpin.desk.queues.filtering import Filter
from underpin.desk.queues.saved_view import SavedView
from underpin.kernel.errors import NotFound
from underpin.kernel.verb import Verb
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest


class ListView(msgspec.Struct):
    """`asleep`: how many open tickets the asker has snoozed; here only where `snoozed` asks."""

    tickets: list[the_list.Row]
    after: str | None
    asleep: int


class View(msgspec.Struct, forbid_unknown_fields=True):
    """`query`: what stands behind the question mark of the list's address."""

    name: str
    query: str
    team_id: UUID | None = None


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """A ticket by its name; with `version` only if it is still that."""

    ticket: str
    version: int | None = None


class ToAssignee(msgspec.Struct, forbid_unknown_fields=True):
    tickets: list[Chosen]
    assignee_id: UUID | None
    note: str = ""


class ToTier(msgspec.Struct, forbid_unknown_fields=True):
    tickets: list[Chosen]
    tier: int
    reason: str | None = None


class ToTag(msgspec.Struct, forbid_unknown_fields=True):
    tickets: list[Chosen]
    tag: str


class ToPriority(msgspec.Struct, forbid_unknown_fields=True):
    """`reason` is read by each client; `corrects`: our own mistake, so that it counts from the
    beginning."""

    tickets: list[Chosen]
    impact: str
    urgency: str
    reason: str
    corrects: bool = False


class ToCategory(msgspec.Struct, forbid_unknown_fields=True):
    """None: under nothing."""

    tickets: list[Chosen]
    category_id: UUID | None


class ToMacro(msgspec.Struct, forbid_unknown_fields=True):
    tickets: list[Chosen]
    macro_id: UUID


class ToClosure(msgspec.Struct, forbid_unknown_fields=True):
    tickets: list[Chosen]


class Outcome(msgspec.Struct):
    """`outcome`: done, unchanged, not-found, stale-version, or the code of what refused it."""

    ticket: str
    outcome: str


def _wanted(request: AnyRequest) -> Filter:
    asked = address.read(request.query_params.multi_items())
    return address.wanted(asked, route.principal_of(request))


@get("/list", **route.of(awake.page, "desk"))
async def list_page(
    request: AnyRequest,
    *,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=the_list.LONGEST_PAGE)] = the_list.PAGE,
    snoozed: FromQuery[bool] = False,
) -> ListView:
    words = (_wanted(request), after, limit)
    found: Awake = await route.perform(request, awake.page, *words, snoozed=snoozed)
    return ListView(found.page.rows, found.page.after, found.asleep)


@get("/list/counts", **route.of(counting.counts, "desk"))
async def counts(request: AnyRequest) -> Counts:
    found: Counts = await route.perform(request, counting.counts, _wanted(request))
    return found


@get("/views", **route.of(saved_view.mine, "desk"))
async def views(request: AnyRequest) -> list[SavedView]:
    found: list[SavedView] = await route.perform(request, saved_view.mine)
    return found


@post("/views", **route.of(saved_view.keep, "desk"))
async def keep_view(request: AnyRequest, data: JSONBody[View]) -> UUID:
    words = (data.name, data.query, data.team_id)
    made: UUID = await route.perform(request, saved_view.keep, *words)
    return made


@put("/views/{view_id:uuid}", status_code=204, **route.of(saved_view.change, "desk"))
async def change_view(request: AnyRequest, view_id: FromPath[UUID], data: JSONBody[View]) -> None:
    words = (view_id, data.name, data.query, data.team_id)
    await route.perform(request, saved_view.change, *words)


@delete("/views/{view_id:uuid}", **route.of(saved_view.remove, "desk"))
async def remove_view(request: AnyRequest, view_id: FromPath[UUID]) -> None:
    await route.perform(request, saved_view.remove, view_id)


@put("/bulk/assignee", **route.of(bulk.assign, "desk"))
async def assign(request: AnyRequest, data: JSONBody[ToAssignee]) -> list[Outcome]:
    return await _each(request, bulk.assign, data.tickets, data.assignee_id, data.note)


@put("/bulk/tier", **route.of(bulk.move_tier, "desk"))
async def move_tier(request: AnyRequest, data: JSONBody[ToTier]) -> list[Outcome]:
    return await _each(request, bulk.move_tier, data.tickets, data.tier, data.reason)


@put("/bulk/tags", **route.of(bulk.tag, "desk"))
async def tag(request: AnyRequest, data: JSONBody[ToTag]) -> list[Outcome]:
    return await _each(request, bulk.tag, data.tickets, data.tag)


@post("/bulk/closure", status_code=200, **route.of(bulk.close, "desk"))
async def close(request: AnyRequest, data: JSONBody[ToClosure]) -> list[Outcome]:
    return await _each(request, bulk.close, data.tickets)


@put("/bulk/priority", **route.of(bulk_each.reprioritise, "desk"))
async def reprioritise(request: AnyRequest, data: JSONBody[ToPriority]) -> list[Outcome]:
    words = (data.impact, data.urgency, data.reason)
    more = {"corrects": data.corrects}
    return await _each(request, bulk_each.reprioritise, data.tickets, *words, **more)


@put("/bulk/category", **route.of(bulk_each.file_under, "desk"))
async def file_under(request: AnyRequest, data: JSONBody[ToCategory]) -> list[Outcome]:
    return await _each(request, bulk_each.file_under, data.tickets, data.category_id)


@post("/bulk/macro", status_code=200, **route.of(bulk_each.use, "desk"))
async def use_macro(request: AnyRequest, data: JSONBody[ToMacro]) -> list[Outcome]:
    return await _each(request, bulk_each.use, data.tickets, data.macro_id)


async def _each(
    request: AnyRequest,
    wanted: Verb[Any, Any],
    chosen: list[Chosen],
    *words: object,
    **more: object,
) -> list[Outcome]:
    """A client at a time, each in one transaction; answered in the order asked."""
    asked: dict[int, list[tuple[bulk.Named, str]]] = {}
    said = {each.ticket: bulk.NOT_FOUND for each in chosen}
    for each in chosen:
        try:
            tenant, number = addressing.ticket(request, each.ticket)
        except NotFound:
            continue
        asked.setdefault(tenant, []).append((bulk.Named(number, each.version), each.ticket))
    for tenant, named in asked.items():
        tickets = [one for one, _ in named]
        done = await route.perform(request, wanted, tickets, *words, tenant=tenant, **more)
        outcomes = {each.number: each.outcome for each in done}
        said |= {name: outcomes[one.number] for one, name in named}
    return [Outcome(*each) for each in said.items()]


@get("/me/tickets", **route.of(own_list.page, "portal"))
async def own(  # noqa: PLR0917 - the words of the query
    request: AnyRequest,
    whose: FromQuery[own_list.Whose] = "mine",
    standing: FromQuery[own_list.Standing] = "live",
    service: FromQuery[UUID | None] = None,
    priority: FromQuery[str | None] = None,
    after: FromQuery[int | None] = None,
) -> own_list.Own:
    """A member's own tickets, or those of the company as far as they may see them."""
    wanted = own_list.Wanted(whose, standing, service, priority)
    return await route.perform(request, own_list.page, wanted, after)


ROUTER = Router(
    "/",
    route_handlers=[
        own,
        *(list_page, counts, views, keep_view, change_view, remove_view),
        *(assign, move_tier, tag, close, reprioritise, file_under, use_macro),
    ],
    tags=["desk"],
)
