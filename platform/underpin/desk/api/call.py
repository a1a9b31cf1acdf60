"""The JSON API over calls, people's numbers, and the lines that tell us of calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from underpin.desk.api import addressing
from underpin.desk.hooks.secret import Issued
from underpin.desk.phone import calls, logging, ringing_now
from underpin.desk.phone.call import Call
from underpin.desk.phone.calls import Line, Opened
from underpin.desk.phone.logging import Logged, Spoken
from underpin.desk.phone.ringing_now import Caller, Ringing
from underpin.kernel.errors import NotFound
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

CALLS = f"{CLIENT}/calls"
CALL = f"{CALLS}/{{phone_call_id:uuid}}"
NUMBERS = f"{CLIENT}/people/{{person_id:uuid}}/numbers"
LINES = f"{CLIENT}/phone-lines"
PHONE_LINE = f"{LINES}/{{phone_line_id:uuid}}"


class Told(msgspec.Struct, forbid_unknown_fields=True):
    """A call in one form. `ticket` is the name of one that goes on (ACME-12); without it a new one
    is raised."""

    words: str
    direction: Literal["in", "out"] = "in"
    started_at: Annotated[datetime, Meta(tz=True)] | None = None
    seconds: int = 0
    person_id: UUID | None = None
    phone: str = ""
    ticket: str | None = None
    subject: str = ""
    impact: str = "medium"
    urgency: str = "medium"
    type: str = "incident"
    service_id: UUID | None = None
    reached: bool = True
    reason: str = ""
    remember: bool = False


class Numbers(msgspec.Struct, forbid_unknown_fields=True):
    numbers: list[str]


class NewLine(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    proof: str = "address"
    signing_key: str = ""


class Rotation(msgspec.Struct, forbid_unknown_fields=True):
    overlap_hours: int = 24
    signing_key: str = ""


@post(CALLS, **route.of(logging.log, "desk"))
async def log(request: AnyRequest, key: FromPath[str], data: JSONBody[Told]) -> Logged:
    made: Logged = await asking.change(request, logging.log, key, _spoken(request, key, data))
    return made


@get(CALLS, **route.of(calls.waiting, "desk"))
async def waiting(
    request: AnyRequest, key: FromPath[str], before: FromQuery[UUID | None] = None
) -> list[Call]:
    found: list[Call] = await asking.read(request, calls.waiting, key, before)
    return found


@put(f"{CALL}/record", **route.of(logging.log, "desk"))
async def log_draft(
    request: AnyRequest, key: FromPath[str], phone_call_id: FromPath[UUID], data: JSONBody[Told]
) -> Logged:
    spoken = _spoken(request, key, data)
    made: Logged = await asking.change(request, logging.log, key, spoken, call_id=phone_call_id)
    return made


@delete(CALL, **route.of(calls.drop, "desk"))
async def drop(request: AnyRequest, key: FromPath[str], phone_call_id: FromPath[UUID]) -> None:
    await asking.change(request, calls.drop, key, phone_call_id)


@get(NUMBERS, **route.of(calls.numbers, "desk"))
async def numbers(request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]) -> list[str]:
    found: list[str] = await asking.read(request, calls.numbers, key, person_id)
    return found


@put(NUMBERS, **route.of(calls.set_numbers, "desk"))
async def set_numbers(
    request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID], data: JSONBody[Numbers]
) -> list[str]:
    words = (person_id, tuple(data.numbers))
    found: list[str] = await asking.change(request, calls.set_numbers, key, *words)
    return found


@get(LINES, **route.of(calls.lines, "desk"))
async def lines(request: AnyRequest, key: FromPath[str]) -> list[Line]:
    found: list[Line] = await asking.read(request, calls.lines, key)
    return found


@post(LINES, **route.of(calls.open_line, "desk"))
async def open_line(request: AnyRequest, key: FromPath[str], data: JSONBody[NewLine]) -> Opened:
    words, more = (data.name, data.proof), {"signing_key": data.signing_key}
    made: Opened = await asking.change(request, calls.open_line, key, *words, **more)
    return made


@put(f"{PHONE_LINE}/pause", **route.of(calls.pause, "desk"))
async def pause(request: AnyRequest, key: FromPath[str], phone_line_id: FromPath[UUID]) -> Line:
    made: Line = await asking.change(request, calls.pause, key, phone_line_id, paused=True)
    return made


@delete(f"{PHONE_LINE}/pause", status_code=200, **route.of(calls.pause, "desk"))
async def go_on(request: AnyRequest, key: FromPath[str], phone_line_id: FromPath[UUID]) -> Line:
    made: Line = await asking.change(request, calls.pause, key, phone_line_id, paused=False)
    return made


@post(f"{PHONE_LINE}/secrets", **route.of(calls.rotate, "desk"))
async def rotate(
    request: AnyRequest, key: FromPath[str], phone_line_id: FromPath[UUID], data: JSONBody[Rotation]
) -> Issued:
    overlap = timedelta(hours=max(-1, min(data.overlap_hours, 10_000)))
    words, more = (phone_line_id, overlap), {"signing_key": data.signing_key}
    made: Issued = await asking.change(request, calls.rotate, key, *words, **more)
    return made


def _spoken(request: AnyRequest, key: str, data: Told) -> Spoken:
    """Raises NotFound for a ticket of another client's."""
    said = msgspec.structs.asdict(data)
    said["number"] = said.pop("phone")
    if data.ticket is not None:
        tenant, said["ticket"] = addressing.ticket(request, data.ticket)
        if tenant != route.tenant_of(request, key):
            raise NotFound
    return Spoken(**said)


@get("/calls/ringing", **route.of(ringing_now.everywhere, "desk"))
async def ringing(request: AnyRequest) -> list[Ringing]:
    return await route.perform(request, ringing_now.everywhere)


@get("/callers", **route.of(ringing_now.callers, "desk"))
async def callers(request: AnyRequest, number: FromQuery[str]) -> list[Caller]:
    """Who of one's clients' people has this number."""
    return await route.perform(request, ringing_now.callers, number)


ROUTER = Router(
    "/",
    route_handlers=[
        ringing,
        callers,
        *(log, waiting, log_draft, drop, numbers, set_numbers),
        *(lines, open_line, pause, go_on, rotate),
    ],
    tags=["intake"],
)
