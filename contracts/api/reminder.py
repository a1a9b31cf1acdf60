"""The JSON API over reminders of contracts: for account managers."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from contracts.signed import reminder
from contracts.signed.reminder import LONGEST_PAGE, PAGE, Reminder
from underpin.kernel.errors import Malformed
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest


class Done(msgspec.Struct, forbid_unknown_fields=True):
    note: str = ""


@get("/reminders", **route.of(reminder.waiting, "desk"))
async def waiting(
    request: AnyRequest,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LONGEST_PAGE)] = PAGE,
) -> list[Reminder]:
    """The nearest day first; `after`: `due_on,id` of the last one of the page before."""
    found: list[Reminder] = await route.perform(request, reminder.waiting, _place(after), limit)
    return found


@put(f"{CLIENT}/reminders/{{reminder_id:uuid}}/completion", **route.of(reminder.done, "desk"))
async def done(
    request: AnyRequest, key: FromPath[str], reminder_id: FromPath[UUID], data: JSONBody[Done]
) -> Reminder:
    made: Reminder = await asking.change(request, reminder.done, key, reminder_id, data.note)
    return made


def _place(after: str | None) -> tuple[date, UUID] | None:
    if after is None:
        return None
    try:
        day, last = after.split(",")
        return date.fromisoformat(day), UUID(last)
    except ValueError as wrong:
        raise Malformed("after: the last one's due_on,id.", field="after") from wrong


ROUTER = Router("/", route_handlers=[waiting, done], tags=["contracts"])
