"""What was set aside, and trying it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from billing.payments.inbox import inbox
from underpin.console import views
from underpin.console.routes import answering, frame, gathering
from underpin.console.routes.shaping import aside
from underpin.desk.aside import set_aside
from underpin.kernel.errors import NotFound
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/set-aside", **route.of(gathering.set_aside_items, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, gathering.set_aside_items)
    shell = frame.shell(request, area="set_aside", now=found.now)
    may = route.principal_of(request).may("set_aside.retry")
    view = views.SetAsidePage(
        shell,
        deliveries=aside.lane(found.items, set_aside.DELIVERIES),
        timers=aside.lane(found.items, set_aside.TIMERS),
        mails=aside.lane(found.items, set_aside.MAILS),
        may_retry=may,
    )
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


@post("/set-aside/{lane:str}/{name:str}/retries", **route.of(set_aside.retry, "desk"))
async def retry(request: AnyRequest, lane: FromPath[str], name: FromPath[str]) -> Response[Any]:
    key, _, item = name.partition(".")
    tenant = route.tenant_of(request, key)
    await route.perform(request, set_aside.retry, lane, _id(item), tenant=tenant)
    return answering.Going("/set-aside")


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as wrong:
        raise NotFound from wrong


HANDLERS = [show, payments, retry_payment, retry]
