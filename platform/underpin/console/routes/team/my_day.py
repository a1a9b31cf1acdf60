"""One's own day: tickets, what comes back when, and time that is not posted yet."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from underpin.console.routes import answering, frame
from underpin.console.routes.team import reading, shaping
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
MY_DAY = "/my-day"


@get(MY_DAY, **route.of(reading.own_day, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    return await drawn(request)


async def drawn(request: AnyRequest, problem: str = "") -> Response[Any]:
    found = await route.perform(request, reading.own_day)
    shell = frame.shell(request, area="my_day", now=found.now)
    view = shaping.my_day(shell, found, route.principal_of(request), problem)
    return answering.page(request, "team/my_day", view, 422 if problem else 200)


HANDLERS = [show]
