"""A client's own assets at the portal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromQuery

from underpin.console.routes.assets import desk
from underpin.desk.assets import assets
from underpin.desk.assets.assets import Wanted
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/assets", **route.of(assets.listed, "portal"))
async def every(
    request: AnyRequest,
    *,
    words: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    standing: FromQuery[str] = "",
    after: FromQuery[UUID | None] = None,
) -> Response[Any]:
    tenant = route.principal_of(request).own_tenant
    wanted = Wanted(words, kind, standing, None, after)
    return await desk.listing(request, tenant, "/assets", wanted)


HANDLERS = [every]
