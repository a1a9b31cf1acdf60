"""The JSON API over what was paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from billing.api.invoice import NUMBERED
from billing.payments import payment
from billing.payments.payment import Payment
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest


class NewPayment(msgspec.Struct, forbid_unknown_fields=True):
    amount: Decimal
    received_on: date
    reference: str = ""


@get(f"{NUMBERED}/payments", **route.of(payment.of_invoice))
async def paid(request: AnyRequest, key: FromPath[str], number: FromPath[str]) -> list[Payment]:
    found: list[Payment] = await asking.read(request, payment.of_invoice, key, number)
    return found


@post(f"{NUMBERED}/payments", **route.of(payment.record, "desk"))
async def pay(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], data: JSONBody[NewPayment]
) -> Payment:
    words = (number, data.amount, data.received_on, data.reference)
    made: Payment = await asking.change(request, payment.record, key, *words)
    return made


ROUTER = Router("/", route_handlers=[paid, pay], tags=["payments"])
