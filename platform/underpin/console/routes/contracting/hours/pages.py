"""Calendars drawn as a week, and edited: a client's, and the provider's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts.calendars import calendar_ahead, calendar_edited, calendar_refresh, calendars
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting.hours import gathered, shaping, written
from underpin.console.routes.contracting.hours.gathered import Calendars, Editing
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
OF_CLIENT = "/clients/{slug:str}/calendars"
OF_PROVIDER = "/provider/calendars"
ONE = "{calendar_id:uuid}"


@get(OF_CLIENT, **route.of(gathered.of_client, "desk"))
async def clients(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    found = await route.perform(request, gathered.of_client, slug)
    return _listed(request, found)


@get(OF_PROVIDER, **route.of(gathered.of_provider, "desk"))
async def providers(request: AnyRequest) -> Response[Any]:
    return _listed(request, await route.perform(request, gathered.of_provider))


@post(OF_CLIENT, **route.of(calendars.create, "desk"))
async def create(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    found = await route.perform(request, gathered.of_client, slug)
    tenant = found.company.id if found.company else None
    return await _created(request, found, calendars.create, tenant)


@post(OF_PROVIDER, **route.of(calendars.create_provider, "desk"))
async def create_behind(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, gathered.of_provider)
    return await _created(request, found, calendars.create_provider, None)


async def _created(
    request: AnyRequest, found: Calendars, verb: Verb[Any, Any], tenant: int | None
) -> Response[Any]:
    typed = await forms.of(request)
    try:
        words = (forms.field(typed, "name"), written.read(typed))
        made = await route.perform(request, verb, *words, tenant=tenant)
    except (Malformed, Conflict) as wrong:
        return _listed(request, found, typed, wrong)
    return answering.Going(f"{shaping.base(found)}/{made.calendar_id}")


@get(f"{OF_CLIENT}/{ONE}", **route.of(gathered.one_of_client, "desk"))
async def client(
    request: AnyRequest, slug: FromPath[str], calendar_id: FromPath[UUID]
) -> Response[Any]:
    return _one(request, await route.perform(request, gathered.one_of_client, slug, calendar_id))


@get(f"{OF_PROVIDER}/{ONE}", **route.of(gathered.one_of_provider, "desk"))
async def provider(request: AnyRequest, calendar_id: FromPath[UUID]) -> Response[Any]:
    return _one(request, await route.perform(request, gathered.one_of_provider, calendar_id))


@post(f"{OF_CLIENT}/{ONE}/check", status_code=200, **route.of(gathered.one_of_client, "desk"))
async def checked(
    request: AnyRequest, slug: FromPath[str], calendar_id: FromPath[UUID]
) -> Response[Any]:
    found = await route.perform(request, gathered.one_of_client, slug, calendar_id)
    return await _checked(request, found)


@post(f"{OF_PROVIDER}/{ONE}/check", status_code=200, **route.of(gathered.one_of_provider, "desk"))
async def checked_behind(request: AnyRequest, calendar_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.one_of_provider, calendar_id)
    return await _checked(request, found)


async def _checked(request: AnyRequest, found: Editing) -> Response[Any]:
    """What is typed, drawn; while one types, what cannot be read yet is no error."""
    typed = await forms.of(request)
    shell = frame.shell(request, area="clients", now=found.now)
    asker = route.principal_of(request)
    try:
        definition = written.read(typed)
        ahead = await route.perform(request, calendar_ahead.of_draft, definition)
    except Malformed as wrong:
        view = shaping.one(shell, found, asker, typed, problem=wrong.detail)
        status = 200 if answering.by_htmx(request) else 422
        return answering.page(request, "contracting/calendar", view, status)
    view = shaping.one(shell, found, asker, typed, draft=(definition, ahead))
    return answering.page(request, "contracting/calendar", view)


@post(f"{OF_CLIENT}/{ONE}/versions", **route.of(calendars.amend, "desk"))
async def amend(
    request: AnyRequest, slug: FromPath[str], calendar_id: FromPath[UUID]
) -> Response[Any]:
    found = await route.perform(request, gathered.one_of_client, slug, calendar_id)
    return await _amended(request, found, calendars.amend)


@post(f"{OF_PROVIDER}/{ONE}/versions", **route.of(calendars.amend_provider, "desk"))
async def amend_behind(request: AnyRequest, calendar_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.one_of_provider, calendar_id)
    return await _amended(request, found, calendars.amend_provider)


async def _amended(request: AnyRequest, found: Editing, verb: Verb[Any, Any]) -> Response[Any]:
    typed = await forms.of(request)
    calendar, tenant = found.version.calendar_id, found.company.id if found.company else None
    try:
        await route.perform(request, verb, calendar, written.read(typed), tenant=tenant)
    except Malformed as wrong:
        shell = frame.shell(request, area="clients", now=found.now)
        view = shaping.one(shell, found, route.principal_of(request), typed, problem=wrong.detail)
        return answering.page(request, "contracting/calendar", view, 422)
    return answering.Going(f"{shaping.base(found)}/{calendar}")


@post(f"{OF_CLIENT}/{ONE}/amendments", **route.of(calendar_edited.amend_agreements, "desk"))
async def amendments(
    request: AnyRequest, slug: FromPath[str], calendar_id: FromPath[UUID]
) -> Response[Any]:
    """Drafts of the SLAs that count on an older version of it."""
    found = await route.perform(request, gathered.one_of_client, slug, calendar_id)
    tenant = found.company.id if found.company else None
    verb = calendar_edited.amend_agreements
    made = await route.perform(request, verb, found.version.id, tenant=tenant)
    path = f"contract?version={made[0].id}" if made else "contracts"
    return answering.Going(f"/clients/{slug}/{path}")


@post(f"{OF_PROVIDER}/{ONE}/amendments", **route.of(calendar_edited.amend_behind, "desk"))
async def amendments_behind(request: AnyRequest, calendar_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.one_of_provider, calendar_id)
    await route.perform(request, calendar_edited.amend_behind, found.version.id)
    return answering.Going("/agreements")


@post(f"{OF_CLIENT}/{ONE}/refresh", **route.of(calendar_refresh.propose, "desk"))
async def refreshed(
    request: AnyRequest, slug: FromPath[str], calendar_id: FromPath[UUID]
) -> Response[Any]:
    """The holidays as they are known now, as the next version where they differ."""
    found = await route.perform(request, gathered.one_of_client, slug, calendar_id)
    tenant = found.company.id if found.company else None
    verb = calendar_refresh.propose
    made = await route.perform(request, verb, calendar_id, tenant=tenant)
    return _refreshed(request, found, anew=made is not None)


@post(f"{OF_PROVIDER}/{ONE}/refresh", **route.of(calendar_refresh.propose_provider, "desk"))
async def refreshed_behind(request: AnyRequest, calendar_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.one_of_provider, calendar_id)
    made = await route.perform(request, calendar_refresh.propose_provider, calendar_id)
    return _refreshed(request, found, anew=made is not None)


def _refreshed(request: AnyRequest, found: Editing, *, anew: bool) -> Response[Any]:
    """The next version's page, or the same one, which says that nothing differs."""
    if anew:
        return answering.Going(f"{shaping.base(found)}/{found.version.calendar_id}")
    return _one(request, found, current=True)


def _listed(
    request: AnyRequest,
    found: Calendars,
    typed: Mapping[str, str] | None = None,
    wrong: Malformed | Conflict | None = None,
) -> Response[Any]:
    shell = frame.shell(request, area="clients" if found.company else "behind", now=found.now)
    asker = route.principal_of(request)
    view = shaping.listed(shell, found, asker, typed, wrong.detail if wrong else "")
    return answering.page(request, "contracting/calendars", view, wrong.status if wrong else 200)


def _one(request: AnyRequest, found: Editing, *, current: bool = False) -> Response[Any]:
    shell = frame.shell(request, area="clients" if found.company else "behind", now=found.now)
    view = replace(shaping.one(shell, found, route.principal_of(request)), current=current)
    return answering.page(request, "contracting/calendar", view)


HANDLERS = [
    *(clients, providers, create, create_behind, client, provider),
    *(checked, checked_behind, amend, amend_behind, amendments, amendments_behind),
    *(refreshed, refreshed_behind),
]
