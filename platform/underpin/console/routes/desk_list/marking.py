"""One's own marks on a ticket: seen, snoozed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, moment
from underpin.desk.api import addressing
from underpin.desk.marks import marks
from underpin.kernel import verb
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
MORNING = 8


@post("/tickets/{name:str}/seen", status_code=204, **route.of(marks.look, "desk"))
async def seen(request: AnyRequest, name: FromPath[str]) -> None:
    """Said by the page once somebody has it before their eyes: no GET changes anything."""
    words = addressing.ticket(request, name)
    await verb.begin(marks.look, route.principal_of(request), *words)


@post("/tickets/{name:str}/snooze", **route.of(marks.snooze, "desk"))
async def snooze(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    asker = route.principal_of(request)
    until = _until(forms.field(form, "until"), moment.of_request(), ZoneInfo(asker.time_zone))
    await verb.begin(marks.snooze, asker, *addressing.ticket(request, name), until)
    return answering.Going(answering.own_path(form.get("back", ""), "/list"))


def _until(said: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """An hour from now, or a morning of the asker's; `none` ends it. Raises Malformed."""
    if said == "none":
        return None
    if said == "hour":
        return now + timedelta(hours=1)
    days = {"tomorrow": 1, "monday": 7 - now.astimezone(zone).weekday(), "week": 7}.get(said)
    if days is None:
        raise Malformed("until: hour, tomorrow, monday, week or none.", field="until")
    day = now.astimezone(zone) + timedelta(days=days)
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)


HANDLERS = [seen, snooze]
