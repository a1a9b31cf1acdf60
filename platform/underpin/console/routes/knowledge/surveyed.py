"""How content somebody is: behind the link of a mail, and on their ticket. Looking answers nothing
(PRACTICE 6)."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping.knowing import told
from underpin.desk.api import addressing
from underpin.desk.surveys import answering as surveys
from underpin.desk.surveys.answering import Asked
from underpin.desk.surveys.survey import SurveyClosed
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
LINK = "the link is the credential: it is verified before anything is read"


@get("/survey/{token:str}", **route.open_to_all(LINK, "portal"))
async def show(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return _page(request, token, await surveys.by_link(token))


@post("/survey/{token:str}", **route.open_to_all(LINK, "portal"))
async def answer(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        await surveys.answer_by_link(token, _rating(form.get("rating", "")), form.get("comment"))
    except (Malformed, SurveyClosed) as wrong:
        return _page(request, token, await surveys.by_link(token), wrong.detail, wrong.status)
    return answering.Going(f"/survey/{token}")


@post("/tickets/{name:str}/survey", **route.of(surveys.answer, "portal"))
async def answer_here(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    form = await forms.of(request)
    words = (number, _rating(form.get("rating", "")), form.get("comment", ""))
    await route.perform(request, surveys.answer, *words, tenant=tenant)
    return answering.Going(f"/tickets/{name}")


def _rating(given: str) -> int:
    """0, which is none, for what is no rating."""
    return digits.read(given, 1) or 0


def _page(
    request: AnyRequest, token: str, found: Asked, problem: str = "", status: int = 200
) -> Response[Any]:
    rating = told.rating(found.survey, f"/survey/{token}", is_open=found.is_open)
    words = (found.ticket, found.subject, found.client, rating, problem)
    shell = frame.of_link(request, found.client)
    return answering.page(request, "survey", views.SurveyPage(shell, *words), status)


HANDLERS = [show, answer, answer_here]
