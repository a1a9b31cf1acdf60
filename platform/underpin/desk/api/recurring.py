"""The JSON API over tickets that come again."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.recurring import recurring
from underpin.desk.recurring.recurring import Recurring, Said, Ticketed
from underpin.desk.recurring.rule import Occurrence, OnClosed, Rule
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

RECURRING = f"{CLIENT}/recurring"
ONE = f"{RECURRING}/{{recurring_ticket_id:uuid}}"


class New(msgspec.Struct, forbid_unknown_fields=True):
    """As `recurring.Said` explains it; `rule` is an RRULE's value of RFC 5545."""

    name: str
    ticket: Ticketed
    rule: str
    starts_on: date
    at: time
    time_zone: str = ""
    on_closed: OnClosed = "keep"
    calendar_id: UUID | None = None


@get(RECURRING, **route.of(recurring.of_client, "desk"))
async def listed(request: AnyRequest, key: FromPath[str]) -> list[Recurring]:
    found: list[Recurring] = await asking.read(request, recurring.of_client, key)
    return found


@post(RECURRING, **route.of(recurring.set_up, "desk"))
async def set_up(request: AnyRequest, key: FromPath[str], data: JSONBody[New]) -> Recurring:
    said = Said(**{name: getattr(data, name) for name in New.__struct_fields__})
    made: Recurring = await asking.change(request, recurring.set_up, key, said)
    return made


@get(f"{CLIENT}/recurring-preview", **route.of(recurring.foresee, "desk"))
async def foresee(
    request: AnyRequest,
    key: FromPath[str],
    rule: FromQuery[str],
    starts_on: FromQuery[date],
    *,
    at: FromQuery[time] = time(8),
    time_zone: FromQuery[str] = "UTC",
    on_closed: FromQuery[OnClosed] = "keep",
    calendar_id: FromQuery[UUID | None] = None,
) -> list[Occurrence]:
    """The next ten of a rule that is not set up yet."""
    told = Rule(rule, starts_on, at, time_zone, on_closed)
    found: list[Occurrence] = await asking.read(request, recurring.foresee, key, told, calendar_id)
    return found


@get(f"{ONE}/preview", **route.of(recurring.preview, "desk"))
async def preview(
    request: AnyRequest, key: FromPath[str], recurring_ticket_id: FromPath[UUID]
) -> list[Occurrence]:
    found: list[Occurrence] = await asking.read(
        request, recurring.preview, key, recurring_ticket_id
    )
    return found


@put(f"{ONE}/pause", **route.of(recurring.pause, "desk"))
async def pause(
    request: AnyRequest, key: FromPath[str], recurring_ticket_id: FromPath[UUID]
) -> Recurring:
    return await _change(request, recurring.pause, key, recurring_ticket_id)


@delete(f"{ONE}/pause", status_code=200, **route.of(recurring.go_on, "desk"))
async def go_on(
    request: AnyRequest, key: FromPath[str], recurring_ticket_id: FromPath[UUID]
) -> Recurring:
    return await _change(request, recurring.go_on, key, recurring_ticket_id)


@put(f"{ONE}/ending", **route.of(recurring.end, "desk"))
async def end(
    request: AnyRequest, key: FromPath[str], recurring_ticket_id: FromPath[UUID]
) -> Recurring:
    return await _change(request, recurring.end, key, recurring_ticket_id)


async def _change(request: AnyRequest, verb: object, key: str, recurring_id: UUID) -> Recurring:
    version = route.expected_version(request)
    found: Recurring = await asking.change(request, verb, key, recurring_id, version=version)
    return found


ROUTER = Router(
    "/",
    route_handlers=[listed, set_up, foresee, preview, pause, go_on, end],
    tags=["recurring"],
)
