"""The JSON API over live chat: a member's conversation under their company, the agents' panel."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.chat import attending, ending, hours, reading, talking
from underpin.desk.chat.attending import Waiting
from underpin.desk.chat.reading import Month, Shown
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

CHATS = f"{CLIENT}/chats"
OWN = f"{CHATS}/{{chat_id:uuid}}"
OURS = f"{CLIENT}/agent-chats/{{chat_id:uuid}}"


class LineSaid(msgspec.Struct, forbid_unknown_fields=True):
    body: str


class TransferSaid(msgspec.Struct, forbid_unknown_fields=True):
    """`staff_id` null: back to all of them."""

    staff_id: UUID | None


class HoursSaid(msgspec.Struct, forbid_unknown_fields=True):
    """`calendar_id` null: always."""

    calendar_id: UUID | None


@get(CHATS, **route.of(reading.mine, "portal"))
async def mine(request: AnyRequest, key: FromPath[str]) -> UUID | None:
    """The one that is open."""
    found: UUID | None = await asking.read(request, reading.mine, key)
    return found


@post(CHATS, **route.of(talking.begin, "portal"))
async def begin(request: AnyRequest, key: FromPath[str], data: JSONBody[LineSaid]) -> UUID:
    made: UUID = await asking.change(request, talking.begin, key, data.body)
    return made


@get(OWN, **route.of(reading.own, "portal"))
async def own(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> Shown:
    found: Shown = await asking.read(request, reading.own, key, chat_id)
    return found


@post(f"{OWN}/lines", status_code=204, **route.of(talking.say, "portal"))
async def say(
    request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID], data: JSONBody[LineSaid]
) -> None:
    await asking.change(request, talking.say, key, chat_id, data.body)


@put(f"{OWN}/solution", status_code=204, **route.of(talking.solved, "portal"))
async def solved(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> None:
    await asking.change(request, talking.solved, key, chat_id)


@put(f"{OWN}/person", **route.of(talking.ask_for_person, "portal"))
async def person(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> bool:
    """False: nobody is there at this hour."""
    made: bool = await asking.change(request, talking.ask_for_person, key, chat_id)
    return made


@post(f"{OWN}/message", status_code=204, **route.of(talking.leave_message, "portal"))
async def leave_message(
    request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID], data: JSONBody[LineSaid]
) -> None:
    await asking.change(request, talking.leave_message, key, chat_id, data.body)


@delete(OWN, **route.of(ending.leave, "portal"))
async def leave(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> None:
    await asking.change(request, ending.leave, key, chat_id)


@get("/agent-chats", **route.of(attending.panel, "desk"))
async def panel(request: AnyRequest) -> list[Waiting]:
    found: list[Waiting] = await route.perform(request, attending.panel)
    return found


@get(OURS, **route.of(reading.one, "desk"))
async def one(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> Shown:
    found: Shown = await asking.read(request, reading.one, key, chat_id)
    return found


@put(f"{OURS}/attendance", status_code=204, **route.of(attending.accept, "desk"))
async def accept(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> None:
    await asking.change(request, attending.accept, key, chat_id)


@post(f"{OURS}/lines", status_code=204, **route.of(attending.say, "desk"))
async def answer(
    request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID], data: JSONBody[LineSaid]
) -> None:
    await asking.change(request, attending.say, key, chat_id, data.body)


@put(f"{OURS}/transfer", status_code=204, **route.of(attending.transfer, "desk"))
async def transfer(
    request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID], data: JSONBody[TransferSaid]
) -> None:
    await asking.change(request, attending.transfer, key, chat_id, data.staff_id)


@delete(OURS, **route.of(ending.end, "desk"))
async def end(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> None:
    await asking.change(request, ending.end, key, chat_id)


@get(f"{CLIENT}/chat-figures/{{month:date}}", **route.of(reading.of_month, "desk"))
async def of_month(request: AnyRequest, key: FromPath[str], month: FromPath[date]) -> Month:
    found: Month = await asking.read(request, reading.of_month, key, month)
    return found


@get(f"{CLIENT}/chat-hours", **route.of(hours.of_client, "desk"))
async def read_hours(request: AnyRequest, key: FromPath[str]) -> UUID | None:
    found: UUID | None = await asking.read(request, hours.of_client, key)
    return found


@put(f"{CLIENT}/chat-hours", **route.of(hours.keep, "desk"))
async def keep_hours(
    request: AnyRequest, key: FromPath[str], data: JSONBody[HoursSaid]
) -> UUID | None:
    made: UUID | None = await asking.change(request, hours.keep, key, data.calendar_id)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        *(mine, begin, own, say, solved, person, leave_message, leave),
        *(panel, one, accept, answer, transfer, end, of_month, read_hours, keep_hours),
    ],
    tags=["chat"],
)
