"""The page beside a ticket: its issues in bug trackers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.connectors import gathered, shaping
from underpin.desk.api import addressing
from underpin.desk.connectors import tracking
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ISSUES = "/tickets/{name:str}/issues"
ISSUE = f"{ISSUES}/{{connector_link_id:uuid}}"


@get(ISSUES, **route.of(gathered.issues, "desk"))
async def show(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _drawn(request, name, shaping.EMPTY)


@post(ISSUES, **route.of(tracking.make, "desk"))
async def make(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """With a number one that stands there is linked."""
    addressing.ticket(request, name)
    form = await forms.of(request)
    reference = form.get("reference", "").strip()
    wanted = tracking.tie if reference else tracking.make
    try:
        words = (forms.identity(form, "connector_id"), *((reference,) if reference else ()))
        await _perform(request, name, wanted, *words)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, name, form, wrong.detail, wrong.status)
    return answering.Going(f"/tickets/{name}/issues")


@post(f"{ISSUE}/comments", **route.of(tracking.comment, "desk"))
async def comment(
    request: AnyRequest, name: FromPath[str], connector_link_id: FromPath[UUID]
) -> Response[Any]:
    addressing.ticket(request, name)
    form = await forms.of(request)
    try:
        text = forms.field(form, "text")
        await _perform(request, name, tracking.comment, connector_link_id, text)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, name, form, wrong.detail, wrong.status)
    return answering.Going(f"/tickets/{name}/issues")


@post(f"{ISSUE}/hearing", **route.of(tracking.choose, "desk"))
async def hear(
    request: AnyRequest, name: FromPath[str], connector_link_id: FromPath[UUID]
) -> Response[Any]:
    await _perform(request, name, tracking.choose, connector_link_id, hears_comments=True)
    return answering.Going(f"/tickets/{name}/issues")


@post(f"{ISSUE}/silence", **route.of(tracking.choose, "desk"))
async def silence(
    request: AnyRequest, name: FromPath[str], connector_link_id: FromPath[UUID]
) -> Response[Any]:
    await _perform(request, name, tracking.choose, connector_link_id, hears_comments=False)
    return answering.Going(f"/tickets/{name}/issues")


@post(f"{ISSUE}/removal", **route.of(tracking.untie, "desk"))
async def remove(
    request: AnyRequest, name: FromPath[str], connector_link_id: FromPath[UUID]
) -> Response[Any]:
    await _perform(request, name, tracking.untie, connector_link_id)
    return answering.Going(f"/tickets/{name}/issues")


async def _perform(
    request: AnyRequest, name: str, wanted: Verb[Any, Any], *words: object, **more: object
) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, wanted, number, *words, tenant=tenant, **more)


async def _drawn(
    request: AnyRequest, name: str, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, gathered.issues, tenant, number, tenant=tenant)
    shell = frame.shell(request, area="list")
    view = shaping.issues_page(shell, name, found, typed, problem)
    return answering.page(request, "connectors/issues", view, status)


HANDLERS = [show, make, comment, hear, silence, remove]
