"""Before what is open goes on under a version: each ticket behind the counts, and for OLAs and UCs
the asking itself, with its progress."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from contracts.agreements import activation
from underpin.console.routes import answering, frame
from underpin.console.routes.contracting.reach import gathered, shaping
from underpin.console.routes.contracting.reach.gathered import Asked, Preview
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
OF_CLIENT = "/clients/{slug:str}/versions/{version_id:uuid}/reach"
BEHIND = "/agreements/versions/{version_id:uuid}/reach"


@get(OF_CLIENT, **route.of(gathered.of_client_version, "desk"))
async def of_client(
    request: AnyRequest,
    slug: FromPath[str],
    version_id: FromPath[UUID],
    effect: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
) -> Response[Any]:
    asked = Asked(effect, after)
    found = await route.perform(request, gathered.of_client_version, slug, version_id, asked)
    return _page(request, found, asked)


@get(BEHIND, **route.of(gathered.of_version_behind, "desk"))
async def behind(
    request: AnyRequest,
    version_id: FromPath[UUID],
    effect: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
) -> Response[Any]:
    asked = Asked(effect, after)
    found = await route.perform(request, gathered.of_version_behind, version_id, asked)
    return _page(request, found, asked)


@post(f"{BEHIND}/taking-up", **route.of(activation.behind, "desk"))
async def taken_up(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """Visits and cases under way go on under it, in every client company."""
    await route.perform(request, activation.behind, version_id)
    return answering.Going(f"/agreements/versions/{version_id}/reach")


def _page(request: AnyRequest, found: Preview, asked: Asked) -> Response[Any]:
    shell = frame.shell(request, area="clients" if found.company else "behind")
    view = shaping.page(shell, found, asked, route.principal_of(request))
    return answering.page(request, "contracting/reach", view)


HANDLERS = [of_client, behind, taken_up]
