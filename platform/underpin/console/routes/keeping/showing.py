"""What waits in the compliance of one's clients, and a client's month as it stands."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from contracts.compliance import pending
from underpin.console.routes import answering, frame
from underpin.console.routes.keeping import reading, shaping
from underpin.console.routes.keeping.reading import Month
from underpin.kernel.errors import Malformed
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
ALL, ONE = shaping.AT, f"{shaping.AT}/{{key:str}}"
MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")


@get(ALL, **route.of(pending.everywhere, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, pending.everywhere)
    view = shaping.pending(frame.shell(request, area="keeping"), found)
    return answering.page(request, "keeping/pending", view)


@get(ONE, **route.of(reading.keeping, "desk"))
async def one(request: AnyRequest, key: FromPath[str], month: FromQuery[str] = "") -> Response[Any]:
    return await drawn(request, key, wanted(month) if month else None)


async def drawn(
    request: AnyRequest, key: str, month: Month | None, problem: str = "", status: int = 200
) -> Response[Any]:
    found = await asking.read(request, reading.keeping, key, month)
    shell = frame.shell(request, area="keeping", now=found.now)
    view = shaping.page(shell, found, route.principal_of(request), problem)
    return answering.page(request, "keeping/month", view, status)


def wanted(said: str) -> Month:
    """Raises Malformed."""
    try:
        found = date.fromisoformat(f"{said}-01") if MONTH.fullmatch(said) else None
    except ValueError:
        found = None
    if found is None:
        raise Malformed("month: write a year and a month like 2026-11.", field="month")
    return found.year, found.month


HANDLERS = [every, one]
