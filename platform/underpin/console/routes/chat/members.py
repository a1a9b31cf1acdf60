"""A member's chat: plain forms, and a part that changes by itself where scripts run."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping.knowing import chats, told
from underpin.desk.announcements import reading as announcements
from underpin.desk.chat import ending, reading, talking
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/chat/{chat_id:uuid}"


@get("/chat", **route.of(reading.mine, "portal"))
async def start(request: AnyRequest) -> Response[Any]:
    """The chat that is open, or the first line of one."""
    tenant = route.principal_of(request).own_tenant
    found = await route.perform(request, reading.mine, tenant, tenant=tenant)
    if found is not None:
        return answering.Going(f"/chat/{found}")
    return await _page(request, None)


@post("/chat", **route.of(talking.begin, "portal"))
async def begin(request: AnyRequest) -> Response[Any]:
    body = (await forms.of(request)).get("body", "")
    try:
        made = await route.perform(request, talking.begin, body)
    except Malformed as wrong:
        return await _page(request, None, body, wrong.detail)
    return answering.Going(f"/chat/{made}")


@get(ONE, **route.of(reading.own, "portal"))
async def show(request: AnyRequest, chat_id: FromPath[UUID]) -> Response[Any]:
    return await _drawn(request, chat_id)


@post(f"{ONE}/lines", **route.of(talking.say, "portal"))
async def say(request: AnyRequest, chat_id: FromPath[UUID]) -> Response[Any]:
    return await _said(request, talking.say, chat_id)


@post(f"{ONE}/message", **route.of(talking.leave_message, "portal"))
async def leave_message(request: AnyRequest, chat_id: FromPath[UUID]) -> Response[Any]:
    return await _said(request, talking.leave_message, chat_id)


@post(f"{ONE}/solution", **route.of(talking.solved, "portal"))
async def solved(request: AnyRequest, chat_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, talking.solved, chat_id)
    return answering.Going(f"/chat/{chat_id}")


@post(f"{ONE}/person", **route.of(talking.ask_for_person, "portal"))
async def person(request: AnyRequest, chat_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, talking.ask_for_person, chat_id)
    return answering.Going(f"/chat/{chat_id}")


@post(f"{ONE}/end", **route.of(ending.leave, "portal"))
async def leave(request: AnyRequest, chat_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, ending.leave, chat_id)
    return answering.Going(f"/chat/{chat_id}")


async def _said(request: AnyRequest, verb: Any, chat_id: UUID) -> Response[Any]:
    body = (await forms.of(request)).get("body", "")
    try:
        await route.perform(request, verb, chat_id, body)
    except Malformed as wrong:
        return await _drawn(request, chat_id, body, wrong.detail)
    return answering.Going(f"/chat/{chat_id}")


async def _drawn(
    request: AnyRequest, chat_id: UUID, typed: str = "", problem: str = ""
) -> Response[Any]:
    asker = route.principal_of(request)
    tenant, (key,) = asker.own_tenant, asker.tenants
    found = await route.perform(request, reading.own, tenant, chat_id, tenant=tenant)
    return await _page(request, chats.chat(found, key), typed, problem)


async def _page(
    request: AnyRequest, chat: views.Chat | None, typed: str = "", problem: str = ""
) -> Response[Any]:
    """With what is known to be broken, so that nobody asks for it in vain."""
    shell, tenant = frame.shell(request, area="chat"), route.principal_of(request).own_tenant
    known = await route.perform(request, announcements.current, tenant, tenant=tenant)
    rows = tuple(told.row(each, shell.reader.language, shell.now) for each in known)
    view = views.ChatPage(shell, chat, typed, problem, rows)
    return answering.page(request, "chat", view, 422 if problem else 200)


HANDLERS = [start, begin, show, say, leave_message, solved, person, leave]
