"""Ending the mails of announcements behind the link of one. Looking ends nothing (PRACTICE 6)."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.desk.announcements import stopping
from underpin.desk.announcements.stopping import Wish
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PATH = "/announcements/mails/{token:str}"
LINK = "the link is the credential: it is verified before anything is read"


@get(PATH, **route.open_to_all(LINK, "portal"))
async def show(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    return _page(request, token, await stopping.by_link(token))


@post(PATH, **route.open_to_all(LINK, "portal"))
async def say(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    await stopping.say_by_link(token, wanted=form.get("again") == "yes")
    return answering.Going(f"/announcements/mails/{token}")


def _page(request: AnyRequest, token: str, found: Wish) -> Response[Any]:
    path = f"/announcements/mails/{token}"
    view = views.StoppingPage(
        frame.of_link(request, found.client), found.client, path, found.subscribed
    )
    return answering.page(request, "announcement_mails", view)


HANDLERS = [show, say]
