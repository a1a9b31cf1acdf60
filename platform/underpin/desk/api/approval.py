"""The JSON API over approvals: asked on a ticket, decided by who is asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.api import addressing
from underpin.desk.approvals import asking, deciding, reading
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.deciding import Said
from underpin.desk.approvals.reading import Mine
from underpin.desk.approvals.request import Asked, Request, Subject
from underpin.desk.approvals.voting import Decision, Side
from underpin.desk.changes import reading as changes
from underpin.desk.changes.change import Change
from underpin.desk.chargeable import estimate as estimates
from underpin.desk.chargeable.estimate import Estimate
from underpin.desk.contract_changes import contract_change as contract_changes
from underpin.desk.contract_changes.contract_change import ContractChange
from underpin.kernel.web import asking as web
from underpin.kernel.web import route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

ONE = f"{CLIENT}/approvals/{{approval_request_id:uuid}}"
OF_TICKET = "/tickets/{name:str}/approvals"


class GroupAsked(msgspec.Struct, forbid_unknown_fields=True):
    """As `approvers.Wanted` explains it."""

    side: Side = "client"
    quorum: int = 1
    people: list[UUID] = msgspec.field(default_factory=list)
    roles: list[str] = msgspec.field(default_factory=list)
    name: str = ""

    def wanted(self) -> Wanted:
        return Wanted(self.side, self.quorum, tuple(self.people), tuple(self.roles), self.name)


class NewApproval(msgspec.Struct, forbid_unknown_fields=True):
    """As `asking.New` explains it."""

    subject: Subject
    title: str
    detail: str = ""
    groups: list[GroupAsked] = msgspec.field(default_factory=list)
    amount: Decimal | None = None
    currency: str | None = None
    deadline: Moment | None = None
    question: str = ""

    def new(self) -> asking.New:
        groups = tuple(each.wanted() for each in self.groups)
        return asking.New(
            self.subject,
            self.title,
            groups,
            self.detail,
            self.amount,
            self.currency,
            self.deadline,
            self.question,
        )


class Word(msgspec.Struct, forbid_unknown_fields=True):
    decision: Decision
    reason: str = ""
    po_number: str | None = None


class Why(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@post(OF_TICKET, **route.of(asking.ask, "desk"))
async def ask(request: AnyRequest, name: FromPath[str], data: JSONBody[NewApproval]) -> Asked:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    words = {"tenant": tenant, "version": version}
    return await route.perform(request, asking.ask, number, data.new(), **words)


@get(OF_TICKET, **route.of(reading.of_ticket))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> list[Asked]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, reading.of_ticket, tenant, number, tenant=tenant)


@get("/approvals", **route.of(reading.mine))
async def mine(
    request: AnyRequest,
    which: FromQuery[Literal["waiting", "decided"]] = "waiting",
    before: FromQuery[UUID | None] = None,
) -> Mine:
    return await route.perform(request, reading.mine, which, before)


@get(ONE, **route.of(reading.one))
async def one(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> Asked:
    found: Asked = await web.read(request, reading.one, key, approval_request_id)
    return found


@put(f"{ONE}/decision", **route.of(deciding.decide))
async def decide(
    request: AnyRequest,
    key: FromPath[str],
    approval_request_id: FromPath[UUID],
    data: JSONBody[Word],
) -> Request:
    said = Said(data.decision, data.reason, data.po_number)
    made: Request = await web.change(request, deciding.decide, key, approval_request_id, said)
    return made


@put(f"{ONE}/withdrawal", **route.of(asking.withdraw, "desk"))
async def withdraw(
    request: AnyRequest,
    key: FromPath[str],
    approval_request_id: FromPath[UUID],
    data: JSONBody[Why],
) -> Request:
    words = (approval_request_id, data.reason)
    made: Request = await web.change(request, asking.withdraw, key, *words)
    return made


@post(f"{ONE}/reminders", **route.of(asking.remind, "desk"))
async def remind(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> int:
    """To how many a reminder goes; once a day at most."""
    sent: int = await web.change(request, asking.remind, key, approval_request_id)
    return sent


@get(f"{ONE}/change", **route.of(changes.of_request))
async def change(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> Change | None:
    """null where something else is asked."""
    words = (key, approval_request_id)
    found: Change | None = await _asked_about(request, changes.of_request, *words)
    return found


@get(f"{ONE}/estimate", **route.of(estimates.of_request))
async def estimate(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> Estimate | None:
    """null where something else is asked."""
    words = (key, approval_request_id)
    found: Estimate | None = await _asked_about(request, estimates.of_request, *words)
    return found


@get(f"{ONE}/contract-change", **route.of(contract_changes.of_request))
async def contract_change(
    request: AnyRequest, key: FromPath[str], approval_request_id: FromPath[UUID]
) -> ContractChange | None:
    """null where something else is asked."""
    words = (key, approval_request_id)
    found: ContractChange | None = await _asked_about(request, contract_changes.of_request, *words)
    return found


async def _asked_about(request: AnyRequest, verb: Any, key: str, approval: UUID) -> Any:
    """Raises NotFound for a request that is none of theirs."""
    await web.read(request, reading.one, key, approval)
    return await web.read(request, verb, key, approval)


ROUTER = Router(
    "/",
    route_handlers=[
        change,
        estimate,
        contract_change,
        ask,
        of_ticket,
        mine,
        one,
        decide,
        withdraw,
        remind,
    ],
    tags=["desk"],
)
