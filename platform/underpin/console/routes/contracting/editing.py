"""The editor of an SLA's draft: its form, what it would come to while one types, and storing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts.agreements import agreement
from contracts.coherence import coherence_desk
from contracts.coherence.coherence_desk import Draft, Found
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting import form as shown_form
from underpin.console.routes.contracting import gathered, page
from underpin.console.routes.contracting.gathered import Editing
from underpin.console.routes.contracting.page import Typed
from underpin.console.routes.contracting.sheet import deeds, draft, merging
from underpin.console.routes.contracting.sheet.draft import Drafted, Misread
from underpin.console.routes.contracting.sheet.merging import Said
from underpin.kernel import verb
from underpin.kernel.errors import Malformed, StaleVersion
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BASE = "/clients/{slug:str}/versions/{version_id:uuid}"
AMENDING = "/clients/{slug:str}/agreements/{agreement_id:uuid}/versions"


@post(AMENDING, **route.of(agreement.amend, "desk"))
async def amended(
    request: AnyRequest, slug: FromPath[str], agreement_id: FromPath[UUID]
) -> Response[Any]:
    """The next version as a draft, opened in the editor."""
    client = await route.perform(request, gathered.client, slug)
    made = await route.perform(request, agreement.amend, agreement_id, tenant=client.id)
    return answering.Going(f"/clients/{slug}/versions/{made.id}/edit")


@get(f"{BASE}/edit", **route.of(gathered.editing, "desk"))
async def edited(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    """A version that is no draft any more is shown on its contract's page."""
    found = await route.perform(request, gathered.editing, slug, version_id)
    if found.version.state != "draft":
        return answering.Going(f"/clients/{slug}/contract?version={version_id}")
    return _page(request, found, page.stored(found))


@post(f"{BASE}/check", status_code=200, **route.of(gathered.editing, "desk"))
async def checked(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    """What stands in the form, worked out and not stored; asked for by a part while one types."""
    found = await route.perform(request, gathered.editing, slug, version_id)
    typed = await _worked_out(request, found, deeds.done(await forms.of(request)))
    refused = bool(typed.errors or typed.problem)
    by_part = bool(request.headers.get("x-fragment"))
    return _page(request, found, typed, 422 if refused and not by_part else 200)


@post(f"{BASE}/content", **route.of(agreement.rewrite, "desk"))
async def stored(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    found = await route.perform(request, gathered.editing, slug, version_id)
    given = await forms.of(request)
    try:
        await _store(request, found, given)
    except (Misread, Malformed) as wrong:
        return _page(request, found, _refused(given, wrong), 422)
    except StaleVersion:
        return await _clashing(request, slug, version_id, given)
    return answering.Going(f"/clients/{slug}/contract?version={version_id}")


async def _clashing(
    request: AnyRequest, slug: str, version_id: UUID, given: Mapping[str, str]
) -> Response[Any]:
    """What was typed beside what was stored meanwhile."""
    found = await route.perform(request, gathered.editing, slug, version_id)
    try:
        typed = page.typed(found, given, Said(_read(found, given)))
    except Malformed as wrong:
        typed = _refused(given, wrong)
    return _page(request, found, typed, 409)


async def _store(request: AnyRequest, found: Editing, given: Mapping[str, str]) -> None:
    """And have it checked, so that the contract's page says at once whether it can be kept."""
    tenant, version = found.company.id, found.version.id
    drafted = _merged(found, given)
    more = {"commitment_percent": drafted.commitment_percent, "seen": forms.version(given)}
    await route.perform(request, agreement.rewrite, version, drafted.content, tenant=tenant, **more)
    await verb.perform(agreement.check, route.principal_of(request), version, tenant=tenant)


async def _worked_out(request: AnyRequest, found: Editing, given: Mapping[str, str]) -> Typed:
    try:
        typed = page.typed(found, given, Said(_read(found, given)))
        asker = route.principal_of(request)
        tried = _tried(found, _merged(found, given))
        would: Found = await verb.begin(coherence_desk.would_hold, asker, found.company.id, tried)
    except (Misread, Malformed) as wrong:
        return _refused(given, wrong)
    return replace(typed, found=would)


def _tried(found: Editing, drafted: Drafted) -> Draft:
    about = found.agreement
    assert about.contract_id is not None, "a default agreement has no drafts"  # noqa: S101
    percent = drafted.commitment_percent
    return Draft(about.contract_id, drafted.content, about.service_id, percent)


def _merged(found: Editing, given: Mapping[str, str]) -> Drafted:
    """What was typed, with what is taken over of what somebody else stored meanwhile."""
    return merging.merged(given, page.said(found), Said(_read(found, given))).drafted


def _read(found: Editing, given: Mapping[str, str]) -> Drafted:
    offered = shown_form.offered(found.hours, found.version.content)
    return draft.read("SLA", given, shown_form.days(offered))


def _refused(given: Mapping[str, str], wrong: Misread | Malformed) -> Typed:
    if isinstance(wrong, Misread):
        return Typed(given, errors=wrong.errors)
    return Typed(given, problem=wrong.detail)


def _page(request: AnyRequest, found: Editing, typed: Typed, status: int = 200) -> Response[Any]:
    shell = frame.shell(request, area="clients", now=found.now)
    view = page.of(shell, found, typed, route.principal_of(request))
    return answering.page(request, "contracting/editor", view, status)


HANDLERS = [amended, edited, checked, stored]
