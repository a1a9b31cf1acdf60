"""The JSON API over a client's seats: the list it confirms, from a day on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.metered import seats
from billing.metered.seats import SeatList
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest


class People(msgspec.Struct, forbid_unknown_fields=True):
    people: list[UUID]


@get(f"{CLIENT}/seats", **route.of(seats.of_client))
async def listed(
    request: AnyRequest, key: FromPath[str], before: FromQuery[date | None] = None
) -> list[SeatList]:
    found: list[SeatList] = await asking.read(request, seats.of_client, key, before)
    return found


@put(f"{CLIENT}/seats/{{from_day:date}}", **route.of(seats.confirm, "portal"))
async def confirm(
    request: AnyRequest, key: FromPath[str], from_day: FromPath[date], data: JSONBody[People]
) -> SeatList:
    made: SeatList = await asking.change(request, seats.confirm, key, from_day, data.people)
    return made


ROUTER = Router("/", route_handlers=[listed, confirm], tags=["seats"])
