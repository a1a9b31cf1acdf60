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

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from underpin.kernel import cookies, csrf, ids, installation, logs, secret_token, security_headers
from underpin.kernel.errors import Forbidden, Problem
from underpin.kernel.principal import Principal
from underpin.kernel.web import form_files
from underpin.kernel.web.dressing import dressed
from underpin.kernel.web.problems import met_at_the_door

Find = Callable[[str], Awaitable[Principal | None]]
LONGEST_FORM = 1_000_000
MOST_FIELDS = 1_000
PROBES = frozenset({"/health/live", "/health/ready"})
"""What a load balancer asks by address: nothing else answers under a strange Host."""
PROBE = "probe"
NO_FORMS = ("/api/", "/webhooks/", "/hooks/")
"""Under these nothing is a form of a page: a token, or a signature over the body, says who asks."""


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


class BodyCutShort(Problem):
    status = 400
    code = "body-cut-short"
    title = "The connection ended before everything had arrived: send it again"


class Caller:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self.app = app
        self.doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind: str = scope["type"]
        if kind == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == ScopeType.WEBSOCKET:
            await send({"type": "websocket.close", "code": 1008, "reason": "not served"})
        else:
            with logs.about(request_id=str(ids.new())):
                await self._answer(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        state: dict[str, Any] = scope.setdefault("state", {})
        headers = _headers(scope)
        origin = origin_of(headers.get("host", ""))
        named = dressed(send, origin or "content", state)
        try:
            if origin is None:
                _probing(scope)
            else:
                state["origin"] = origin
                receive = await self._admit(scope, headers, receive)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it becomes an answer
            await met_at_the_door(problem, scope["path"])(scope, receive, named)
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
        principal = None if cookie is None else await self.doors.session(cookie)
        if cookie is None or principal is None:
            return await _unsigned(scope, headers, receive)
        state["principal"] = principal
        state["session"] = secret_token.digest(cookie)
        state["session_token"] = cookie
        return await _guard_form(scope, headers, receive, state["session"])


class UnknownHost(Problem):
    status = 421
    code = "unknown-host"
    title = "This host is not served here: check the address"


def _probing(scope: HTTPScope) -> None:
    """Let a probe in, as nobody. Raises UnknownHost."""
    if scope["method"] != "GET" or scope["path"] not in PROBES:
        raise UnknownHost
    scope["state"]["origin"] = PROBE


def origin_of(host: str) -> security_headers.Origin | None:
    """Which of our origins a Host header names."""
    named = {urlsplit(address).netloc: origin for origin, address in _origins().items()}
    return named.get(host.lower())


def _origins() -> dict[security_headers.Origin, str]:
    settings = installation.settings()
    return {
        "desk": settings.desk_origin,
        "portal": settings.portal_origin,
        "content": settings.content_origin,
    }


async def _unsigned(scope: HTTPScope, headers: Mapping[str, str], receive: Receive) -> Receive:
    """Sign-in forms have no session yet, or one that ended; their origin must still be ours
    (login CSRF)."""
    if not csrf.is_safe(scope["method"]) and not scope["path"].startswith(NO_FORMS):
        _same_origin(scope, headers)
    return receive


async def _guard_form(
    scope: HTTPScope, headers: Mapping[str, str], receive: Receive, session: bytes
) -> Receive:
    if csrf.is_safe(scope["method"]):
        return receive
    _same_origin(scope, headers)
    presented = headers.get(csrf.HEADER.lower())
    boundary = form_files.boundary(headers.get("content-type", ""))
    if presented is None and boundary is not None:
        head, more = await _begun(receive)
        presented = form_files.first_field(head, boundary, csrf.FIELD)
        receive = _again(head, receive, more=more)
    elif presented is None:
        body = await _whole(receive)
        presented = _field(body)
        receive = _again(body, receive)
    if not csrf.verify(installation.ring(), session, presented):
        raise FormForged
    return receive


def _field(body: bytes) -> str | None:
    try:
        found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError as problem:
        raise BodyTooLong from problem
    return found.get(csrf.FIELD, [None])[0]


def _same_origin(scope: HTTPScope, headers: Mapping[str, str]) -> None:
    """A form is sent to the origin whose page it stands on: desk and portal are strangers."""
    ours = csrf.comes_from_us(
        {_origins()[scope["state"]["origin"]]},
        origin=headers.get("origin"),
        referer=headers.get("referer"),
        fetch_site=headers.get("sec-fetch-site"),
    )
    if not ours:
        raise FormForged


async def _whole(receive: Receive) -> bytes:
    """The body. Raises BodyTooLong, and BodyCutShort when the other side went away: half a form
    is no form."""
    body = bytearray()
    while True:
        message: Any = await receive()
        if message["type"] == "http.disconnect":
            raise BodyCutShort
        body += message.get("body", b"")
        if len(body) > LONGEST_FORM:
            raise BodyTooLong
        if not message.get("more_body"):
            return bytes(body)


async def _begun(receive: Receive) -> tuple[bytes, bool]:
    """The beginning of a body, where a form of files says that it is ours, and whether more of it
    is to come. Raises BodyCutShort."""
    head = bytearray()
    while True:
        message: Any = await receive()
        if message["type"] == "http.disconnect":
            raise BodyCutShort
        head += message.get("body", b"")
        if len(head) >= form_files.LOOKED_AT or not message.get("more_body"):
            return bytes(head), bool(message.get("more_body"))


def _again(body: bytes, receive: Receive, *, more: bool = False) -> Receive:
    """What was read is handed on once; then the connection itself is listened to."""
    waiting: list[Any] = [{"type": "http.request", "body": body, "more_body": more}]

    async def replay() -> Any:
        return waiting.pop() if waiting else await receive()

    return replay


def _headers(scope: HTTPScope) -> dict[str, str]:
    """By name; several Cookie headers are one (RFC 9113, 8.2.3), of any other the last counts."""
    found: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1")
        found[name] = f"{found[name]}; {text}" if name == "cookie" and name in found else text
    return found
