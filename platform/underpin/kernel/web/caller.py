"""Who calls, found before any handler runs: the middleware that every request passes.

It names the request, picks the origin (desk, portal, content) by Host, finds the principal in a
transaction of its own, refuses forged forms, and puts the security headers on every answer. A
handler therefore cannot forget any of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from underpin.kernel import cookies, csrf, ids, installation, logs, secret_token, security_headers
from underpin.kernel.errors import Forbidden, Problem
from underpin.kernel.principal import Principal
from underpin.kernel.web.problems import answer

Find = Callable[[str], Awaitable[Principal | None]]
LONGEST_FORM = 1_000_000
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Doors:
    """How each kind of credential is looked up; given by the composition."""

    session: Find
    api_token: Find


class FormForged(Forbidden):
    code = "form-forged"
    title = "This form did not come from one of our pages: reload the page, then send it again"


class BodyTooLong(Problem):
    status = 413
    code = "body-too-long"
    title = "This is longer than a form may be: shorten it, or attach it as a file"


class Caller:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self.app = app
        self.doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        headers = _headers(scope)
        origin = origin_of(headers.get("host", ""))
        named = _dressed(send, origin or "content")
        with logs.about(request_id=str(ids.new())):
            try:
                if origin is None:
                    raise UnknownHost
                scope["state"]["origin"] = origin
                receive = await self._admit(scope, headers, receive)
            except Problem as problem:
                await answer(problem)(scope, receive, named)
                return
            await self.app(scope, receive, named)

    async def _admit(
        self, scope: HTTPScope, headers: Mapping[str, str], receive: Receive
    ) -> Receive:
        state: dict[str, Any] = scope["state"]
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            state["principal"] = await self.doors.api_token(token.strip())
            return receive
        cookie = cookies.parse(headers.get("cookie"))
        if cookie is None:
            return await _unsigned(scope, headers, receive)
        state["principal"] = await self.doors.session(cookie)
        state["session"] = secret_token.digest(cookie)
        state["session_token"] = cookie
        return await _guard_form(scope, headers, receive, state["session"])


class UnknownHost(Problem):
    status = 421
    code = "unknown-host"
    title = "This host is not served here: check the address"


def origin_of(host: str) -> security_headers.Origin | None:
    """Which of our origins a Host header names."""
    settings = installation.settings()
    named: dict[str, security_headers.Origin] = {
        urlsplit(settings.desk_origin).netloc: "desk",
        urlsplit(settings.portal_origin).netloc: "portal",
        urlsplit(settings.content_origin).netloc: "content",
    }
    return named.get(host)


async def _unsigned(scope: HTTPScope, headers: Mapping[str, str], receive: Receive) -> Receive:
    """Sign-in forms have no session yet; their origin must still be ours (login CSRF)."""
    if not csrf.is_safe(scope["method"]) and not scope["path"].startswith("/api/"):
        _same_origin(headers)
    return receive


async def _guard_form(
    scope: HTTPScope, headers: Mapping[str, str], receive: Receive, session: bytes
) -> Receive:
    if csrf.is_safe(scope["method"]):
        return receive
    _same_origin(headers)
    presented = headers.get(csrf.HEADER.lower())
    if presented is None:
        body = await _whole(receive)
        presented = parse_qs(body.decode("utf-8", "replace")).get(csrf.FIELD, [None])[0]
        receive = _again(body, receive)
    if not csrf.verify(installation.ring(), session, presented):
        raise FormForged
    return receive


def _same_origin(headers: Mapping[str, str]) -> None:
    settings = installation.settings()
    ours = csrf.comes_from_us(
        {settings.desk_origin, settings.portal_origin},
        origin=headers.get("origin"),
        referer=headers.get("referer"),
        fetch_site=headers.get("sec-fetch-site"),
    )
    if not ours:
        raise FormForged


async def _whole(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")  # type: ignore[arg-type]
        if len(body) > LONGEST_FORM:
            raise BodyTooLong
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """What was read is handed on once; then the connection itself is listened to."""
    waiting: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Any:
        return waiting.pop() if waiting else await receive()

    return replay


def _headers(scope: HTTPScope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _dressed(send: Send, origin: security_headers.Origin) -> Send:
    settings = installation.settings()
    https = settings.desk_origin.startswith("https:")
    worn = [
        (name.lower().encode(), value.encode())
        for name, value in security_headers.for_origin(origin, https=https)
    ]

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", []))
            present = {name.lower() for name, _ in given}
            message["headers"] = given + [pair for pair in worn if pair[0] not in present]
        await send(message)

    return dressed
