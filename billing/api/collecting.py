"""The JSON API over how a client is collected, and what was pushed to Stripe."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.api.invoice import NUMBERED
from billing.payments import collecting, paying_page, setting_up, stopping
from billing.payments.collecting import Collecting
from billing.payments.provider import HowToPay
from billing.payments.pushing import deciding, reading
from billing.payments.pushing.reading import Pushed
from billing.payments.setting_up import SetupPage
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest

COLLECTING = "/clients/{key:str}/collecting"


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """How the client is to pay from the next invoice on."""

    method: Literal["bank_transfer", "stripe"]


class Why(msgspec.Struct, forbid_unknown_fields=True):
    """Why a push is given up."""

    reason: str


@get(COLLECTING, **route.of(collecting.of_client))
async def shown(request: AnyRequest, key: FromPath[str]) -> Collecting:
    found: Collecting = await asking.read(request, collecting.of_client, key)
    return found


@put(COLLECTING, **route.of(collecting.collect_by, "desk"))
async def choose(request: AnyRequest, key: FromPath[str], data: JSONBody[Chosen]) -> Collecting:
    made: Collecting = await asking.change(request, collecting.collect_by, key, data.method)
    return made


@post(f"{COLLECTING}/card-pages", **route.of(setting_up.page))
async def card_page(request: AnyRequest, key: FromPath[str]) -> SetupPage:
    principal, tenant = route.principal_of(request), route.tenant_of(request, key)
    made: SetupPage = await verb.begin(setting_up.page, principal, tenant)
    return made


@get(f"{NUMBERED}/how-to-pay", **route.of(paying_page.of_invoice))
async def how_to_pay(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> HowToPay:
    found: HowToPay = await asking.read(request, paying_page.of_invoice, key, number)
    return found


@get(f"{NUMBERED}/pushes", **route.of(reading.of_invoice, "desk"))
async def pushes(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> list[Pushed]:
    found: list[Pushed] = await asking.read(request, reading.of_invoice, key, number)
    return found


@get("/pushes/set-aside", **route.of(reading.aside, "desk"))
async def set_aside(request: AnyRequest, after: FromQuery[UUID | None] = None) -> list[Pushed]:
    found: list[Pushed] = await route.perform(request, reading.aside, after)
    return found


@put("/clients/{key:str}/pushes/{stripe_push_id:uuid}/retry", **route.of(deciding.retry, "desk"))
async def retry(request: AnyRequest, key: FromPath[str], stripe_push_id: FromPath[UUID]) -> None:
    await asking.change(request, deciding.retry, key, stripe_push_id)


@put("/clients/{key:str}/pushes/{stripe_push_id:uuid}/drop", **route.of(deciding.drop, "desk"))
async def drop(
    request: AnyRequest, key: FromPath[str], stripe_push_id: FromPath[UUID], data: JSONBody[Why]
) -> None:
    await asking.change(request, deciding.drop, key, stripe_push_id, data.reason)


@delete(f"{NUMBERED}/card-collection", **route.of(stopping.stop, "desk"))
async def stop(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> None:
    await asking.change(request, stopping.stop, key, number)


ROUTER = Router(
    "/",
    route_handlers=[shown, choose, card_page, how_to_pay, pushes, set_aside, retry, drop, stop],
    tags=["payments"],
)
