"""Plans: the list, one of them with its versions, and what a version says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.pricing.period import Unit
from billing.terms import draft_prices, offers, plans
from billing.terms.plans import Content, Every
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.pricing import gathered, shaping
from underpin.kernel import digits
from underpin.kernel.errors import Conflict, Forbidden, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
AREA = "plans"
PLAN = "/plans/{plan_id:uuid}"
NOTHING: Mapping[str, str] = {}


@get("/plans", **route.of(plans.every, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    return await _all(request, NOTHING)


@post("/plans", **route.of(plans.begin, "desk"))
async def begin(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (form.get("name", ""), form.get("currency", "").strip().upper())
        made = await route.perform(request, plans.begin, *words, Content([], _every(form)))
    except (Malformed, Conflict) as wrong:
        return await _all(request, form, wrong.detail, wrong.status)
    return answering.Going(f"/plans/{made.plan_id}")


@get(PLAN, **route.of(gathered.one, "desk"))
async def one(
    request: AnyRequest, plan_id: FromPath[UUID], version: FromQuery[int | None] = None
) -> Response[Any]:
    return await _one(request, plan_id, version)


@post(f"{PLAN}/draft", **route.of(draft_prices.start, "desk"))
async def start(request: AnyRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, draft_prices.start, plan_id)
    return answering.Going(f"/plans/{plan_id}")


@post(f"{PLAN}/draft/interval", **route.of(draft_prices.every, "desk"))
async def interval(request: AnyRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    try:
        await route.perform(request, draft_prices.every, plan_id, _every(form))
    except (Malformed, Conflict) as wrong:
        return await _one(request, plan_id, None, wrong.detail, wrong.status)
    return answering.Going(f"/plans/{plan_id}")


@post(f"{PLAN}/draft/removal", **route.of(plans.discard, "desk"))
async def discard(request: AnyRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """A plan of which nothing else was ever published stands empty."""
    await route.perform(request, plans.discard, plan_id)
    return answering.Going("/plans")


@post(f"{PLAN}/versions/{{number:int}}/publication", **route.of(plans.publish, "desk"))
async def publish(
    request: AnyRequest, plan_id: FromPath[UUID], number: FromPath[int]
) -> Response[Any]:
    try:
        await route.perform(request, plans.publish, plan_id, number)
    except (Conflict, Forbidden) as wrong:
        return await _one(request, plan_id, number, wrong.detail, wrong.status)
    return answering.Going(f"/plans/{plan_id}?version={number}")


@post(f"{PLAN}/offer", **route.of(offers.show, "desk"))
async def show(request: AnyRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, offers.show, plan_id)
    return answering.Going(f"/plans/{plan_id}")


@post(f"{PLAN}/offer/removal", **route.of(offers.hide, "desk"))
async def hide(request: AnyRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, offers.hide, plan_id)
    return answering.Going(f"/plans/{plan_id}")


@get(f"{PLAN}/difference", **route.of(gathered.compared, "desk"))
async def difference(
    request: AnyRequest,
    plan_id: FromPath[UUID],
    before: FromQuery[int],
    after: FromQuery[int],
) -> Response[Any]:
    found = await route.perform(request, gathered.compared, plan_id, before, after)
    shell = frame.shell(request, area=AREA)
    view = shaping.difference_page(shell, plan_id, found)
    return answering.page(request, "pricing/difference", view)


def _every(form: Mapping[str, str]) -> Every:
    """Raises Malformed."""
    count, unit = digits.read(form.get("count", "").strip(), 3), form.get("unit", "")
    if not count:
        raise Malformed("count: a whole number from 1 to 999.", field="count")
    if unit not in set(Unit):
        raise Malformed("unit: choose days, weeks, months or years.", field="unit")
    return Every(count, Unit(unit))


async def _all(
    request: AnyRequest, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[Any]:
    versions = await route.perform(request, plans.every)
    shell = frame.shell(request, area=AREA)
    may = route.principal_of(request).may("plan.write")
    view = shaping.plans_page(shell, versions, typed, problem, may=may)
    return answering.page(request, "pricing/plans", view, status)


async def _one(
    request: AnyRequest, plan_id: UUID, number: int | None, problem: str = "", status: int = 200
) -> Response[Any]:
    found = await route.perform(request, gathered.one, plan_id, number)
    shell = frame.shell(request, area=AREA, now=found.now)
    view = shaping.plan_page(shell, found, route.principal_of(request), problem)
    return answering.page(request, "pricing/plan", view, status)


HANDLERS = [listed, begin, one, start, interval, discard, publish, show, hide, difference]
