"""The calendar of what is planned for all clients."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, get
from litestar.params import FromQuery

from underpin.console.routes import answering, frame
from underpin.console.routes.approvals import gathered, shaping
from underpin.console.routes.approvals.gathered import WEEKS
from underpin.kernel.web import route


@get("/changes", **route.of(gathered.ahead, "desk"))
async def changes(
    request: Request[Any, Any, Any], begins: FromQuery[date | None] = None
) -> Response[Any]:
    """From where that day begins for who reads; from now where none is named."""
    zone = ZoneInfo(route.principal_of(request).time_zone)
    start = datetime.combine(begins, time(), zone) if begins else None
    found = await route.perform(request, gathered.ahead, start)
    shell = frame.shell(request, area="changes", now=found.now)
    view = shaping.calendar(shell, found, found.begins + WEEKS)
    return answering.page(request, "changes", view)


HANDLERS = [changes]
