"""The JSON API over a client's credit balance: read, used, paid back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.api.invoice import NUMBERED
from billing.receivables import balance, payback
from billing.receivables.balance import Balance, Move
from billing.receivables.payback import Payback
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

PAYBACK = f"{CLIENT}/paybacks/{{payback_id:uuid}}"


class NewPayback(msgspec.Struct, forbid_unknown_fields=True):
    currency: str
    amount: Decimal
    reason: str


class On(msgspec.Struct, forbid_unknown_fields=True):
    on: date


@get(f"{CLIENT}/balances", **route.of(balance.of_tenant))
async def balances(request: AnyRequest, key: FromPath[str]) -> list[Balance]:
    found: list[Balance] = await asking.read(request, balance.of_tenant, key)
    return found


@get(f"{CLIENT}/balance-moves", **route.of(balance.moves))
async def moves(
    request: AnyRequest, key: FromPath[str], before: FromQuery[UUID | None] = None
) -> list[Move]:
    found: list[Move] = await asking.read(request, balance.moves, key, before)
    return found


@post(f"{NUMBERED}/overpayment", **route.of(balance.take_over, "desk"))
async def take_over(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], data: JSONBody[On]
) -> Balance:
    made: Balance = await asking.change(request, balance.take_over, key, number, data.on)
    return made


@put(f"{NUMBERED}/payments/{{payment_id:uuid}}/put-back", **route.of(balance.put_back, "desk"))
async def put_back(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    payment_id: FromPath[UUID],
    data: JSONBody[On],
) -> Balance:
    words = (number, payment_id, data.on)
    made: Balance = await asking.change(request, balance.put_back, key, *words)
    return made


@get(f"{CLIENT}/paybacks", **route.of(payback.of_tenant, "desk"))
async def paybacks(
    request: AnyRequest, key: FromPath[str], before: FromQuery[UUID | None] = None
) -> list[Payback]:
    found: list[Payback] = await asking.read(request, payback.of_tenant, key, before)
    return found


@post(f"{CLIENT}/paybacks", **route.of(payback.propose, "desk"))
async def propose(request: AnyRequest, key: FromPath[str], data: JSONBody[NewPayback]) -> Payback:
    words = (data.currency, data.amount, data.reason)
    made: Payback = await asking.change(request, payback.propose, key, *words)
    return made


@put(f"{PAYBACK}/approval", **route.of(payback.approve, "desk"))
async def approve(request: AnyRequest, key: FromPath[str], payback_id: FromPath[UUID]) -> Payback:
    made: Payback = await asking.change(request, payback.approve, key, payback_id)
    return made


@put(f"{PAYBACK}/refusal", **route.of(payback.refuse, "desk"))
async def refuse(request: AnyRequest, key: FromPath[str], payback_id: FromPath[UUID]) -> Payback:
    made: Payback = await asking.change(request, payback.refuse, key, payback_id)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        *(balances, moves, take_over, put_back),
        *(paybacks, propose, approve, refuse),
    ],
    tags=["balance"],
)
