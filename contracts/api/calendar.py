"""The JSON API over calendars: a client's and the provider's, their versions and coming weeks."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from contracts.calendars import calendar_ahead, calendar_refresh, calendars
from contracts.calendars.calendar_ahead import Ahead
from contracts.calendars.calendars import CalendarVersion
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

OWN = f"{CLIENT}/calendars/{{calendar_id:uuid}}"
PROVIDER = "/provider/calendars"
BEHIND = f"{PROVIDER}/{{calendar_id:uuid}}"
Weeks = Annotated[int, QueryParameter(ge=1, le=calendar_ahead.MOST_WEEKS)]


class NewCalendar(msgspec.Struct, forbid_unknown_fields=True):
    """`definition` in the form of docs/calendars.md, which names what is wrong in it."""

    name: str
    definition: dict[str, Any]


class Defined(msgspec.Struct, forbid_unknown_fields=True):
    definition: dict[str, Any]


class Drafted(msgspec.Struct, forbid_unknown_fields=True):
    definition: dict[str, Any]
    weeks: Annotated[int, msgspec.Meta(ge=1, le=calendar_ahead.MOST_WEEKS)] = calendar_ahead.WEEKS


@post(f"{CLIENT}/calendars", **route.of(calendars.create, "desk"))
async def create(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewCalendar]
) -> CalendarVersion:
    words = (data.name, data.definition)
    made: CalendarVersion = await asking.change(request, calendars.create, key, *words)
    return made


@post(f"{OWN}/versions", **route.of(calendars.amend, "desk"))
async def amend(
    request: AnyRequest, key: FromPath[str], calendar_id: FromPath[UUID], data: JSONBody[Defined]
) -> CalendarVersion:
    words = (calendar_id, data.definition)
    made: CalendarVersion = await asking.change(request, calendars.amend, key, *words)
    return made


@post(f"{OWN}/holidays", status_code=200, **route.of(calendar_refresh.propose, "desk"))
async def refresh(
    request: AnyRequest, key: FromPath[str], calendar_id: FromPath[UUID]
) -> CalendarVersion | None:
    """Proposes a version where public holidays differ by now; null where they do not."""
    made: CalendarVersion | None = await asking.change(
        request, calendar_refresh.propose, key, calendar_id
    )
    return made


@get(f"{OWN}/preview", **route.of(calendar_ahead.of_client))
async def preview(
    request: AnyRequest,
    key: FromPath[str],
    calendar_id: FromPath[UUID],
    weeks: Weeks = calendar_ahead.WEEKS,
) -> Ahead:
    found: Ahead = await asking.read(request, calendar_ahead.of_client, key, calendar_id, weeks)
    return found


@post("/calendars/preview", status_code=200, **route.of(calendar_ahead.of_draft, "desk"))
async def preview_draft(request: AnyRequest, data: JSONBody[Drafted]) -> Ahead:
    """Of a calendar that is not kept."""
    words = (data.definition, data.weeks)
    found: Ahead = await route.perform(request, calendar_ahead.of_draft, *words)
    return found


@get(PROVIDER, **route.of(calendars.of_provider, "desk"))
async def behind(request: AnyRequest) -> list[CalendarVersion]:
    found: list[CalendarVersion] = await route.perform(request, calendars.of_provider)
    return found


@post(PROVIDER, **route.of(calendars.create_provider, "desk"))
async def create_behind(request: AnyRequest, data: JSONBody[NewCalendar]) -> CalendarVersion:
    words = (data.name, data.definition)
    made: CalendarVersion = await route.perform(request, calendars.create_provider, *words)
    return made


@post(f"{BEHIND}/versions", **route.of(calendars.amend_provider, "desk"))
async def amend_behind(
    request: AnyRequest, calendar_id: FromPath[UUID], data: JSONBody[Defined]
) -> CalendarVersion:
    words = (calendar_id, data.definition)
    made: CalendarVersion = await route.perform(request, calendars.amend_provider, *words)
    return made


@post(f"{BEHIND}/holidays", status_code=200, **route.of(calendar_refresh.propose_provider, "desk"))
async def refresh_behind(
    request: AnyRequest, calendar_id: FromPath[UUID]
) -> CalendarVersion | None:
    made: CalendarVersion | None = await route.perform(
        request, calendar_refresh.propose_provider, calendar_id
    )
    return made


@get(f"{BEHIND}/preview", **route.of(calendar_ahead.of_provider, "desk"))
async def preview_behind(
    request: AnyRequest, calendar_id: FromPath[UUID], weeks: Weeks = calendar_ahead.WEEKS
) -> Ahead:
    found: Ahead = await route.perform(request, calendar_ahead.of_provider, calendar_id, weeks)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        *(create, amend, refresh, preview, preview_draft),
        *(behind, create_behind, amend_behind, refresh_behind, preview_behind),
    ],
    tags=["calendars"],
)
