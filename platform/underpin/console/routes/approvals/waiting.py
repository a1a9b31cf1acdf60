"""What waits for my yes, at the desk and at the portal alike; a link shows, a button decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.approvals import gathered, shaping
from underpin.desk.approvals import asking, deciding
from underpin.desk.approvals.deciding import Said
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/approvals/{key:str}/{approval_request_id:uuid}"
NOTHING: Mapping[str, str] = {}


@get("/approvals", **route.of(gathered.waiting))
async def every(
    request: AnyRequest,
    which: FromQuery[Literal["waiting", "decided"]] = "waiting",
    before: FromQuery[UUID | None] = None,
) -> Response[Any]:
    frame.is_staff(request)
    found = await route.perform(request, gathered.waiting, which, before)
    shell = frame.shell(request, area="approvals", now=found.now)
    view = shaping.page(shell, found, route.principal_of(request), which)
    return answering.page(request, "approvals", view)


@get(ONE, **route.of(gathered.one))
async def one(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> Response[Any]:
    return await drawn(request, key, approval_request_id)


async def drawn(
    request: AnyRequest,
    key: str,
    request_id: UUID,
    *,
    typed: Mapping[str, str] = NOTHING,
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    """The page of a request, with what was typed and what was wrong with it."""
    tenant = route.tenant_of(request, key)
    frame.is_staff(request)
    found = await route.perform(request, gathered.one, tenant, request_id, tenant=tenant)
    shell = frame.shell(request, area="approvals", now=found.now)
    asker = route.principal_of(request)
    view = shaping.one(shell, found, asker, typed=typed, problem=problem)
    return answering.page(request, "approval", view, status)


@post(f"{ONE}/decision", **route.of(deciding.decide))
async def decision(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    order = form.get("po_number", "").strip() or None
    said = Said(_decision(form), form.get("reason", ""), order)
    try:
        await route.perform(request, deciding.decide, approval_request_id, said, tenant=tenant)
    except Malformed as wrong:
        told, status = wrong.detail, wrong.status
        return await drawn(
            request, key, approval_request_id, typed=form, problem=told, status=status
        )
    return answering.Going(f"/approvals/{key}/{approval_request_id}")


def _decision(form: Mapping[str, str]) -> Literal["approved", "refused"]:
    """Whatever is not approved is refused, which the verb wants a reason for."""
    return "approved" if form.get("decision") == "approved" else "refused"


@post(f"{ONE}/withdrawal", **route.of(asking.withdraw, "desk"))
async def withdrawal(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    words = (approval_request_id, forms.field(form, "reason"))
    await route.perform(request, asking.withdraw, *words, tenant=tenant)
    return answering.Going(f"/approvals/{key}/{approval_request_id}")


@post(f"{ONE}/reminders", **route.of(asking.remind, "desk"))
async def reminder(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, asking.remind, approval_request_id, tenant=tenant)
    return answering.Going(f"/approvals/{key}/{approval_request_id}")


HANDLERS = [every, one, decision, withdrawal, reminder]
