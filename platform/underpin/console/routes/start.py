"""The address itself: each is led to their own start page."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from underpin.console.routes import answering, frame, portal
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/", **route.open_to_all("leads each to their own start page, which asks who they are"))
async def start(request: AnyRequest) -> Response[Any]:
    if frame.is_desk(request):
        return answering.Going(frame.first_page(route.principal_of(request)))
    return await portal.drawn(request)


HANDLERS = [start]
