"""Behind a call's link: what it is about, and a button that accepts it. The link is the credential;
looking changes nothing (PRACTICE 6)."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, frame
from underpin.desk.on_call import pages
from underpin.desk.on_call.gateways import accepting
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
LINK = "the link is the credential: it is looked up before anything is read"
FASTER = N_("A colleague was faster, or it is done: nobody is called any more.")


@get("/page/{token:str}", **route.open_to_all(LINK, "desk"))
async def show(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return await _drawn(request, token)


@post("/page/{token:str}/acceptance", **route.open_to_all(LINK, "desk"))
async def accept(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return await _answered(request, token, accepts=True)


@post("/page/{token:str}/declination", **route.open_to_all(LINK, "desk"))
async def decline(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return await _answered(request, token, accepts=False)


async def _answered(request: AnyRequest, token: str, *, accepts: bool) -> Response[Any]:
    try:
        await accepting.answer(token, accepts=accepts)
    except pages.Settled:
        return await _drawn(request, token, FASTER)
    return answering.Going(f"/page/{token}")


async def _drawn(request: AnyRequest, token: str, problem: str = "") -> Response[Any]:
    found, shell = await accepting.shown(token), frame.shell(request)
    said = locale.gettext(shell.reader.language, problem) if problem else ""
    words = (found.name, found.subject, found.lines, f"/page/{token}", found.calling, said)
    view = views.PageCallPage(shell, *words)
    return answering.page(request, "page_call", view, 409 if problem else 200)


HANDLERS = [show, accept, decline]
