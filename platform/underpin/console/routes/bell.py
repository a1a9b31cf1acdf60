"""The bell: what clients wrote on one's own tickets, as a page and as the part of every page."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from underpin.console import views
from underpin.console.routes import answering, frame
from underpin.desk.marks import news
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/bell", **route.of(news.mine, "desk"))
async def bell(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, news.mine)
    lines = tuple(
        views.NewsLine(
            *(each.name, each.subject, each.client, each.by, each.at), each.what == "mention"
        )
        for each in found
    )
    return answering.page(request, "bell", views.BellPage(frame.shell(request), lines))


HANDLERS = [bell]
