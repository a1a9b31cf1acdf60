"""Templates (Bronze, Silver, Gold): their versions, written by the contract editor, approved by a
second person, then current and proposed to each contract made from an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts.signed import default_agreement
from contracts.templates import template, usual
from contracts.templates.template_body import TemplateBody
from underpin.console import locale
from underpin.console.locale import N_
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting.page import Typed
from underpin.console.routes.contracting.sheet import deeds, draft
from underpin.console.routes.contracting.sheet.draft import Misread
from underpin.console.routes.contracting.templates import gathered, shaping, terms
from underpin.console.routes.contracting.templates.gathered import Editing
from underpin.kernel import ids
from underpin.kernel.errors import Conflict, Malformed, StaleVersion
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BASE = "/templates"
HOURS = N_("Office hours")
VERSION = f"{BASE}/versions/{{version_id:uuid}}"


@get(BASE, **route.of(gathered.templates, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    return await _listed(request, {})


@post(BASE, **route.of(template.create, "desk"))
async def create(request: AnyRequest) -> Response[Any]:
    """Like another one, or usual, under a name of its own; opened in the editor."""
    typed = await forms.of(request)
    try:
        name = forms.field(typed, "name")
        made = await route.perform(request, template.create, name, await _begun(request, typed))
    except (Malformed, Conflict) as wrong:
        return await _listed(request, typed, wrong.detail, wrong.status)
    return answering.Going(f"{BASE}/versions/{made.id}/edit")


async def _begun(request: AnyRequest, typed: Mapping[str, str]) -> TemplateBody:
    if not typed.get("like"):
        language = frame.shell(request).reader.language
        return usual.body(ids.new(), locale.gettext(language, HOURS))
    known = await route.perform(request, gathered.newest, forms.identity(typed, "like"))
    body: TemplateBody = known.body
    return body


@post(f"{BASE}/{{template_id:uuid}}/versions", **route.of(template.amend, "desk"))
async def amend(request: AnyRequest, template_id: FromPath[UUID]) -> Response[Any]:
    known = await route.perform(request, gathered.newest, template_id)
    made = await route.perform(request, template.amend, template_id, known.body)
    return answering.Going(f"{BASE}/versions/{made.id}/edit")


@post(f"{BASE}/default", **route.of(default_agreement.choose_template, "desk"))
async def default(request: AnyRequest) -> Response[Any]:
    """What counts out of contract from now on; none chosen is no promise at all."""
    typed = await forms.of(request)
    try:
        chosen = forms.identity(typed, "template") if typed.get("template") else None
        await route.perform(request, default_agreement.choose_template, chosen)
    except (Malformed, Conflict) as wrong:
        return await _listed(request, typed, wrong.detail, wrong.status)
    return answering.Going(BASE)


@get(f"{VERSION}/edit", **route.of(gathered.editing, "desk"))
async def edited(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.editing, version_id)
    if found.version.state != "draft":
        return answering.Going(BASE)
    return _page(request, found, shaping.stored(found))


@post(f"{VERSION}/check", status_code=200, **route.of(gathered.editing, "desk"))
async def checked(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.editing, version_id)
    typed = deeds.done(await forms.of(request))
    try:
        shown = shaping.typed(found, typed, _read(found, typed))
    except (Misread, Malformed) as wrong:
        return _page(request, found, _refused(typed, wrong), 422)
    return _page(request, found, shown)


@post(f"{VERSION}/content", **route.of(template.rewrite, "desk"))
async def stored(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathered.editing, version_id)
    typed = await forms.of(request)
    try:
        merged = shaping.merged(found, typed, _read(found, typed))
        more = {"seen": forms.version(typed)}
        await route.perform(request, template.rewrite, version_id, merged, **more)
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
        typed = shaping.typed(found, given, _read(found, given))
    except Malformed as wrong:
        typed = _refused(given, wrong)
    return _page(request, found, typed, 409)


def _refused(given: Mapping[str, str], wrong: Misread | Malformed) -> Typed:
    if isinstance(wrong, Misread):
        return Typed(given, errors=wrong.errors)
    return Typed(given, problem=wrong.detail)


@post(f"{VERSION}/approval", **route.of(template.approve, "desk"))
async def approved(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """As it was read, where the form says so."""
    form = await forms.of(request)
    seen = forms.version(form) if "version" in form else None
    await route.perform(request, template.approve, version_id, seen=seen)
    return answering.Going(BASE)


@post(f"{VERSION}/approval/end", **route.of(template.send_back, "desk"))
async def sent_back(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    return await _done(request, template.send_back, version_id)


@post(f"{VERSION}/publication", **route.of(template.publish, "desk"))
async def published(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    return await _done(request, template.publish, version_id)


async def _done(request: AnyRequest, verb: Verb[Any, Any], version_id: UUID) -> Response[Any]:
    await route.perform(request, verb, version_id)
    return answering.Going(BASE)


def _read(found: Editing, typed: Mapping[str, str]) -> TemplateBody:
    """With the calendars it has. Raises Misread."""
    drafted = draft.read("SLA", typed, shaping.days(found))
    return replace(
        found.version.body,
        content=drafted.content,
        commitment_percent=drafted.commitment_percent,
        terms=terms.read(typed),
    )


async def _listed(
    request: AnyRequest, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[Any]:
    found = await route.perform(request, gathered.templates)
    shell = frame.shell(request, area="templates", now=found.now)
    view = shaping.listed(shell, found, route.principal_of(request), typed, problem)
    return answering.page(request, "contracting/templates", view, status)


def _page(request: AnyRequest, found: Editing, typed: Typed, status: int = 200) -> Response[Any]:
    shell = frame.shell(request, area="templates", now=found.now)
    view = shaping.editor(shell, found, typed)
    return answering.page(request, "contracting/editor", view, status)


HANDLERS = [
    *(every, create, amend, default, edited, checked, stored),
    *(approved, sent_back, published),
]
