"""What was set aside: looked at, tried again alone or all of a kind, given up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.payments.inbox import inbox
from underpin.console import views
from underpin.console.routes import answering, forms, frame, gathering
from underpin.console.routes.shaping import aside
from underpin.desk.aside import content, giving_up, set_aside
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/set-aside/{lane:str}/{name:str}"


@get("/set-aside", **route.of(gathering.set_aside_items, "desk"))
async def show(
    request: AnyRequest, kind: FromQuery[str] = "", client: FromQuery[str] = ""
) -> Response[Any]:
    found = await route.perform(request, gathering.set_aside_items)
    shell = frame.shell(request, area="set_aside", now=found.now)
    view = aside.page(shell, found.items, kind, client, route.principal_of(request))
    return answering.page(request, "set_aside", view)


@get("/set-aside/payments", **route.of(gathering.payments_aside, "desk"))
async def payments(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, gathering.payments_aside)
    view = views.SetAsidePage(
        frame.shell(request, area="payments", now=found.now),
        payments=tuple(aside.payment(each) for each in found.told),
        may_retry=route.principal_of(request).may("payment_event.retry"),
    )
    return answering.page(request, "set_aside", view)


@post("/set-aside/payments/{event_id:uuid}/retries", **route.of(inbox.retry, "desk"))
async def retry_payment(request: AnyRequest, event_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, inbox.retry, event_id)
    return answering.Going("/set-aside/payments")


@post("/set-aside/retries", **route.of(set_aside.retry_all, "desk"))
async def retry_all(request: AnyRequest) -> Response[Any]:
    """All of a kind, of one client or of everybody the asker works for."""
    form, who = await forms.of(request), route.principal_of(request)
    kind, client = forms.field(form, "kind"), form.get("client", "")
    found = await route.perform(request, gathering.set_aside_items)
    keys = {each.key for each in found.items if each.kind == kind}
    for key in sorted(keys & {client.upper()} if client else keys):
        await route.perform(request, set_aside.retry_all, kind, tenant=who.tenants[key])
    return answering.Going("/set-aside")


@get(ONE, **route.of(content.look, "desk"))
async def look(request: AnyRequest, lane: FromPath[str], name: FromPath[str]) -> Response[Any]:
    return answering.page(request, "aside/one", await _looked(request, lane, name))


async def _looked(request: AnyRequest, lane: str, name: str) -> views.LookedAsidePage:
    tenant, item = _named(request, name)
    found = await route.perform(request, content.look, tenant, lane, item, tenant=tenant)
    shell = frame.shell(request, area="set_aside")
    return aside.looked(shell, found, route.principal_of(request))


@post(f"{ONE}/retries", **route.of(set_aside.retry, "desk"))
async def retry(request: AnyRequest, lane: FromPath[str], name: FromPath[str]) -> Response[Any]:
    tenant, item = _named(request, name)
    await route.perform(request, set_aside.retry, lane, item, tenant=tenant)
    return answering.Going("/set-aside")


@post(f"{ONE}/end", **route.of(giving_up.give_up, "desk"))
async def give_up(request: AnyRequest, lane: FromPath[str], name: FromPath[str]) -> Response[Any]:
    tenant, item = _named(request, name)
    reason = (await forms.of(request)).get("reason", "")
    try:
        await route.perform(request, giving_up.give_up, lane, item, reason, tenant=tenant)
    except Malformed as wrong:
        view = replace(await _looked(request, lane, name), problem=wrong.detail)
        return answering.page(request, "aside/one", view, 422)
    return answering.Going("/set-aside")


def _named(request: AnyRequest, name: str) -> tuple[int, UUID]:
    """A name carries its client's key, because it is tried again within that client."""
    key, _, item = name.partition(".")
    return route.tenant_of(request, key), _id(item)


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as wrong:
        raise NotFound from wrong


HANDLERS = [show, payments, retry_payment, retry_all, look, retry, give_up]
