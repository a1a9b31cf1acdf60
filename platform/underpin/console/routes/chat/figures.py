"""What became of a client's chats in a month."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromQuery

from underpin.console.routes import answering, frame
from underpin.console.routes.knowledge.read_of import month_of
from underpin.console.routes.knowledge.writing import named
from underpin.console.views.knowledge import ChatMonthPage
from underpin.desk.chat import reading
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]


@get("/chats/figures", **route.of(reading.of_month, "desk"))
async def show(
    request: AnyRequest, client: FromQuery[str] = "", month: FromQuery[str] = ""
) -> Response[Any]:
    """This month of the first client where nothing is chosen."""
    shell, clients = frame.shell(request, area="chats"), await named(request)
    of, key = month_of(month, shell.now.date()), client or (clients[0][0] if clients else "")
    view = ChatMonthPage(shell, clients, key, of)
    if key:
        found = await asking.read(request, reading.of_month, key, of)
        view = ChatMonthPage(shell, clients, key, of, **asdict(found))
    return answering.page(request, "knowing/chats", view)


HANDLERS = [show]
