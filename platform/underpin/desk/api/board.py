"""The JSON API over the team at work: loads, one's own day, time to post, calling by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.api import addressing
from underpin.desk.board import load, my_day
from underpin.desk.board.load import Load
from underpin.desk.board.my_day import FollowUp
from underpin.desk.cases import calling_off
from underpin.desk.cases.case import Case
from underpin.desk.on_call import calling_now
from underpin.desk.on_call.calling_now import Calling, Gap
from underpin.desk.tickets import time_posting
from underpin.desk.tickets.time_posting import Entry
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

ENTRY = f"{CLIENT}/time/{{time_entry_id:uuid}}"
CASE = "/tickets/{name:str}/cases/{case_id:uuid}"


class Amended(msgspec.Struct, forbid_unknown_fields=True):
    """`coverage`: included, chargeable or no_charge; `text` is for the client."""

    billable_minutes: int
    coverage: str
    text: str = ""


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@get("/team/loads", **route.of(load.of_team, "desk"))
async def loads(
    request: AnyRequest, begins: FromQuery[datetime], ends: FromQuery[datetime]
) -> list[Load]:
    span = (addressing.moment(begins, "begins"), addressing.moment(ends, "ends"))
    found: list[Load] = await route.perform(request, load.of_team, *span)
    return found


@get("/me/follow-ups", **route.of(my_day.follow_ups, "desk"))
async def follow_ups(request: AnyRequest) -> list[FollowUp]:
    found: list[FollowUp] = await route.perform(request, my_day.follow_ups)
    return found


@get("/me/time", **route.of(my_day.unposted, "desk"))
async def own_time(request: AnyRequest) -> list[Entry]:
    """What is not posted yet."""
    found: list[Entry] = await route.perform(request, my_day.unposted)
    return found


@get("/time/waiting", **route.of(time_posting.waiting, "desk"))
async def to_post(request: AnyRequest, after: FromQuery[UUID | None] = None) -> list[Entry]:
    found: list[Entry] = await route.perform(request, time_posting.waiting, after)
    return found


@put(f"{ENTRY}/amendment", status_code=204, **route.of(time_posting.amend, "desk"))
async def amend(
    request: AnyRequest, key: FromPath[str], time_entry_id: FromPath[UUID], data: JSONBody[Amended]
) -> None:
    words = (time_entry_id, data.billable_minutes, data.coverage, data.text)
    await asking.change(request, time_posting.amend, key, *words)


@put(f"{ENTRY}/refusal", status_code=204, **route.of(time_posting.refuse, "desk"))
async def refuse(
    request: AnyRequest, key: FromPath[str], time_entry_id: FromPath[UUID], data: JSONBody[Reason]
) -> None:
    await asking.change(request, time_posting.refuse, key, time_entry_id, data.reason)


@get("/pages", **route.of(calling_now.everywhere, "desk"))
async def calling(request: AnyRequest) -> list[Calling]:
    found: list[Calling] = await route.perform(request, calling_now.everywhere)
    return found


@post("/tickets/{name:str}/pages", **route.of(calling_now.call_for, "desk"))
async def call_for(request: AnyRequest, name: FromPath[str]) -> UUID:
    tenant, number = addressing.ticket(request, name)
    made: UUID = await route.perform(request, calling_now.call_for, number, tenant=tenant)
    return made


@get("/duty-gaps", **route.of(calling_now.gaps, "desk"))
async def gaps(request: AnyRequest) -> list[Gap]:
    found: list[Gap] = await route.perform(request, calling_now.gaps)
    return found


@put(f"{CASE}/calling-off", **route.of(calling_off.call_off, "desk"))
async def call_off(request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]) -> Case:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, calling_off.call_off, number, case_id, tenant=tenant)


ROUTER = Router(
    "/",
    route_handlers=[
        *(loads, follow_ups, own_time, to_post, amend, refuse),
        *(calling, call_for, gaps, call_off),
    ],
    tags=["desk"],
)
