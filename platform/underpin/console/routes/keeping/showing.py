"""What waits in the compliance of one's clients, and a client's month as it stands."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from contracts.compliance import pending
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.keeping import reading, shaping
from underpin.console.routes.keeping.reading import Month
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
ALL, ONE = shaping.AT, f"{shaping.AT}/{{key:str}}"


@get(ALL, **route.of(pending.everywhere, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, pending.everywhere)
    view = shaping.pending(frame.shell(request, area="keeping"), found)
    return answering.page(request, "keeping/pending", view)


@get(ONE, **route.of(reading.keeping, "desk"))
async def one(request: AnyRequest, key: FromPath[str], month: FromQuery[str] = "") -> Response[Any]:
    return await drawn(request, key, forms.month(month) if month else None)


async def drawn(
    request: AnyRequest, key: str, month: Month | None, problem: str = "", status: int = 200
) -> Response[Any]:
    found = await asking.read(request, reading.keeping, key, month)
    shell = frame.shell(request, area="keeping", now=found.now)
    view = shaping.page(shell, found, route.principal_of(request), problem)
    return answering.page(request, "keeping/month", view, status)


HANDLERS = [every, one]
