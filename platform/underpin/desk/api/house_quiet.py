"""The JSON API over the hours in which nobody of the provider's is mailed warnings."""

from __future__ import annotations

from datetime import time

import msgspec
from litestar import Router, get, put
from litestar.params import JSONBody

from underpin.desk.on_call import house_quiet
from underpin.desk.on_call.quiet import House
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

HERE = "/quiet-hours"


class QuietSaid(msgspec.Struct, forbid_unknown_fields=True):
    quiet_from: time | None = None
    quiet_to: time | None = None
    weekends: bool = False


@get(HERE, **route.of(house_quiet.said, "desk"))
async def said(request: AnyRequest) -> House:
    found: House = await route.perform(request, house_quiet.said)
    return found


@put(HERE, status_code=204, **route.of(house_quiet.say, "desk"))
async def say(request: AnyRequest, data: JSONBody[QuietSaid]) -> None:
    """In whole."""
    wanted = House(**msgspec.structs.asdict(data))
    await route.perform(request, house_quiet.say, wanted)


ROUTER = Router("/", route_handlers=[said, say], tags=["desk"])
