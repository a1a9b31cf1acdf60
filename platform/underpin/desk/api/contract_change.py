"""The JSON API over what clients want changed in their contracts."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.contract_changes import answering, contract_change
from underpin.desk.contract_changes.contract_change import (
    ContractChange,
    Matter,
    Per,
    Quote,
    Wish,
)
from underpin.desk.tickets.messages import Message
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

ONE = "/tickets/{name:str}/contract-change"


class NewWish(msgspec.Struct, forbid_unknown_fields=True):
    """`requester_id` for staff only."""

    subject: str
    wish: str
    matter: Matter = "other"
    contract_id: UUID | None = None
    requester_id: UUID | None = None


class NewQuote(msgspec.Struct, forbid_unknown_fields=True):
    amount: Decimal
    currency: str
    text: str
    per: Per = "month"
    deadline: Moment | None = None
    question: str = ""


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    body: str


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    reference: str


@post(f"{CLIENT}/contract-changes", **route.of(contract_change.ask))
async def ask(request: AnyRequest, key: FromPath[str], data: JSONBody[NewWish]) -> ContractChange:
    wish = Wish(**msgspec.structs.asdict(data))
    made: ContractChange = await asking.change(request, contract_change.ask, key, wish)
    return made


@get(ONE, **route.of(contract_change.of_ticket))
async def read(request: AnyRequest, name: FromPath[str]) -> ContractChange | None:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, contract_change.of_ticket, tenant, number, tenant=tenant)


@put(f"{ONE}/quote", **route.of(contract_change.quote, "desk"))
async def quote(
    request: AnyRequest, name: FromPath[str], data: JSONBody[NewQuote]
) -> ContractChange:
    tenant, number = addressing.ticket(request, name)
    said = Quote(**msgspec.structs.asdict(data))
    version = route.expected_version(request)
    return await route.perform(
        request, contract_change.quote, number, said, tenant=tenant, version=version
    )


@put(f"{ONE}/hand-over", **route.of(contract_change.hand_over, "desk"))
async def hand_over(
    request: AnyRequest, name: FromPath[str], data: JSONBody[Draft]
) -> ContractChange:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.reference)
    return await route.perform(request, contract_change.hand_over, *words, tenant=tenant)


@post(f"{ONE}/replies", **route.of(answering.reply, "desk"))
async def reply(request: AnyRequest, name: FromPath[str], data: JSONBody[Answer]) -> Message:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    words = {"tenant": tenant, "version": version}
    return await route.perform(request, answering.reply, number, data.body, **words)


ROUTER = Router("/", route_handlers=[ask, read, quote, hand_over, reply], tags=["desk"])
