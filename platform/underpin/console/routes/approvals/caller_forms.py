"""How it is found out who is calling, each a form's resource."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from underpin.console.routes import forms
from underpin.console.routes.approvals import plan
from underpin.console.routes.approvals.plan import AnyRequest
from underpin.desk.verification import by_call_back, by_code, sensitive
from underpin.desk.verification.verification import Verification
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

TICKET = "/tickets/{name:str}"


@post(f"{TICKET}/verifications/codes", **route.of(by_code.send, "desk"))
async def send(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(request, name, by_code.send, lambda f: ((), {}))


@post(f"{TICKET}/verifications/{{verification_id:uuid}}/code", **route.of(by_code.confirm, "desk"))
async def confirm(
    request: AnyRequest, name: FromPath[str], verification_id: FromPath[UUID]
) -> Response[Any]:
    """A wrong code is counted, and then told: the page is drawn after the try was kept."""
    form = await forms.of(request)

    async def perform(tenant: int, number: int) -> None:
        words = (number, verification_id, forms.field(form, "code"))
        found: Verification = await route.perform(request, by_code.confirm, *words, tenant=tenant)
        if found.standing != "verified":
            raise Malformed(f"code: that was not it; {found.attempts_left} tries are left.")

    return await plan.attempt(request, name, {}, perform)


@post(f"{TICKET}/verifications/call-backs", **route.of(by_call_back.record, "desk"))
async def call_back(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request,
        name,
        by_call_back.record,
        lambda f: ((forms.identity(f, "approver"), forms.field(f, "note")), {}),
    )


@post(f"{TICKET}/sensitivity", **route.of(sensitive.mark, "desk"))
async def mark(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request, name, sensitive.mark, lambda f: ((forms.field(f, "matter"),), {})
    )


@post(f"{TICKET}/sensitivity/waiver", **route.of(sensitive.unmark, "desk"))
async def unmark(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request, name, sensitive.unmark, lambda f: ((forms.field(f, "reason"),), {})
    )


HANDLERS = [send, confirm, call_back, mark, unmark]
