"""The routes by which outside systems reach us. Who they are is proven by the address and what is
signed, in `inbox`; they are told as little as possible."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.desk.hooks import inbox
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ADDRESS: Final = "the address is the credential: it is looked up before anything is read"
FACES: Final = ("desk", "portal")


class Taken(msgspec.Struct):
    """Stored; what came of it, staff see."""

    id: str
    state: str


@post(
    "/hooks/alerts/{key:str}",
    **route.open_to_all(ADDRESS, *FACES),
    request_max_body_size=inbox.LARGEST,
    status_code=202,
)
async def alerts(request: AnyRequest, key: FromPath[str]) -> Response[Taken]:
    kept = await inbox.accept("alert", key, request.headers, await request.body())
    return Response(Taken(str(kept.id), "stored" if kept.fresh else "repeated"), status_code=202)


@post(
    "/hooks/channels/{key:str}",
    **route.open_to_all(ADDRESS, *FACES),
    request_max_body_size=inbox.LARGEST,
    status_code=200,
)
async def channels(request: AnyRequest, key: FromPath[str]) -> Response[bytes]:
    """Chat programs want a 200, at times with words in it."""
    kept = await inbox.accept("channel", key, request.headers, await request.body())
    return Response(kept.answer or b"{}", status_code=200, media_type="application/json")


@post(
    "/hooks/calls/{key:str}",
    **route.open_to_all(ADDRESS, *FACES),
    request_max_body_size=inbox.LARGEST,
    status_code=202,
)
async def calls(request: AnyRequest, key: FromPath[str]) -> Response[Taken]:
    kept = await inbox.accept("call", key, request.headers, await request.body())
    return Response(Taken(str(kept.id), "stored" if kept.fresh else "repeated"), status_code=202)


@post(
    "/hooks/connectors/{key:str}",
    **route.open_to_all(ADDRESS, *FACES),
    request_max_body_size=inbox.LARGEST,
    status_code=202,
)
async def connectors(request: AnyRequest, key: FromPath[str]) -> Response[Taken]:
    """Vendors and bug trackers."""
    kept = await inbox.accept("connector", key, request.headers, await request.body())
    return Response(Taken(str(kept.id), "stored" if kept.fresh else "repeated"), status_code=202)


HANDLERS: Final = [alerts, channels, calls, connectors]
