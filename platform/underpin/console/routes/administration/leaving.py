"""Webhooks that leave: kept, tested, and what became of each thing they were told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.connections import OF, done, page
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.shaping import connections as shaping
from underpin.desk.channels import webhook, webhooks
from underpin.kernel.errors import Conflict, Malformed, NotFound, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE: Final = f"{OF}/webhooks/{{webhook_id:uuid}}"


@post(f"{OF}/webhooks", **route.of(webhooks.add, "desk"))
async def add(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        said = shaping.webhook(form, await forms.each(request, "events"))
        made = await route.perform(request, webhooks.add, said, tenant=tenant)
    except (Malformed, Conflict) as wrong:
        return await page(request, key, form, wrong)
    return await page(request, key, once=shaping.signed(made))


@get(ONE, **route.of(webhooks.told, "desk"))
async def one(
    request: AnyRequest,
    key: FromPath[str],
    webhook_id: FromPath[UUID],
    before: FromQuery[UUID | None] = None,
) -> Response[Any]:
    return await _drawn(request, key, webhook_id, before)


async def _drawn(
    request: AnyRequest,
    key: str,
    webhook_id: UUID,
    before: UUID | None = None,
    wrong: Problem | None = None,
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    kept = await route.perform(request, webhooks.listed, tenant, tenant=tenant)
    row = next((each for each in kept if each.id == webhook_id), None)
    if row is None:
        raise NotFound
    words = (tenant, webhook_id, before)
    told = await route.perform(request, webhooks.told, *words, tenant=tenant)
    may, shell = route.principal_of(request).may("intake.write"), frame.shell(request, area=AREA)
    view = shaping.webhook_page(shell, key.upper(), row, told, may=may)
    view = replace(view, events=webhook.FOR_STAFF, problem=wrong.detail if wrong else "")
    status = wrong.status if wrong else 200
    return answering.page(request, "administration/webhook", view, status)


@post(ONE, **route.of(webhooks.change, "desk"))
async def change(
    request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[Any]:
    """All of it anew: where it goes, and what it is told."""
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        said = shaping.webhook(form, await forms.each(request, "events"))
        version = forms.version(form)
        words = (webhook_id, said)
        await route.perform(request, webhooks.change, *words, tenant=tenant, version=version)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, key, webhook_id, wrong=wrong)
    return answering.Going(f"/clients/{key}/connections/webhooks/{webhook_id}")


@post(f"{ONE}/test", **route.of(webhooks.test, "desk"))
async def test(
    request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, webhooks.test, webhook_id, tenant=tenant)
    return answering.Going(f"/clients/{key}/connections/webhooks/{webhook_id}")


@post(f"{ONE}/pause", **route.of(webhooks.pause, "desk"))
async def pause(
    request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, key, webhooks.pause, webhook_id, paused=True)


@post(f"{ONE}/resumption", **route.of(webhooks.pause, "desk"))
async def go_on(
    request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, key, webhooks.pause, webhook_id, paused=False)


@post(f"{ONE}/secret", **route.of(webhooks.rotate, "desk"))
async def renew(
    request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    made = await route.perform(request, webhooks.rotate, webhook_id, tenant=tenant)
    return await page(request, key, once=shaping.signed(made))


@post(f"{ONE}/deliveries/{{outgoing_id:uuid}}/retry", **route.of(webhooks.again, "desk"))
async def again(
    request: AnyRequest,
    key: FromPath[str],
    webhook_id: FromPath[UUID],
    outgoing_id: FromPath[UUID],
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, webhooks.again, webhook_id, outgoing_id, tenant=tenant)
    return answering.Going(f"/clients/{key}/connections/webhooks/{webhook_id}")


HANDLERS = [add, one, change, test, pause, go_on, renew, again]
