"""The page that a form stood on, once more, with the form as it was sent and what was wrong with
it. The page is asked for as its reader would ask, from within."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from litestar import Request
from litestar.types import HTTPReceiveMessage, Message, Scope

from underpin.console import pages, refilling, views, words_of_fields
from underpin.console.refilling import Refused
from underpin.console.routes import again, answering, forms, frame
from underpin.kernel.errors import Problem, StaleVersion

AnyRequest = Request[Any, Any, Any]
OURS = (b"accept-language", b"cookie", b"host", b"user-agent")
"""Of what the browser said: what makes the page what it is."""
CARRIED = ("app", "asgi", "client", "extensions", "http_version", "scheme", "server", "type")


async def refused(request: AnyRequest, problem: Problem, view: views.ProblemPage) -> str | None:
    """None where the form is not found again, or where nothing in it was refused."""
    if answering.by_htmx(request) or isinstance(problem, StaleVersion) or not _is_form(request):
        return None
    sent = await forms.sent(request)
    wrong = again.field(sent, problem)
    if problem.status not in again.MENDED and not wrong:
        return None
    page = await _asked(request, frame.here(request))
    if page is None:
        return None
    language, notice = view.shell.reader.language, pages.fragment("problem", view)
    said = _said(view.problem, words_of_fields.said(wrong, language) if wrong else "")
    told = Refused(request.url.path, sent, wrong, said, notice, again.SECRET)
    return refilling.refilled(page, told)


def _is_form(request: AnyRequest) -> bool:
    return request.method == "POST" and "route_handler" in request.scope


def _said(problem: views.Problem, label: str) -> str:
    """Beside its field, whose name need not be said again."""
    text = (problem.detail or problem.title).removeprefix(f"{label}: ")
    return text[:1].upper() + text[1:]


async def _asked(request: AnyRequest, address: str) -> str | None:
    """What a reader is shown there; None for what is no page."""
    started: dict[str, Any] = {}
    body = bytearray()

    async def receive() -> HTTPReceiveMessage:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        elif message["type"] == "http.response.body":
            body.extend(message["body"])

    await request.app(_scope(request, address), receive, send)
    is_page = started.get("status") == 200 and b"<form" in body
    return body.decode() if is_page else None


def _scope(request: AnyRequest, address: str) -> Scope:
    path, _, query = address.partition("?")
    state = {key: it for key, it in request.scope["state"].items() if not key.startswith("_")}
    carried: dict[str, Any] = {key: it for key, it in request.scope.items() if key in CARRIED}
    said = [each for each in request.scope["headers"] if each[0] in OURS]
    return {  # type: ignore[return-value]
        **carried,
        "method": "GET",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": said,
        "state": state,
    }
