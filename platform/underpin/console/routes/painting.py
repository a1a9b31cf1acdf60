"""What a browser is shown when something could not be done: the problem, what was typed, and the
way on. A page for a person; the API has its problem details."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from underpin.console import locale, refusals, views, words_of_fields
from underpin.console.locale import N_
from underpin.console.routes import again, answering, conflict, forms, frame, its_page, moment
from underpin.console.routes.own import brand
from underpin.console.views.shell import Language
from underpin.kernel.errors import Conflict, Lacking, NotFound, Problem, StaleVersion

AnyRequest = Request[Any, Any, Any]
NONE = N_("there is none of this name, or it is not yours to see.")
SHOWN = {400: 400, 401: 403, 403: 403, 405: 404, 409: 409, 412: 409, 413: 413, 422: 422, 429: 429}


def paint(request: AnyRequest, problem: Problem) -> Response[Any]:
    """Called where errors become answers. The page is drawn while it is sent, because what was
    typed has to be read first."""
    return _Painting(request, problem)


class _Painting(Response[Any]):
    def __init__(self, request: AnyRequest, problem: Problem) -> None:
        super().__init__(b"", status_code=problem.status)
        self.request, self.problem = request, problem

    def to_asgi_response(self, app: Any, request: Any, **_: Any) -> ASGIResponse:
        return _Drawn(self.request, self.problem)


class _Drawn(ASGIResponse):
    def __init__(self, request: AnyRequest, problem: Problem) -> None:
        super().__init__(status_code=problem.status)
        self.request, self.problem = request, problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await _answer(self.request, self.problem)
        made = response.to_asgi_response(app=None, request=self.request)
        await made(scope, receive, send)


async def _answer(request: AnyRequest, problem: Problem) -> Response[Any]:
    if problem.status == 401:
        return await _sign_in(request)
    if problem.status < 500:
        await brand.before(request)
    kept = await _kept(request)
    if isinstance(problem, StaleVersion):
        found = await conflict.page(request, kept)
        if found is not None:
            return answering.page(request, "conflict", found, 409)
    view = _told(request, problem, kept, await _again(request, problem))
    status = 409 if isinstance(problem, Conflict | StaleVersion) else problem.status
    page = await its_page.refused(request, problem, view)
    if page is not None:
        return answering.drawn(request, page, status)
    return answering.page(request, "problem", view, status)


async def _sign_in(request: AnyRequest) -> Response[Any]:
    if answering.by_htmx(request):
        view = views.ProblemPage(frame.shell(request), views.Problem(401))
        return answering.page(request, "problem", view, 401)
    if request.method == "GET":
        return answering.Going(_way_in(frame.address(request)))
    ended = views.SessionExpiredPage(
        frame.shell(request), _way_in(frame.here(request)), await _kept(request)
    )
    return answering.page(request, "session_expired", ended, 401)


def _way_in(back: str) -> str:
    return f"/sign-in?{urlencode({'next': back})}" if back != "/" else "/sign-in"


async def _kept(request: AnyRequest) -> str:
    """What somebody wrote, as far as it can be read: nothing where no form is taken at all, and
    nothing of one that is too long."""
    if request.method != "POST" or "route_handler" not in request.scope:
        return ""
    try:
        return forms.typed(await forms.of(request))
    except HTTPException:
        return ""


async def _again(request: AnyRequest, problem: Problem) -> views.Again | None:
    """Nothing of a form that carried files: these are not given back."""
    if request.method != "POST" or "route_handler" not in request.scope:
        return None
    try:
        sent = await forms.sent(request)
        files = len(list((await request.form()).multi_items())) > len(sent)
    except HTTPException:
        return None
    language = frame.shell(request).reader.language
    return None if files else again.of_problem(sent, request.url.path, problem, language)


def _told(
    request: AnyRequest, problem: Problem, kept: str, once_more: views.Again | None
) -> views.ProblemPage:
    shell = frame.shell(request)
    language = shell.reader.language
    shown = SHOWN.get(problem.status, 404 if problem.status < 500 else problem.status)
    return views.ProblemPage(
        shell,
        views.Problem(
            shown if shown in (*SHOWN.values(), 404, 503) else 500,  # type: ignore[arg-type]
            refusals.title(problem, language),
            _unnamed(once_more, problem, language) or _detail(request, problem, language),
            moment.reference() if problem.status >= 500 else "",
        ),
        "" if once_more else kept,
        once_more,
        frame.here(request) if request.method == "POST" else "",
    )


def _unnamed(once_more: views.Again | None, problem: Problem, language: Language) -> str:
    """Of a form that named something by its number."""
    if once_more is None or problem.status != NotFound.status:
        return ""
    field = words_of_fields.said(once_more.wrong, language)
    return f"{field}: {locale.gettext(language, NONE)}"


def _detail(request: AnyRequest, problem: Problem, language: Language) -> str:
    if isinstance(problem, Lacking):
        return refusals.lacking(problem.capability, language, staff=frame.is_staff(request))
    return refusals.detail(problem, language)
