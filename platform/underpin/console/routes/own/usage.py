"""What we used so far, what is prepaid, and our plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from billing.invoicing.drafting import NoSubscription
from billing.terms import so_far
from billing.terms.so_far import SoFar
from underpin.console.routes import answering, frame
from underpin.console.routes.own import usage_gathered
from underpin.console.routes.shaping.own import usage
from underpin.kernel import verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
AREA = "usage"


@get("/usage", **route.of(usage_gathered.agreed, "portal"))
async def show(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, usage_gathered.agreed)
    shell = frame.shell(request, area=AREA, now=found.now)
    asker = route.principal_of(request)
    view = usage.page(shell, found, await _so_far(request), asker)
    return answering.page(request, "own/usage", view)


async def _so_far(request: AnyRequest) -> SoFar | None:
    """None for a client that is on no plan."""
    asker = route.principal_of(request)
    try:
        found: SoFar = await verb.begin(so_far.of_client, asker, asker.own_tenant)
    except NoSubscription:
        return None
    return found


@get("/usage/blocks/{block_id:uuid}", **route.of(usage_gathered.draws, "portal"))
async def draws(
    request: AnyRequest, block_id: FromPath[UUID], before: FromQuery[UUID | None] = None
) -> Response[Any]:
    found = await route.perform(request, usage_gathered.draws, block_id, before)
    shell = frame.shell(request, area=AREA, now=found.now)
    view = usage.draws(shell, found, later=before is not None)
    return answering.page(request, "own/draws", view)


HANDLERS = [show, draws]
