"""The palette (Ctrl-K): a page of its own, and the part of it that the window shows."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromQuery

from underpin.console import views
from underpin.console.routes import answering, frame
from underpin.console.routes.palette import gathering, shaping
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/palette", **route.of(gathering.meant, "desk"))
async def palette(request: AnyRequest, *, q: FromQuery[str] = "") -> Response[Any]:
    words = q[:100]
    found = await route.perform(request, gathering.meant, words)
    shell = frame.shell(request)
    groups = shaping.groups(shell.reader, route.principal_of(request), words, found)
    return answering.page(request, "palette", views.PalettePage(shell, words, groups))


HANDLERS = [palette]
