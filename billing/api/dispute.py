"""The JSON API over what a client's bank disputes, and over cards that were declined."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.api.invoice import NUMBERED
from billing.payments.disputed import disputes
from billing.payments.disputed.disputes import Dispute
from billing.payments.dunning import standing, terms
from billing.payments.dunning.standing import CardDunning
from billing.payments.dunning.terms import Terms
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest


class Schedule(msgspec.Struct, forbid_unknown_fields=True):
    """Days to wait after the first declined try, the second, and so on."""

    days: list[int]


@get(f"{NUMBERED}/disputes", **route.of(disputes.of_invoice))
async def of_invoice(
    request: AnyRequest, key: FromPath[str], number: FromPath[str]
) -> list[Dispute]:
    found: list[Dispute] = await asking.read(request, disputes.of_invoice, key, number)
    return found


@get("/clients/{key:str}/disputes", **route.of(disputes.listed, "desk"))
async def of_client(
    request: AnyRequest, key: FromPath[str], before: FromQuery[UUID | None] = None
) -> list[Dispute]:
    found: list[Dispute] = await asking.read(request, disputes.listed, key, before)
    return found


@get(f"{NUMBERED}/card-dunning", **route.of(standing.of_invoice, "desk"))
async def dunned(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> CardDunning:
    found: CardDunning = await asking.read(request, standing.of_invoice, key, number)
    return found


@get("/card-schedule", **route.of(terms.of_cards, "desk"))
async def schedule(request: AnyRequest) -> Terms:
    found: Terms = await route.perform(request, terms.of_cards)
    return found


@put("/card-schedule", **route.of(terms.set_days, "desk"))
async def set_schedule(request: AnyRequest, data: JSONBody[Schedule]) -> Terms:
    made: Terms = await route.perform(request, terms.set_days, data.days)
    return made


ROUTER = Router(
    "/",
    route_handlers=[of_invoice, of_client, dunned, schedule, set_schedule],
    tags=["disputes and declined cards"],
)
