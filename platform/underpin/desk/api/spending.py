"""The JSON API over what a client's approvers may spend, and who stands in for them."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from tenants import spending, stand_in
from tenants.spending import Limit
from tenants.stand_in import StandIn
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

LIMIT = f"{CLIENT}/people/{{person_id:uuid}}/spending-limits/{{currency:str}}"


class Amount(msgspec.Struct, forbid_unknown_fields=True):
    """In major units of the currency in the path, net."""

    amount: Decimal


class NewStandIn(msgspec.Struct, forbid_unknown_fields=True):
    """`person_id` None: for oneself."""

    stand_in_id: UUID
    starts_at: Moment
    ends_at: Moment
    person_id: UUID | None = None


@get(f"{CLIENT}/spending-limits", **route.of(spending.limits))
async def limits(request: AnyRequest, key: FromPath[str]) -> list[Limit]:
    found: list[Limit] = await asking.read(request, spending.limits, key)
    return found


@put(LIMIT, **route.of(spending.set_limit))
async def set_limit(
    request: AnyRequest,
    key: FromPath[str],
    person_id: FromPath[UUID],
    currency: FromPath[str],
    data: JSONBody[Amount],
) -> None:
    await asking.change(request, spending.set_limit, key, person_id, currency, data.amount)


@get(f"{CLIENT}/stand-ins", **route.of(stand_in.standing))
async def standing(request: AnyRequest, key: FromPath[str]) -> list[StandIn]:
    found: list[StandIn] = await asking.read(request, stand_in.standing, key)
    return found


@post(f"{CLIENT}/stand-ins", **route.of(stand_in.name))
async def name(request: AnyRequest, key: FromPath[str], data: JSONBody[NewStandIn]) -> StandIn:
    words = (data.stand_in_id, data.starts_at, data.ends_at, data.person_id)
    made: StandIn = await asking.change(request, stand_in.name, key, *words)
    return made


@delete(f"{CLIENT}/stand-ins/{{stand_in_id:uuid}}", **route.of(stand_in.cancel))
async def cancel(request: AnyRequest, key: FromPath[str], stand_in_id: FromPath[UUID]) -> None:
    await asking.change(request, stand_in.cancel, key, stand_in_id)


ROUTER = Router("/", route_handlers=[limits, set_limit, standing, name, cancel], tags=["desk"])
