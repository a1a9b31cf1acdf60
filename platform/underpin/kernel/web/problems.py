"""The one place that turns errors into answers: problem details (RFC 9457) under /api, a page
elsewhere, drawn by whoever registered a painter."""

from __future__ import annotations

from collections.abc import Callable
from decimal import InvalidOperation
from http import HTTPStatus
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ASGIApp, Receive, Scope, Send

from underpin.kernel.errors import Malformed, NotFound, Problem, TooLarge, Unavailable

JSON = "application/problem+json"
MACHINES = ("/api/", "/hooks/")
"""What programs call: they show no person a page."""
Painter = Callable[[Any, Problem], Response[Any]]
log = structlog.get_logger()


class _Painter:
    paint: Painter | None = None


def paint_with(painter: Painter) -> None:
    """How a person's browser is shown a problem; given by the console."""
    _Painter.paint = painter


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Litestar's exception handler for everything."""
    problem = _logged(error, request.url.path)
    if request.url.path.startswith(MACHINES) or _Painter.paint is None:
        return respond(problem)
    return _Painter.paint(request, problem)


def met_at_the_door(error: Exception, path: str) -> ASGIApp:
    """The answer to an error met before any route was: in the same form as after it."""
    problem, paint = _logged(error, path), _Painter.paint
    if path.startswith(MACHINES) or paint is None:
        return answer(problem)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request[Any, Any, Any](scope, receive, send)
        painted = paint(request, problem).to_asgi_response(app=None, request=request)
        await painted(scope, receive, send)

    return app


def _logged(error: Exception, path: str) -> Problem:
    problem = understood(error)
    if problem.status >= 500:
        log.error("request.failed", exc_info=error, path=path)
    elif isinstance(error, BEYOND):
        log.warning("request.beyond", exc_info=error, path=path)
    return problem


# PostgreSQL away, starting, out of connections, or two verbs in each other's way: worth a retry.
PASSING = (
    TimeoutError,
    ConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
# Text that PostgreSQL cannot hold: a NUL, half a surrogate pair.
UNSTORABLE = (
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
    UnicodeEncodeError,
)
# A number or a time beyond what can be reckoned with or stored.
BEYOND = (
    asyncpg.NumericValueOutOfRangeError,
    asyncpg.DatetimeFieldOverflowError,
    InvalidOperation,
    OverflowError,
)


def understood(error: Exception) -> Problem:
    """Any exception as a Problem; what nobody foresaw says nothing of its inside."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ValidationException | msgspec.ValidationError):
        return Malformed(_said(error))
    if isinstance(error, HTTPException):
        return _http(error)
    if isinstance(error, PASSING):
        return Unavailable()
    return _unstorable(error) or Problem()


def _unstorable(error: Exception) -> Problem | None:
    """What no column holds. The driver refuses some of it before it is sent."""
    if isinstance(error, UNSTORABLE):
        return Malformed("A text holds a character that cannot be stored: take it out.")
    unsent = isinstance(error, asyncpg.DataError) and isinstance(error.__cause__, OverflowError)
    if unsent or isinstance(error, BEYOND):
        return Malformed("A number or a day lies beyond what can be stored: give one nearer.")
    return None


def _http(error: HTTPException) -> Problem:
    """The framework's own refusals; what it says of an error of ours stays inside."""
    if error.status_code == 404:
        return NotFound()
    if error.status_code == 413:
        return TooLarge()
    if error.status_code >= 500:
        return Problem()
    title = HTTPStatus(error.status_code).phrase
    problem = Problem(error.detail or title)
    problem.status, problem.code, problem.title = error.status_code, "http", title  # type: ignore[misc]
    return problem


def _said(error: Exception) -> str:
    extra = getattr(error, "extra", None)
    if isinstance(extra, list) and extra:
        return "; ".join(f"{item.get('key', 'body')}: {item['message']}" for item in extra)
    return str(getattr(error, "detail", error))


def body(problem: Problem) -> dict[str, Any]:
    """The problem details object."""
    details: dict[str, Any] = {
        "type": f"urn:underpin:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.field:
        details["field"] = problem.field
    return details


def respond(problem: Problem) -> Response[Any]:
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
    return Response(
        msgspec.json.encode(body(problem)),
        status_code=problem.status,
        media_type=JSON,
        headers=headers,
    )


def answer(problem: Problem) -> ASGIApp:
    """A problem met before any route was: sent as it is."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raw = msgspec.json.encode(body(problem))
        headers = [(b"content-type", JSON.encode()), (b"content-length", str(len(raw)).encode())]
        await send({"type": "http.response.start", "status": problem.status, "headers": headers})
        await send({"type": "http.response.body", "body": raw, "more_body": False})

    return app
