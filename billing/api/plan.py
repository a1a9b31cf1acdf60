"""The JSON API over plans and their versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from billing.terms import draft_prices, offers, plans
from billing.terms.difference import Difference
from billing.terms.offers import Offers
from billing.terms.plans import Content, Every, Version
from underpin.kernel import verb
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest

PLAN = "/plans/{plan_id:uuid}"
VERSION = f"{PLAN}/versions/{{number:int}}"


class NewPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plan's name and currency are its own for good; its first draft is made with it."""

    name: str
    currency: str
    prices: list[Any]
    interval: Every = Every()


@put(f"{PLAN}/offer", status_code=204, **route.of(offers.show, "desk"))
async def show(request: AnyRequest, plan_id: FromPath[UUID]) -> None:
    """To every client of its currency."""
    await route.perform(request, offers.show, plan_id)


@delete(f"{PLAN}/offer", **route.of(offers.hide, "desk"))
async def hide(request: AnyRequest, plan_id: FromPath[UUID]) -> None:
    await route.perform(request, offers.hide, plan_id)


@get("/plan-offers", **route.of(offers.of_client, "portal"))
async def offered(request: AnyRequest) -> Offers:
    found: Offers = await verb.begin(offers.of_client, route.principal_of(request))
    return found


@get("/plans", **route.of(plans.every, "desk"))
async def listed(request: AnyRequest) -> list[Version]:
    found: list[Version] = await route.perform(request, plans.every)
    return found


@post("/plans", **route.of(plans.begin, "desk"))
async def begin(request: AnyRequest, data: JSONBody[NewPlan]) -> Version:
    words = (data.name, data.currency, Content(data.prices, data.interval))
    made: Version = await route.perform(request, plans.begin, *words)
    return made


@put(f"{PLAN}/draft", **route.of(plans.redraft, "desk"))
async def redraft(request: AnyRequest, plan_id: FromPath[UUID], data: JSONBody[Content]) -> Version:
    made: Version = await route.perform(request, plans.redraft, plan_id, data)
    return made


@delete(f"{PLAN}/draft", **route.of(plans.discard, "desk"))
async def discard(request: AnyRequest, plan_id: FromPath[UUID]) -> None:
    await route.perform(request, plans.discard, plan_id)


@post(f"{PLAN}/draft", **route.of(draft_prices.start, "desk"))
async def start(request: AnyRequest, plan_id: FromPath[UUID]) -> Version:
    """Of what the newest version says."""
    made: Version = await route.perform(request, draft_prices.start, plan_id)
    return made


@put(f"{PLAN}/draft/prices/{{price:str}}", **route.of(draft_prices.put, "desk"))
async def put_price(
    request: AnyRequest,
    plan_id: FromPath[UUID],
    price: FromPath[str],
    data: JSONBody[dict[str, Any]],
) -> Version:
    """In the place of the price with that key, else the last one."""
    made: Version = await route.perform(request, draft_prices.put, plan_id, data, price)
    return made


@delete(f"{PLAN}/draft/prices/{{price:str}}", **route.of(draft_prices.remove, "desk"))
async def remove_price(request: AnyRequest, plan_id: FromPath[UUID], price: FromPath[str]) -> None:
    await route.perform(request, draft_prices.remove, plan_id, price)


@put(f"{PLAN}/draft/interval", **route.of(draft_prices.every, "desk"))
async def interval(request: AnyRequest, plan_id: FromPath[UUID], data: JSONBody[Every]) -> Version:
    made: Version = await route.perform(request, draft_prices.every, plan_id, data)
    return made


@get(VERSION, **route.of(plans.one, "desk"))
async def one(request: AnyRequest, plan_id: FromPath[UUID], number: FromPath[int]) -> Version:
    found: Version = await route.perform(request, plans.one, plan_id, number)
    return found


@put(f"{VERSION}/publication", **route.of(plans.publish, "desk"))
async def publish(request: AnyRequest, plan_id: FromPath[UUID], number: FromPath[int]) -> Version:
    made: Version = await route.perform(request, plans.publish, plan_id, number)
    return made


@get(f"{VERSION}/difference/{{other:int}}", **route.of(plans.compared, "desk"))
async def compared(
    request: AnyRequest, plan_id: FromPath[UUID], number: FromPath[int], other: FromPath[int]
) -> Difference:
    words = (plan_id, number, other)
    found: Difference = await route.perform(request, plans.compared, *words)
    return found


@get("/plans/offered", **route.of(offers.shown, "desk"))
async def shown(request: AnyRequest) -> list[UUID]:
    """Which plans clients may read."""
    return sorted(await route.perform(request, offers.shown))


ROUTER = Router(
    "/",
    route_handlers=[
        shown,
        *(listed, begin, start, redraft, discard, one, publish, compared),
        *(put_price, remove_price, interval, show, hide, offered),
    ],
    tags=["plans"],
)
