"""Stylesheets, modules and icons, under names that carry their content's hash."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from underpin.console import assets
from underpin.kernel.errors import NotFound
from underpin.kernel.web import route


@get("/assets/{name:str}", **route.open_to_all("the same public files for everyone"))
async def asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    found = assets.answer(name, request.headers.get("accept-encoding", ""))
    if found is None:
        raise NotFound
    plain = found.media_type.partition(";")[0]  # the framework adds the charset
    return Response(found.body, media_type=plain, headers=dict(found.headers))


HANDLERS = [asset]
