"""The JSON API over one's own marks on tickets: seen, and snoozed."""

from __future__ import annotations

import msgspec
from litestar import Router, delete, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.marks import marks
from underpin.kernel import verb
from underpin.kernel.web import route
from underpin.kernel.web.asking import Moment
from underpin.kernel.web.route import AnyRequest

SNOOZE = "/tickets/{name:str}/snooze"


class Snoozed(msgspec.Struct, forbid_unknown_fields=True):
    until: Moment


@put("/tickets/{name:str}/seen", status_code=204, **route.of(marks.look, "desk"))
async def seen(request: AnyRequest, name: FromPath[str]) -> None:
    words = addressing.ticket(request, name)
    await verb.begin(marks.look, route.principal_of(request), *words)


@put(SNOOZE, status_code=204, **route.of(marks.snooze, "desk"))
async def snooze(request: AnyRequest, name: FromPath[str], data: JSONBody[Snoozed]) -> None:
    words = (*addressing.ticket(request, name), data.until)
    await verb.begin(marks.snooze, route.principal_of(request), *words)


@delete(SNOOZE, **route.of(marks.snooze, "desk"))
async def wake(request: AnyRequest, name: FromPath[str]) -> None:
    words = (*addressing.ticket(request, name), None)
    await verb.begin(marks.snooze, route.principal_of(request), *words)


ROUTER = Router("/", route_handlers=[seen, snooze, wake], tags=["desk"])
