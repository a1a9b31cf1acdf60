"""The JSON API over visits, somebody's own calendar of them, and what is to know of sites."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import MediaType, Response, Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.visits import appointment, arranging, feed, sites
from underpin.desk.visits.appointment import Appointment, Clash
from underpin.desk.visits.arranging import Plan
from underpin.desk.visits.feed import Feed
from underpin.desk.visits.sites import Details, Site
from underpin.kernel import security_headers
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

VISITS = "/tickets/{name:str}/appointments"
ONE = f"{VISITS}/{{appointment_id:uuid}}"


class New(msgspec.Struct, forbid_unknown_fields=True):
    """As `arranging.Plan` explains it."""

    technician_id: UUID
    starts_at: Moment
    ends_at: Moment
    site_id: UUID | None = None
    place: str = ""
    note: str = ""
    travel_minutes: int = 0


class Times(msgspec.Struct, forbid_unknown_fields=True):
    starts_at: Moment
    ends_at: Moment


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    accepted: bool


class Took(msgspec.Struct, forbid_unknown_fields=True):
    """Minutes of the technician's time, none where 0."""

    worked_minutes: int = 0
    travelled_minutes: int = 0
    text: str = ""


class Said(msgspec.Struct, forbid_unknown_fields=True):
    contact: str = ""
    phone: str = ""
    hours: str = ""
    directions: str = ""


class Arranged(msgspec.Struct):
    """`clashes`: what else the technician has then; the visit is arranged all the same."""

    appointment: Appointment
    clashes: list[Clash]


@get(VISITS, **route.of(appointment.of_ticket))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> list[Appointment]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, appointment.of_ticket, tenant, number, tenant=tenant)


@post(VISITS, **route.of(arranging.arrange, "desk"))
async def arrange(request: AnyRequest, name: FromPath[str], data: JSONBody[New]) -> Arranged:
    tenant, number = addressing.ticket(request, name)
    plan = Plan(**msgspec.structs.asdict(data))
    made = await route.perform(request, arranging.arrange, number, plan, tenant=tenant)
    return await _arranged(request, made)


@put(f"{ONE}/times", **route.of(arranging.move, "desk"))
async def move(
    request: AnyRequest, name: FromPath[str], appointment_id: FromPath[UUID],
    data: JSONBody[Times],
) -> Arranged:  # fmt: skip
    tenant, number = addressing.ticket(request, name)
    words = (number, appointment_id, data.starts_at, data.ends_at)
    version = route.expected_version(request)
    made = await route.perform(request, arranging.move, *words, tenant=tenant, version=version)
    return await _arranged(request, made)


async def _arranged(request: AnyRequest, made: Appointment) -> Arranged:
    words = (made.technician_id, made.starts_at, made.ends_at, made.id)
    return Arranged(made, await route.perform(request, appointment.clashes, *words))


@put(f"{ONE}/cancellation", **route.of(arranging.cancel, "desk"))
async def cancel(
    request: AnyRequest, name: FromPath[str], appointment_id: FromPath[UUID],
    data: JSONBody[Reason],
) -> Appointment:  # fmt: skip
    tenant, number = addressing.ticket(request, name)
    words = (number, appointment_id, data.reason)
    version = route.expected_version(request)
    return await route.perform(request, arranging.cancel, *words, tenant=tenant, version=version)


@put(f"{ONE}/answer", **route.of(arranging.answer, "portal"))
async def answer(
    request: AnyRequest, name: FromPath[str], appointment_id: FromPath[UUID],
    data: JSONBody[Answer],
) -> Appointment:  # fmt: skip
    tenant, number = addressing.ticket(request, name)
    words = (number, appointment_id)
    return await route.perform(
        request, arranging.answer, *words, tenant=tenant, accepted=data.accepted
    )


@put(f"{ONE}/completion", **route.of(arranging.done, "desk"))
async def done(
    request: AnyRequest, name: FromPath[str], appointment_id: FromPath[UUID],
    data: JSONBody[Took],
) -> Appointment:  # fmt: skip
    tenant, number = addressing.ticket(request, name)
    said = msgspec.structs.asdict(data) | {"version": route.expected_version(request)}
    words = (number, appointment_id)
    return await route.perform(request, arranging.done, *words, tenant=tenant, **said)


@post("/me/calendar", **route.of(feed.open_own, "desk"))
async def open_calendar(request: AnyRequest) -> Feed:
    return await route.perform(request, feed.open_own)


@delete("/me/calendar", **route.of(feed.close_own, "desk"))
async def close_calendar(request: AnyRequest) -> None:
    await route.perform(request, feed.close_own)


@get(
    "/calendar/{token:str}",
    **route.open_to_all("a secret address that its owner can end; shows their visits", "desk"),
    media_type=MediaType.TEXT,
)
async def calendar(token: FromPath[str]) -> Response[str]:
    text = await feed.read(token.removesuffix(".ics"))
    headers = security_headers.private_file("visits.ics")
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


@get(f"{CLIENT}/sites", **route.of(sites.of_client, "desk"))
async def of_client(request: AnyRequest, key: FromPath[str]) -> list[Site]:
    found: list[Site] = await asking.read(request, sites.of_client, key)
    return found


@put(f"{CLIENT}/sites/{{site_id:uuid}}/details", **route.of(sites.describe, "desk"))
async def describe(
    request: AnyRequest, key: FromPath[str], site_id: FromPath[UUID], data: JSONBody[Said]
) -> None:
    said = Details(**msgspec.structs.asdict(data))
    await asking.change(request, sites.describe, key, site_id, said)


ROUTER = Router(
    "/",
    route_handlers=[
        *(of_ticket, arrange, move, cancel, answer, done),
        *(open_calendar, close_calendar, of_client, describe),
    ],
    tags=["visits"],
)
