"""Search over everything that was said, for staff."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import FromQuery

from underpin.console import views
from underpin.console.routes import answering, frame
from underpin.console.routes.shaping import listing
from underpin.desk.search import finding
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/search", **route.of(finding.find, "desk"))
async def search(
    request: AnyRequest, *, q: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Response[Any]:
    shell = frame.shell(request, area="list")
    if not q.strip():
        return answering.page(request, "search", views.SearchPage(shell, "", ()))
    try:
        found = await route.perform(request, finding.find, q, None, after or None)
    except Malformed as problem:
        view = views.SearchPage(shell, q, (), problem=problem.detail)
        return answering.page(request, "search", view, 422)
    more = f"/search?{urlencode({'q': q, 'after': found.after})}" if found.after else ""
    shown = tuple(map(listing.hit, found.hits))
    view = views.SearchPage(shell, q, shown, more, found.complete)
    return answering.page(request, "search", view)


HANDLERS = [search]
