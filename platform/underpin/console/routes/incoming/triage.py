"""Mail of no client yet: looked at, given to a client, to a person or a ticket there, put away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.incoming import reading, shaping
from underpin.console.routes.incoming.shaping import TRIAGE
from underpin.console.views.incoming import NOTHING_TYPED, Typed
from underpin.desk.api import addressing
from underpin.desk.mail.triage import deciding
from underpin.kernel import verb
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get(TRIAGE, **route.of(reading.triage, "desk"))
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
    found = await route.perform(request, reading.triage, mail_id, after)
    shell = frame.shell(request, area="incoming", now=found.now)
    view = shaping.nobodys(shell, found, route.principal_of(request), after)
    status = 422 if typed.problem else 200
    return answering.page(request, "incoming/mail", replace(view, typed=typed), status)


@post(f"{TRIAGE}/{{mail_id:uuid}}/client", **route.of(deciding.place, "desk"))
async def place(request: AnyRequest, mail_id: FromPath[UUID]) -> Response[Any]:
    """To a client, as if it had come to its address; or to a person or ticket of theirs at once."""
    form, who = await forms.of(request), route.principal_of(request)
    client, address = forms.field(form, "client"), form.get("address", "").strip()
    tenant = route.tenant_of(request, client)
    try:
        ticket = addressing.joined(request, form.get("ticket", ""), tenant)
        if form.get("for") != "person" and ticket is None:
            await verb.begin(deciding.assign, who, mail_id, tenant)
            return answering.Going(TRIAGE)
        number = await verb.begin(deciding.place, who, mail_id, tenant, address, ticket)
    except Malformed as wrong:
        typed = Typed(wrong.detail, client, address, form.get("ticket", ""))
        return await _drawn(request, mail_id, typed=typed)
    return answering.Going(f"/tickets/{client.upper()}-{number}")


@post(f"{TRIAGE}/{{mail_id:uuid}}/discarding", **route.of(deciding.discard, "desk"))
async def discard(request: AnyRequest, mail_id: FromPath[UUID]) -> Response[Any]:
    reason = forms.field(await forms.of(request), "reason")
    await route.perform(request, deciding.discard, mail_id, reason)
    return answering.Going(TRIAGE)


HANDLERS = [show, place, discard]
