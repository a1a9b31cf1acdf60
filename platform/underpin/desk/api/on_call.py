"""The JSON API over rotas, who is on duty, pages, and how one wants to be called."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from underpin.desk.api import addressing
from underpin.desk.on_call import coverage, duty, pages, rotas, wishes
from underpin.desk.on_call.duty import Shift
from underpin.desk.on_call.pages import Page
from underpin.desk.on_call.rotas import Kept
from underpin.desk.on_call.wishes import Notices
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

PAGE = f"{CLIENT}/pages/{{page_id:uuid}}"
ROTA = "/rotas/{rota_id:uuid}"


class HoursSaid(msgspec.Struct, forbid_unknown_fields=True):
    """`weekday` 0 is Monday; minutes of the wall clock, 1440 is the day's end."""

    weekday: int
    start: int
    end: int


class RotaSaid(msgspec.Struct, forbid_unknown_fields=True):
    """`people` in the order of their weeks. No `hours`: around the clock."""

    time_zone: str
    starts_on: date
    hand_over_at: time
    people: Annotated[list[UUID], Meta(max_length=50)]
    hours: Annotated[list[HoursSaid], Meta(max_length=50)] = []


class OverrideSaid(msgspec.Struct, forbid_unknown_fields=True):
    staff_id: UUID
    starts_at: Moment
    ends_at: Moment


class SwapSaid(msgspec.Struct, forbid_unknown_fields=True):
    """A day of each of the two weeks."""

    one: date
    other: date


class NoticesSaid(msgspec.Struct, forbid_unknown_fields=True):
    page_by: Literal["mail", "sms", "voice", "push"] = "mail"
    address: str | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None
    digest_minutes: int = 15


@get("/rotas", **route.of(rotas.all_of_them, "desk"))
async def every_rota(request: AnyRequest) -> list[Kept]:
    found: list[Kept] = await route.perform(request, rotas.all_of_them)
    return found


@put("/teams/{team_id:uuid}/rota", **route.of(rotas.establish, "desk"))
async def establish(request: AnyRequest, team_id: FromPath[UUID], data: JSONBody[RotaSaid]) -> UUID:
    wanted = duty.Rota(
        data.time_zone,
        data.starts_on,
        data.hand_over_at,
        tuple(data.people),
        tuple(duty.Hours(each.weekday, each.start, each.end) for each in data.hours),
    )
    made: UUID = await route.perform(request, rotas.establish, team_id, wanted)
    return made


@get(f"{ROTA}/shifts", **route.of(rotas.shifts, "desk"))
async def shifts(
    request: AnyRequest,
    rota_id: FromPath[UUID],
    starts: FromQuery[datetime],
    ends: FromQuery[datetime],
) -> list[Shift]:
    span = (addressing.moment(starts, "starts"), addressing.moment(ends, "ends"))
    found: list[Shift] = await route.perform(request, rotas.shifts, rota_id, *span)
    return found


@post(f"{ROTA}/overrides", **route.of(rotas.override, "desk"))
async def override(
    request: AnyRequest, rota_id: FromPath[UUID], data: JSONBody[OverrideSaid]
) -> UUID:
    words = (rota_id, data.staff_id, data.starts_at, data.ends_at)
    made: UUID = await route.perform(request, rotas.override, *words)
    return made


@post(f"{ROTA}/swaps", **route.of(rotas.swap, "desk"))
async def swap(request: AnyRequest, rota_id: FromPath[UUID], data: JSONBody[SwapSaid]) -> UUID:
    made: UUID = await route.perform(request, rotas.swap, rota_id, data.one, data.other)
    return made


@delete("/rota-overrides/{override_id:uuid}", **route.of(rotas.cancel, "desk"))
async def cancel(request: AnyRequest, override_id: FromPath[UUID]) -> None:
    await route.perform(request, rotas.cancel, override_id)


@get(f"{CLIENT}/duty-gaps", **route.of(coverage.gaps, "desk"))
async def gaps(request: AnyRequest, key: FromPath[str]) -> list[datetime]:
    found: list[datetime] = await asking.read(request, coverage.gaps, key)
    return found


@get(f"{CLIENT}/pages", **route.of(pages.of_client, "desk"))
async def of_client(
    request: AnyRequest, key: FromPath[str], *, calling: FromQuery[bool] = False
) -> list[Page]:
    found: list[Page] = await asking.read(request, pages.of_client, key, calling_only=calling)
    return found


@put(f"{PAGE}/acceptance", status_code=204, **route.of(pages.accept, "desk"))
async def accept(request: AnyRequest, key: FromPath[str], page_id: FromPath[UUID]) -> None:
    await asking.change(request, pages.accept, key, page_id)


@put(f"{PAGE}/declination", status_code=204, **route.of(pages.decline, "desk"))
async def decline(request: AnyRequest, key: FromPath[str], page_id: FromPath[UUID]) -> None:
    await asking.change(request, pages.decline, key, page_id)


@get("/me/notices", **route.of(wishes.mine, "desk"))
async def notices(request: AnyRequest) -> Notices:
    found: Notices = await route.perform(request, wishes.mine)
    return found


@put("/me/notices", status_code=204, **route.of(wishes.choose, "desk"))
async def choose(request: AnyRequest, data: JSONBody[NoticesSaid]) -> None:
    await route.perform(request, wishes.choose, Notices(**msgspec.structs.asdict(data)))


ROUTER = Router(
    "/",
    route_handlers=[
        *(every_rota, establish, shifts, override, swap, cancel, gaps),
        *(of_client, accept, decline, notices, choose),
    ],
    tags=["desk"],
)
