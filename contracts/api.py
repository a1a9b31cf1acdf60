"""The JSON API over clocks, compliance and agreements."""

from __future__ import annotations

from typing import Any

from litestar import Request, Router, get
from litestar.params import FromPath

from contracts import compliance
from contracts.compliance import Compliance, Miss
from underpin.kernel.web import route


@get("/clients/{key:str}/compliance/{year:int}/{month:int}", **route.of(compliance.of_month))
async def month(
    request: Request[Any, Any, Any], key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Compliance:
    tenant = route.tenant_of(request, key)
    found: Compliance = await route.perform(
        request, compliance.of_month, tenant, year, month, tenant=tenant
    )
    return found


@get("/clients/{key:str}/compliance/{year:int}/{month:int}/misses", **route.of(compliance.misses))
async def misses(
    request: Request[Any, Any, Any], key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> list[Miss]:
    tenant = route.tenant_of(request, key)
    found: list[Miss] = await route.perform(
        request, compliance.misses, tenant, year, month, tenant=tenant
    )
    return found


ROUTER = Router("/", route_handlers=[month, misses], tags=["contracts"])
