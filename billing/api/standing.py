"""The JSON API over what a client's period comes to so far, and what another plan would cost."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath, FromQuery

from billing.terms import simulating, so_far
from billing.terms.simulating import Simulated
from billing.terms.so_far import SoFar
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest


@get("/clients/{key:str}/usage-so-far", **route.of(so_far.of_client))
async def standing(
    request: AnyRequest, key: FromPath[str], currency: FromQuery[str | None] = None
) -> SoFar:
    words = (route.principal_of(request), route.tenant_of(request, key), currency)
    found: SoFar = await verb.begin(so_far.of_client, *words)
    return found


@get(
    "/clients/{key:str}/simulations/{plan_id:uuid}/versions/{number:int}",
    **route.of(simulating.of_client, "desk"),
)
async def simulate(
    request: AnyRequest,
    key: FromPath[str],
    plan_id: FromPath[UUID],
    number: FromPath[int],
    *,
    start: FromQuery[date | None] = None,
    end: FromQuery[date | None] = None,
) -> Simulated:
    words, span = (plan_id, number), {"start": start, "end": end}
    found: Simulated = await asking.read(request, simulating.of_client, key, *words, **span)
    return found


ROUTER = Router("/", route_handlers=[standing, simulate], tags=["usage and plans"])
