"""How a route of this room asks a verb about one client."""

from __future__ import annotations

from typing import Any

from litestar import Request

from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
NUMBERED = "/clients/{key:str}/invoices/by-number/{number:str}"


async def read(request: AnyRequest, verb: Any, key: str, *words: Any) -> Any:
    """Perform a reading verb that is told its tenant."""
    tenant = route.tenant_of(request, key)
    return await route.perform(request, verb, tenant, *words, tenant=tenant)


async def change(request: AnyRequest, verb: Any, key: str, *words: Any, **more: Any) -> Any:
    """Perform a changing verb in a client's scope."""
    tenant = route.tenant_of(request, key)
    return await route.perform(request, verb, *words, tenant=tenant, **more)
