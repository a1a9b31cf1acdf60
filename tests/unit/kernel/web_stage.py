"""A tiny application behind the caller check, with doors that know two keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, get, post
from litestar.exceptions import PermissionDeniedException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import FromPath, JSONBody

from underpin.kernel import cookies, csrf, installation, secret_token, verb
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import MEMBER, STAFF, Principal
from underpin.kernel.web import caller, problems, route
from underpin.kernel.web.caller import Caller, Doors

ADA = UUID(int=1)
COOKIE = secret_token.issue("session").plain
TOKEN = secret_token.issue("api").plain
DESK, PORTAL = "http://desk.localhost", "http://portal.localhost"


@verb.write("stage.write", STAFF, MEMBER)
async def write(act: Act) -> None: ...


@verb.write("stage.rule", STAFF)
async def rule(act: Act) -> None: ...


class Thing(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    count: int


@get("/open", **route.open_to_all("for the test"), media_type=MediaType.TEXT)
async def open_page(request: Request[Any, Any, Any]) -> str:
    principal = request.scope["state"].get("principal")
    return f"open to {principal.name if principal else 'a visitor'}"


@post("/sign-in", **route.open_to_all("signs in"), media_type=MediaType.TEXT)
async def sign_in(request: Request[Any, Any, Any]) -> str:
    return "signed in"


@post("/form", **route.of(write), media_type=MediaType.TEXT)
async def form(request: Request[Any, Any, Any]) -> str:
    return f"{dict(await request.form())['text']} by {route.principal_of(request).name}"


@post("/api/v1/things", **route.of(write))
async def make(request: Request[Any, Any, Any], data: JSONBody[Thing]) -> Thing:
    return data


@post("/api/v1/rules", **route.of(rule))
async def ruled(data: JSONBody[Thing]) -> Thing:
    return data


@get("/desk-only", **route.of(write, "desk"))
async def desk_only() -> dict[str, str]:
    return {}


@get("/content-only", **route.open_to_all("for the test", "content"), media_type=MediaType.TEXT)
async def content_only() -> str:
    return "a file"


@get(
    "/health/live",
    **route.open_to_all("for the test", "desk", "portal", caller.PROBE),
    media_type=MediaType.TEXT,
)
async def live(request: Request[Any, Any, Any]) -> str:
    return f"live to {request.scope['state'].get('principal')}"


@get("/undeclared")
async def undeclared() -> dict[str, str]:
    return {}


@get("/cached", **route.open_to_all("for the test"))
async def cached() -> Response[str]:
    return Response("x", headers={"Cache-Control": "max-age=9", "X-Frame-Options": "SAMEORIGIN"})


@get("/api/v1/broken/{how:str}", **route.open_to_all("fails in several ways"))
async def broken(how: FromPath[str]) -> dict[str, str]:
    raise {
        "rule": Conflict("It is taken.", field="name"),
        "bug": RuntimeError("the password is hunter2"),
        "late": TimeoutError(),
        "gone": ConnectionRefusedError(),
        "framework": PermissionDeniedException("not you"),
    }[how]


class World:
    """What the doors find, and how often they were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.alive = True
        self.failure: Exception | None = None
        self.capabilities = frozenset({"stage.write"})

    async def session(self, cookie: str) -> Principal | None:
        return self._find(cookie, COOKIE)

    async def api_token(self, token: str) -> Principal | None:
        return self._find(token, TOKEN)

    def _find(self, given: str, known: str) -> Principal | None:
        self.asked.append(given)
        if self.failure is not None:
            raise self.failure
        if given != known or not self.alive:
            return None
        return Principal(STAFF, ADA, self.capabilities, {"ACME": 7}, name="Ada")

    def app(self, **settings: Any) -> Caller:
        handlers = [open_page, sign_in, form, make, ruled, desk_only, content_only, undeclared]
        inner = Litestar(
            [*handlers, cached, broken, live],
            guards=[route.guard],
            exception_handlers={Exception: problems.handle},
            openapi_config=OpenAPIConfig(
                title="Stage",
                version="1",
                path="/api/v1/schema",
                render_plugins=[JsonRenderPlugin(path="/openapi.json")],
                openapi_router=Router(
                    "/api/v1/schema", route_handlers=[], **route.open_to_all("for the test")
                ),
            ),
            logging_config=None,
            **settings,
        )
        return Caller(inner, Doors(self.session, self.api_token))

    @asynccontextmanager
    async def visit(
        self, base: str = DESK, *, cookie: str | None = None, **settings: Any
    ) -> AsyncIterator[httpx.AsyncClient]:
        headers = {"Cookie": f"{cookies.SESSION}={cookie}"} if cookie else {}
        app: Any = self.app(**settings)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as client:
            yield client


def proof(cookie: str = COOKIE) -> str:
    """The token that a page of this session carries."""
    return csrf.token(installation.ring(), secret_token.digest(cookie))


async def speak(app: Any, *messages: dict[str, Any], **scope: Any) -> list[dict[str, Any]]:
    """One request said to an ASGI app message by message; then the line is quiet."""
    waiting, answered = list(messages), []

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        answered.append(message)

    asked = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/open",
        "raw_path": b"/open",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"desk.localhost")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(asked | scope, receive, send)
    return answered
