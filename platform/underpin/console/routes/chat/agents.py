"""The agents' side: who waits, and the chat one is in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping.knowing import chats
from underpin.desk.chat import attending, ending, reading
from underpin.desk.tickets import reading as tickets
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/chats/{key:str}/{chat_id:uuid}"


@get("/chats", **route.of(attending.panel, "desk"))
async def panel(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, attending.panel)
    shell = frame.shell(request, area="chats")
    view = views.ChatPanelPage(shell, tuple(chats.row(each) for each in found))
    return answering.page(request, "chats", view)


@get(ONE, **route.of(reading.one, "desk"))
async def show(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> Response[Any]:
    return await _drawn(request, key, chat_id)


@post(f"{ONE}/attendance", **route.of(attending.accept, "desk"))
async def accept(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, attending.accept, chat_id, tenant=tenant)
    return answering.Going(f"/chats/{key}/{chat_id}")


@post(f"{ONE}/lines", **route.of(attending.say, "desk"))
async def say(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> Response[Any]:
    tenant, body = route.tenant_of(request, key), (await forms.of(request)).get("body", "")
    try:
        await route.perform(request, attending.say, chat_id, body, tenant=tenant)
    except Malformed as wrong:
        return await _drawn(request, key, chat_id, body, wrong.detail)
    return answering.Going(f"/chats/{key}/{chat_id}")


@post(f"{ONE}/transfer", **route.of(attending.transfer, "desk"))
async def transfer(
    request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    to = forms.identity(form, "staff") if form.get("staff") else None
    await route.perform(request, attending.transfer, chat_id, to, tenant=tenant)
    return answering.Going("/chats")


@post(f"{ONE}/end", **route.of(ending.end, "desk"))
async def end(request: AnyRequest, key: FromPath[str], chat_id: FromPath[UUID]) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, ending.end, chat_id, tenant=tenant)
    return answering.Going("/chats")


async def _drawn(
    request: AnyRequest, key: str, chat_id: UUID, typed: str = "", problem: str = ""
) -> Response[Any]:
    tenant, asker = route.tenant_of(request, key), route.principal_of(request)
    found = await route.perform(request, reading.one, tenant, chat_id, tenant=tenant)
    others = await route.perform(request, tickets.colleagues, tenant, tenant=tenant)
    named = tuple((str(each.id), each.name) for each in others if each.id != asker.person_id)
    shown = chats.chat(found, key, asker.person_id)
    view = views.AgentChatPage(frame.shell(request, area="chats"), shown, named, typed, problem)
    return answering.page(request, "agent_chat", view, 422 if problem else 200)


HANDLERS = [panel, show, accept, say, transfer, end]
