"""Mail of a client that waits: its sender is not proven, or nobody knows whose it is."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.incoming import reading, shaping
from underpin.console.routes.incoming.shaping import HELD
from underpin.console.views.incoming import NOTHING_TYPED, Typed
from underpin.desk.api import addressing
from underpin.desk.mail.arriving import waiting
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
ONE = f"{HELD}/{{key:str}}/{{mail_id:uuid}}"


@get(HELD, **route.of(reading.held, "desk"))
async def show(
    request: AnyRequest,
    open: FromQuery[UUID | None] = None,  # noqa: A002 - the address's word
    after: FromQuery[UUID | None] = None,
) -> Response[Any]:
    return await _drawn(request, open, after)


async def _drawn(
    request: AnyRequest,
    mail_id: UUID | None,
    after: UUID | None = None,
    typed: Typed = NOTHING_TYPED,
) -> Response[Any]:
    found = await route.perform(request, reading.held, mail_id, after)
    shell = frame.shell(request, area="incoming", now=found.now)
    view = shaping.held(shell, found, route.principal_of(request), after)
    status = 422 if typed.problem else 200
    return answering.page(request, "incoming/mail", replace(view, typed=typed), status)


@post(f"{ONE}/acceptance", **route.of(waiting.accept, "desk"))
async def accept(request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID]) -> Response[Any]:
    address = (await forms.of(request)).get("address", "").strip() or None
    done = asking.change(request, waiting.accept, key, mail_id, address)
    return await _decided(request, mail_id, done)


@post(f"{ONE}/requester", **route.of(waiting.open_for, "desk"))
async def open_for(
    request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID]
) -> Response[Any]:
    address = (await forms.of(request)).get("address", "").strip()
    done = asking.change(request, waiting.open_for, key, mail_id, address)
    return await _decided(request, mail_id, done)


@post(f"{ONE}/ticket", **route.of(waiting.join, "desk"))
async def join(request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    tenant, number = addressing.ticket(request, form.get("ticket", "").strip().upper())
    if tenant != route.tenant_of(request, key):
        raise NotFound
    address = form.get("address", "").strip() or None
    done = asking.change(request, waiting.join, key, mail_id, number, address)
    return await _decided(request, mail_id, done)


@post(f"{ONE}/refusal", **route.of(waiting.refuse, "desk"))
async def refuse(request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID]) -> Response[Any]:
    reason = forms.field(await forms.of(request), "reason")
    return await _decided(
        request, mail_id, asking.change(request, waiting.refuse, key, mail_id, reason)
    )


async def _decided(request: AnyRequest, mail_id: UUID, done: Awaitable[Any]) -> Response[Any]:
    """On to the next that waits; or this one again, with what was wrong and what was typed."""
    try:
        await done
    except Malformed as wrong:
        form = await forms.of(request)
        said = {name: form.get(name, "") for name in ("address", "ticket")}
        return await _drawn(request, mail_id, typed=Typed(wrong.detail, **said))
    return answering.Going(HELD)


HANDLERS = [show, accept, open_for, join, refuse]
