"""The JSON API over a client's terms: its plan from which day on, and what was negotiated."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from billing.pricing.price_list import NewTerm
from billing.terms import client_terms, negotiating, withdrawing
from billing.terms.client_terms import Terms
from billing.terms.negotiating import NewPrice
from billing.terms.withdrawing import Withdrawal
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest

TERMS = "/clients/{key:str}/terms"
PRICE = f"{TERMS}/prices/{{negotiated_price_id:uuid}}"


class Beginning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version_id: UUID
    starts_on: date
    said: NewTerm = NewTerm()


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version_id: UUID
    on: date


class End(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of the subscription in that currency; without one the client's first."""

    on: date
    currency: str | None = None


@get(TERMS, **route.of(client_terms.of_client))
async def terms(request: AnyRequest, key: FromPath[str]) -> Terms:
    found: Terms = await asking.read(request, client_terms.of_client, key)
    return found


@post(TERMS, **route.of(client_terms.begin, "desk"))
async def begin(request: AnyRequest, key: FromPath[str], data: JSONBody[Beginning]) -> Terms:
    words = (data.version_id, data.starts_on, data.said)
    made: Terms = await asking.change(request, client_terms.begin, key, *words)
    return made


@put(f"{TERMS}/change", **route.of(client_terms.change, "desk"))
async def change(request: AnyRequest, key: FromPath[str], data: JSONBody[Change]) -> Terms:
    words = (data.version_id, data.on)
    made: Terms = await asking.change(request, client_terms.change, key, *words)
    return made


@put(f"{TERMS}/end", **route.of(client_terms.end, "desk"))
async def end(request: AnyRequest, key: FromPath[str], data: JSONBody[End]) -> Terms:
    made: Terms = await asking.change(request, client_terms.end, key, data.on, data.currency)
    return made


@put(f"{TERMS}/{{term_id:uuid}}/withdrawal", **route.of(withdrawing.withdraw, "desk"))
async def withdraw(
    request: AnyRequest, key: FromPath[str], term_id: FromPath[UUID], data: JSONBody[Withdrawal]
) -> Terms:
    made: Terms = await asking.change(request, withdrawing.withdraw, key, term_id, data)
    return made


@post(f"{TERMS}/prices", **route.of(negotiating.propose, "desk"))
async def propose(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewPrice]
) -> dict[str, UUID]:
    return {"id": await asking.change(request, negotiating.propose, key, data)}


@put(f"{PRICE}/approval", **route.of(negotiating.approve, "desk"))
async def approve(
    request: AnyRequest, key: FromPath[str], negotiated_price_id: FromPath[UUID]
) -> Terms:
    made: Terms = await asking.change(request, negotiating.approve, key, negotiated_price_id)
    return made


@put(f"{PRICE}/refusal", **route.of(negotiating.refuse, "desk"))
async def refuse(
    request: AnyRequest, key: FromPath[str], negotiated_price_id: FromPath[UUID]
) -> Terms:
    made: Terms = await asking.change(request, negotiating.refuse, key, negotiated_price_id)
    return made


ROUTER = Router(
    "/",
    route_handlers=[terms, begin, change, end, withdraw, propose, approve, refuse],
    tags=["terms"],
)
