"""The JSON API over money given back through Stripe."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from billing.api.invoice import NUMBERED
from billing.payments import refunding
from billing.payments.refunding import Refund
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest

REFUNDS = f"{NUMBERED}/refunds"


class NewRefund(msgspec.Struct, forbid_unknown_fields=True):
    """`amount` in major units of the invoice's currency, above zero; not more than was paid."""

    payment_id: UUID
    amount: Decimal
    reason: str


@get(REFUNDS, **route.of(refunding.of_invoice, "desk"))
async def listed(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> list[Refund]:
    found: list[Refund] = await asking.read(request, refunding.of_invoice, key, number)
    return found


@post(REFUNDS, **route.of(refunding.propose, "desk"))
async def propose(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], data: JSONBody[NewRefund]
) -> Refund:
    words = (number, data.payment_id, data.amount, data.reason)
    made: Refund = await asking.change(request, refunding.propose, key, *words)
    return made


@put(f"{REFUNDS}/{{refund_id:uuid}}/approval", **route.of(refunding.approve, "desk"))
async def approve(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], refund_id: FromPath[UUID]
) -> Refund:
    made: Refund = await asking.change(request, refunding.approve, key, number, refund_id)
    return made


@put(f"{REFUNDS}/{{refund_id:uuid}}/refusal", **route.of(refunding.refuse, "desk"))
async def refuse(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], refund_id: FromPath[UUID]
) -> Refund:
    made: Refund = await asking.change(request, refunding.refuse, key, number, refund_id)
    return made


ROUTER = Router("/", route_handlers=[listed, propose, approve, refuse], tags=["payments"])
