"""The page of who handles a ticket, who knows of it and what came in about it; and a message with
what was folded away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from underpin.console.routes import answering, frame
from underpin.console.routes.handling import gathered, shaping
from underpin.console.views.handling import WholeMessagePage
from underpin.desk.api import addressing
from underpin.desk.mail.arriving import reading_back
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
NOTHING: Mapping[str, str] = {}


@get("/tickets/{name:str}/handling", **route.of(gathered.of_ticket, "desk"))
async def show(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await drawn(request, name)


async def drawn(
    request: AnyRequest,
    name: str,
    *,
    typed: Mapping[str, str] = NOTHING,
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, gathered.of_ticket, tenant, number, tenant=tenant)
    shell = frame.shell(request, area="list", now=found.now)
    view = shaping.page(shell, found, typed, problem)
    return answering.page(request, "handling/who", view, status)


@get("/tickets/{name:str}/messages/{message_id:uuid}/whole", **route.of(reading_back.whole))
async def whole(
    request: AnyRequest, name: FromPath[str], message_id: FromPath[UUID]
) -> Response[Any]:
    """With quoted mail and signatures, as it came."""
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number, message_id)
    found = await route.perform(request, reading_back.whole, *words, tenant=tenant)
    staff = frame.is_staff(request)
    shell = frame.shell(request, area="list" if staff else "home")
    view = WholeMessagePage(shell, name.upper(), staff, found.text)
    return answering.page(request, "handling/whole", view)


HANDLERS = [show, whole]
