"""The JSON API over what clients want changed in their contracts."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from contracts.agreements.versions import Version
from underpin.desk.api import addressing
from underpin.desk.contract_changes import answering, contract_change, drafting
from underpin.desk.contract_changes import waiting as still_waiting
from underpin.desk.contract_changes.contract_change import (
    AskedBefore,
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


class Drafted(msgspec.Struct, forbid_unknown_fields=True):
    """Which SLA gets the next version."""

    agreement_id: UUID


@get(f"{CLIENT}/contract-changes", **route.of(contract_change.asked_before))
async def asked_before(request: AnyRequest, key: FromPath[str]) -> list[AskedBefore]:
    found: list[AskedBefore] = await asking.read(request, contract_change.asked_before, key)
    return found


@get(f"{CLIENT}/contract-changes/waiting", **route.of(still_waiting.of_tenant, "desk"))
async def waiting(request: AnyRequest, key: FromPath[str]) -> list[AskedBefore]:
    found: list[AskedBefore] = await asking.read(request, still_waiting.of_tenant, key)
    return found


@post(f"{ONE}/draft", **route.of(drafting.draft, "desk"))
async def draft(request: AnyRequest, name: FromPath[str], data: JSONBody[Drafted]) -> Version:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.agreement_id)
    return await route.perform(request, drafting.draft, *words, tenant=tenant)


ROUTER = Router(
    "/",
    route_handlers=[asked_before, waiting, draft, ask, read, quote, hand_over, reply],
    tags=["desk"],
)
