"""The JSON API over invoices, and lines of their own on the next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.invoicing import drafting, extras, finalising, invoices, review
from billing.invoicing.invoices import Invoice, Summary
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest

INVOICES = "/clients/{key:str}/invoices"
NUMBERED = "/clients/{key:str}/invoices/by-number/{number:str}"


class Finalisation(msgspec.Struct, forbid_unknown_fields=True):
    """The `inputs_hash` of the draft that was reviewed; `currency` where the client has several
    subscriptions."""

    inputs_hash: str
    currency: str | None = None


class NewExtra(msgspec.Struct, forbid_unknown_fields=True):
    """`price` is net, for one, in major units of `currency`."""

    name: str
    quantity: Decimal
    price: Decimal
    currency: str
    on_day: date
    kind: Literal["one_off", "adjustment"] = "one_off"
    tax_class: str = "standard"


@get(INVOICES, **route.of(invoices.of_tenant))
async def listed(
    request: AnyRequest,
    key: FromPath[str],
    before: FromQuery[date | None] = None,
    before_id: FromQuery[UUID | None] = None,
) -> list[Summary]:
    found: list[Summary] = await asking.read(request, invoices.of_tenant, key, before, before_id)
    return found


@get(NUMBERED, **route.of(invoices.by_number))
async def one(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> Invoice:
    found: Invoice = await asking.read(request, invoices.by_number, key, number)
    return found


@post("/clients/{key:str}/invoices/{month:date}/draft", **route.of(drafting.draft, "desk"))
async def draft(
    request: AnyRequest,
    key: FromPath[str],
    month: FromPath[date],
    currency: FromQuery[str | None] = None,
) -> Invoice:
    made: Invoice = await asking.change(request, drafting.draft, key, month, currency)
    return made


@get("/clients/{key:str}/invoices/{month:date}/draft", **route.of(drafting.drafted, "desk"))
async def drafted(
    request: AnyRequest,
    key: FromPath[str],
    month: FromPath[date],
    currency: FromQuery[str | None] = None,
) -> Invoice:
    found: Invoice = await asking.read(request, drafting.drafted, key, month, currency)
    return found


@put(
    "/clients/{key:str}/invoices/{month:date}/finalisation",
    **route.of(finalising.finalise, "desk"),
)
async def finalise(
    request: AnyRequest, key: FromPath[str], month: FromPath[date], data: JSONBody[Finalisation]
) -> Invoice:
    words = (month, data.inputs_hash, data.currency)
    made: Invoice = await asking.change(request, finalising.finalise, key, *words)
    return made


@put("/clients/{key:str}/invoices/{month:date}/review", **route.of(review.review, "desk"))
async def reviewed(
    request: AnyRequest, key: FromPath[str], month: FromPath[date], data: JSONBody[Finalisation]
) -> Invoice:
    words = (month, data.inputs_hash, data.currency)
    made: Invoice = await asking.change(request, review.review, key, *words)
    return made


@post("/clients/{key:str}/extra-lines", **route.of(extras.add, "desk"))
async def add_extra(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewExtra]
) -> dict[str, UUID]:
    said = msgspec.structs.asdict(data)
    return {"id": await asking.change(request, extras.add, key, **said)}


@delete("/clients/{key:str}/extra-lines/{extra_line_id:uuid}", **route.of(extras.remove, "desk"))
async def remove_extra(
    request: AnyRequest, key: FromPath[str], extra_line_id: FromPath[UUID]
) -> None:
    await asking.change(request, extras.remove, key, extra_line_id)


ROUTER = Router(
    "/",
    route_handlers=[listed, one, draft, drafted, reviewed, finalise, add_extra, remove_extra],
    tags=["invoices"],
)
