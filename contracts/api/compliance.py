"""The JSON API over compliance."""

from __future__ import annotations

from litestar import Router, get
from litestar.params import FromPath

from contracts import compliance
from contracts.api import asking
from contracts.api.asking import CLIENT, AnyRequest
from contracts.compliance import Compliance, Miss
from underpin.kernel.web import route


@get(f"{CLIENT}/compliance/{{year:int}}/{{month:int}}", **route.of(compliance.of_month))
async def month(
    request: AnyRequest, key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Compliance:
    found: Compliance = await asking.read(request, compliance.of_month, key, year, month)
    return found


@get(f"{CLIENT}/compliance/{{year:int}}/{{month:int}}/misses", **route.of(compliance.misses))
async def misses(
    request: AnyRequest, key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> list[Miss]:
    found: list[Miss] = await asking.read(request, compliance.misses, key, year, month)
    return found


ROUTER = Router("/", route_handlers=[month, misses], tags=["compliance"])
