"""How a route of the API asks a verb about the client that its path names."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from litestar import Request
from msgspec import Meta

from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
CLIENT = "/clients/{key:str}"
Moment = Annotated[datetime, Meta(tz=True)]
"""An instant with its offset; one without is refused."""


async def read(request: AnyRequest, verb: Any, key: str, *words: Any, **more: Any) -> Any:
    """Perform a reading verb that is told its tenant."""
    tenant = route.tenant_of(request, key)
    return await route.perform(request, verb, tenant, *words, tenant=tenant, **more)


async def own(request: AnyRequest, verb: Any, *words: Any) -> Any:
    """Perform a reading verb for a member, about their own company."""
    return await route.perform(request, verb, route.principal_of(request).own_tenant, *words)


async def change(request: AnyRequest, verb: Any, key: str, *words: Any, **more: Any) -> Any:
    """Perform a changing verb in a client's scope."""
    tenant = route.tenant_of(request, key)
    return await route.perform(request, verb, *words, tenant=tenant, **more)
