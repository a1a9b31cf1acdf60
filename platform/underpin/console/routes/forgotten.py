"""A forgotten password: who asks hears the same, and as soon, whether the address is known or not;
what follows is done when they have their answer."""

from __future__ import annotations

from typing import Any, Final

import structlog
from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask

from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, entry, forms, frame
from underpin.desk.onboarding import forgotten
from underpin.desk.onboarding.forgotten import Forgotten
from underpin.kernel.errors import TooMany
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
TOO_MANY: Final = N_("Several links were asked for already. Wait an hour, then try again.")
log = structlog.get_logger(__name__)


@get("/forgotten", **route.open_to_all(entry.DOOR))
async def show(request: AnyRequest) -> Response[Any]:
    return _page(request, request.query_params.get("company", ""))


@post("/forgotten", **route.open_to_all(entry.DOOR))
async def ask(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    company = "" if frame.is_desk(request) else form.get("company", "").strip()
    asked = Forgotten(company, form.get("email", ""))
    if not asked.address or not (company or frame.is_desk(request)):
        return _page(request, company, asked.email, status=422)
    try:
        await forgotten.count(asked)
    except TooMany as refused:
        return _page(request, company, asked.email, TOO_MANY, refused.status)
    answer = _page(request, company, asked.address, sent=True)
    answer.background = BackgroundTask(_send, asked)
    return answer


async def _send(asked: Forgotten) -> None:
    """Nobody waits for it any more: what fails is told to whoever reads the log."""
    try:
        await forgotten.send(asked)
    except Exception:
        log.exception("forgotten.not_sent")


def _page(
    request: AnyRequest,
    company: str,
    email: str = "",
    problem: str = "",
    status: int = 200,
    *,
    sent: bool = False,
) -> Response[Any]:
    shell = frame.shell(request)
    said = locale.gettext(shell.reader.language, problem) if problem else ""
    asks_company = not frame.is_desk(request)
    view = views.ForgottenPage(shell, asks_company, company, email, said, sent=sent)
    return answering.page(request, "forgotten", view, status)


HANDLERS = [show, ask]
