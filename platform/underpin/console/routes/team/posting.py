"""Logged time: set right by who logged it or by a lead, posted or sent back by a lead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.team import my_day, reading, shaping
from underpin.desk.tickets import time_entry, time_posting
from underpin.kernel import digits
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
TIME = "/time"
ENTRY = f"{TIME}/{{key:str}}/{{time_entry_id:uuid}}"


@get(TIME, **route.of(reading.posting, "desk"))
async def show(request: AnyRequest, after: FromQuery[UUID | None] = None) -> Response[Any]:
    return await _drawn(request, after)


async def _drawn(
    request: AnyRequest, after: UUID | None = None, problem: str = "", status: int = 200
) -> Response[Any]:
    found = await route.perform(request, reading.posting, after)
    shell = frame.shell(request, area="time", now=found.now)
    view = shaping.posting(shell, found, route.principal_of(request), after, problem)
    return answering.page(request, "team/posting", view, status)


@post(f"{ENTRY}/amendment", **route.of(time_posting.amend, "desk"))
async def amend(
    request: AnyRequest, key: FromPath[str], time_entry_id: FromPath[UUID]
) -> Response[Any]:
    """From one's own day, or from where a lead posts."""
    form = await forms.of(request)
    own = form.get("from") == "day"
    try:
        minutes = _minutes(form.get("billable", ""))
        words = (time_entry_id, minutes, form.get("coverage", ""), form.get("text", ""))
        await asking.change(request, time_posting.amend, key, *words)
    except Malformed as wrong:
        if own or not route.principal_of(request).may(time_posting.POSTS):
            return await my_day.drawn(request, wrong.detail)
        return await _drawn(request, None, wrong.detail, 422)
    return answering.Going(my_day.MY_DAY if own else TIME)


def _minutes(given: str) -> int:
    """-1 for what is no number of minutes: the verb refuses it."""
    found = digits.read(given.strip(), 5)
    return -1 if found is None else found


@post(f"{ENTRY}/posting", **route.of(time_entry.post, "desk"))
async def posted(
    request: AnyRequest, key: FromPath[str], time_entry_id: FromPath[UUID]
) -> Response[Any]:
    try:
        await asking.change(request, time_entry.post, key, time_entry_id)
    except Conflict as refused:
        return await _drawn(request, None, refused.detail, refused.status)
    return answering.Going(TIME)


@post(f"{ENTRY}/refusal", **route.of(time_posting.refuse, "desk"))
async def refuse(
    request: AnyRequest, key: FromPath[str], time_entry_id: FromPath[UUID]
) -> Response[Any]:
    reason = (await forms.of(request)).get("reason", "")
    try:
        await asking.change(request, time_posting.refuse, key, time_entry_id, reason)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, None, wrong.detail, wrong.status)
    return answering.Going(TIME)


HANDLERS = [show, amend, posted, refuse]
