"""The JSON API over chargeable work: estimates, order numbers, what waits for either."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.chargeable import estimate, terms, worked
from underpin.desk.chargeable.estimate import Estimate, Offer
from underpin.desk.chargeable.terms import Terms
from underpin.desk.chargeable.worked import Worked
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

TICKET = "/tickets/{name:str}"


class NewEstimate(msgspec.Struct, forbid_unknown_fields=True):
    """As `estimate.Offer` explains it: minutes and an hourly rate, or a fixed amount."""

    currency: str
    text: str
    minutes: int | None = None
    rate: Decimal | None = None
    amount: Decimal | None = None
    deadline: Moment | None = None
    question: str = ""


class Order(msgspec.Struct, forbid_unknown_fields=True):
    po_number: str | None


class Coverage(msgspec.Struct, forbid_unknown_fields=True):
    coverage: str
    reason: str


class Rate(msgspec.Struct, forbid_unknown_fields=True):
    hourly_rate: Decimal
    currency: str


@get(f"{TICKET}/estimates", **route.of(estimate.of_ticket))
async def estimates(request: AnyRequest, name: FromPath[str]) -> list[Estimate]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, estimate.of_ticket, tenant, number, tenant=tenant)


@post(f"{TICKET}/estimates", **route.of(estimate.make, "desk"))
async def make(request: AnyRequest, name: FromPath[str], data: JSONBody[NewEstimate]) -> Estimate:
    tenant, number = addressing.ticket(request, name)
    offer = Offer(**msgspec.structs.asdict(data))
    version = route.expected_version(request)
    return await route.perform(
        request, estimate.make, number, offer, tenant=tenant, version=version
    )


@put(f"{TICKET}/order-number", **route.of(estimate.set_order, "desk"))
async def order(request: AnyRequest, name: FromPath[str], data: JSONBody[Order]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, estimate.set_order, number, data.po_number, tenant=tenant)


@get(f"{TICKET}/time", **route.of(worked.of_ticket, "desk"))
async def time(request: AnyRequest, name: FromPath[str]) -> Worked:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, worked.of_ticket, tenant, number, tenant=tenant)


@put(f"{CLIENT}/time/{{entry_id:uuid}}/coverage", **route.of(worked.cover, "desk"))
async def cover(
    request: AnyRequest, key: FromPath[str], entry_id: FromPath[UUID], data: JSONBody[Coverage]
) -> None:
    await asking.change(request, worked.cover, key, entry_id, data.coverage, data.reason)


@get(f"{CLIENT}/chargeable-terms", **route.of(terms.of_client, "desk"))
async def read_terms(request: AnyRequest, key: FromPath[str]) -> Terms | None:
    found: Terms | None = await asking.read(request, terms.of_client, key)
    return found


@put(f"{CLIENT}/chargeable-terms", **route.of(terms.agree, "desk"))
async def agree(request: AnyRequest, key: FromPath[str], data: JSONBody[Rate]) -> Terms:
    made: Terms = await asking.change(
        request, terms.agree, key, Terms(data.hourly_rate, data.currency)
    )
    return made


@delete(f"{CLIENT}/chargeable-terms", **route.of(terms.to_default, "desk"))
async def to_default(request: AnyRequest, key: FromPath[str]) -> None:
    await asking.change(request, terms.to_default, key)


ROUTER = Router(
    "/",
    route_handlers=[estimates, make, order, time, cover, read_terms, agree, to_default],
    tags=["desk"],
)
