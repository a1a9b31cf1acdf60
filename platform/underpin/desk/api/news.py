"""The JSON API over what is new on one's own tickets."""

from __future__ import annotations

from litestar import Router, get

from underpin.desk.marks import news
from underpin.desk.marks.news import News
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest


@get("/me/news", **route.of(news.mine, "desk"))
async def mine(request: AnyRequest) -> list[News]:
    found: list[News] = await route.perform(request, news.mine)
    return found


ROUTER = Router("/", route_handlers=[mine], tags=["desk"])
