"""What stands behind the promises: OLAs of the tiers and UCs of the vendors, with the same editor.
The provider's own: no client and no vendor is shown any of it (PRACTICE 7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts.agreements import provider_agreement, provider_drafting
from contracts.agreements.agreed import Content
from contracts.agreements.versions import Version
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting import form as shown_form
from underpin.console.routes.contracting.behind import gathered, shaping
from underpin.console.routes.contracting.behind.gathered import Editing
from underpin.console.routes.contracting.page import Typed
from underpin.console.routes.contracting.sheet import deeds, draft, merging
from underpin.console.routes.contracting.sheet.draft import Drafted, Misread
from underpin.console.routes.contracting.sheet.merging import Said
from underpin.kernel.errors import Malformed, StaleVersion
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BASE = "/agreements"
VERSION = f"{BASE}/versions/{{version_id:uuid}}"


@get(BASE, **route.of(gathered.behind, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    return await _listed(request, {})


@post(BASE, **route.of(provider_agreement.draft_ola, "desk"))
async def drafted(request: AnyRequest) -> Response[Any]:
    """A new one, opened in the editor: of a tier, or of a vendor."""
    typed = await forms.of(request)
    try:
        made = await _draft(request, typed)
    except Malformed as wrong:
        return await _listed(request, typed, wrong.detail, 422)
    return answering.Going(f"{BASE}/versions/{made.id}/edit")


async def _draft(request: AnyRequest, typed: Mapping[str, str]) -> Version:
    whose, name = forms.field(typed, "whose"), forms.field(typed, "name")
    content = Content(calendar_version_id=forms.identity(typed, "calendar"), targets=())
    made: Version
    if whose in ("1", "2", "3"):
        made = await route.perform(request, provider_agreement.draft_ola, int(whose), name, content)
    else:
        vendor = forms.identity(typed, "whose")
        made = await route.perform(request, provider_agreement.draft_uc, vendor, name, content)
    return made


@post(f"{BASE}/{{agreement_id:uuid}}/versions", **route.of(provider_agreement.amend, "desk"))
async def amended(request: AnyRequest, agreement_id: FromPath[UUID]) -> Response[Any]:
    """The next version, which says what the newest says, opened in the editor."""
    content = await route.perform(request, gathered.newest, agreement_id)
    made = await route.perform(request, provider_agreement.amend, agreement_id, content)
    return answering.Going(f"{BASE}/versions/{made.id}/edit")


@get(f"{VERSION}/edit", **route.of(gathered.editing, "desk"))
async def edited(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.editing, version_id)
    if found.version.state != "draft":
        return answering.Going(BASE)
    return _page(request, found, shaping.stored(found))


@post(f"{VERSION}/check", status_code=200, **route.of(gathered.editing, "desk"))
async def checked(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """Whether what stands in the form can be read, with what its button did."""
    found = await route.perform(request, gathered.editing, version_id)
    typed = deeds.done(await forms.of(request))
    try:
        shown = shaping.typed(found, typed, Said(Drafted(_read(found, typed), None)))
    except (Misread, Malformed) as wrong:
        return _page(request, found, _refused(typed, wrong), 422)
    return _page(request, found, shown)


@post(f"{VERSION}/content", **route.of(provider_drafting.rewrite, "desk"))
async def stored(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.editing, version_id)
    typed = await forms.of(request)
    try:
        mine = Said(Drafted(_read(found, typed), None))
        merged = merging.merged(typed, shaping.said(found), mine).drafted.content
        more = {"seen": forms.version(typed)}
        await route.perform(request, provider_drafting.rewrite, version_id, merged, **more)
    except (Misread, Malformed) as wrong:
        return _page(request, found, _refused(typed, wrong), 422)
    except StaleVersion:
        return await _clashing(request, version_id, typed)
    return answering.Going(BASE)


async def _clashing(
    request: AnyRequest, version_id: UUID, given: Mapping[str, str]
) -> Response[Any]:
    """What was typed beside what was stored meanwhile."""
    found = await route.perform(request, gathered.editing, version_id)
    try:
        typed = shaping.typed(found, given, Said(Drafted(_read(found, given), None)))
    except Malformed as wrong:
        typed = _refused(given, wrong)
    return _page(request, found, typed, 409)


def _refused(given: Mapping[str, str], wrong: Misread | Malformed) -> Typed:
    if isinstance(wrong, Misread):
        return Typed(given, errors=wrong.errors)
    return Typed(given, problem=wrong.detail)


@post(f"{VERSION}/approval", **route.of(provider_agreement.approve, "desk"))
async def approved(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """As it was read, where the form says so."""
    form = await forms.of(request)
    seen = forms.version(form) if "version" in form else None
    await route.perform(request, provider_agreement.approve, version_id, seen=seen)
    return answering.Going(BASE)


@post(f"{VERSION}/approval/end", **route.of(provider_drafting.send_back, "desk"))
async def sent_back(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, provider_drafting.send_back, version_id)
    return answering.Going(BASE)


@post(f"{VERSION}/activation", **route.of(provider_agreement.activate, "desk"))
async def activated(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """From the beginning of a day, by UTC: the provider has no zone of its own."""
    typed = await forms.of(request)
    starts = datetime.combine(forms.day(typed, "from"), time(), UTC)
    await route.perform(request, provider_agreement.activate, version_id, starts)
    return answering.Going(BASE)


def _read(found: Editing, typed: Mapping[str, str]) -> Content:
    offered = shown_form.offered(found.hours, found.version.content)
    return draft.read(found.kind, typed, shown_form.days(offered)).content


async def _listed(
    request: AnyRequest, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[Any]:
    found = await route.perform(request, gathered.behind)
    shell = frame.shell(request, area="behind", now=found.now)
    view = shaping.listed(shell, found, route.principal_of(request), typed, problem)
    return answering.page(request, "contracting/behind", view, status)


def _page(request: AnyRequest, found: Editing, typed: Typed, status: int = 200) -> Response[Any]:
    shell = frame.shell(request, area="behind", now=found.now)
    return answering.page(
        request, "contracting/editor", shaping.editor(shell, found, typed), status
    )


HANDLERS = [
    *(every, drafted, amended, edited, checked, stored),
    *(approved, sent_back, activated),
]
