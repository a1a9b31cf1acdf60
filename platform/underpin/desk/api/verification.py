"""The JSON API over who is calling: codes, call-backs, sensitive tickets."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing, ticket
from underpin.desk.api.approval import Why
from underpin.desk.api.ticket import TicketView
from underpin.desk.verification import by_call_back, by_code, sensitive, verification
from underpin.desk.verification.by_call_back import Approver
from underpin.desk.verification.sensitive import Matter
from underpin.desk.verification.verification import Verification
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest

TICKET = "/tickets/{name:str}"
OF_TICKET = f"{TICKET}/verifications"


class Code(msgspec.Struct, forbid_unknown_fields=True):
    code: str


class CallBack(msgspec.Struct, forbid_unknown_fields=True):
    approver_id: UUID
    note: str


class Sensitive(msgspec.Struct, forbid_unknown_fields=True):
    matter: Matter


@get(OF_TICKET, **route.of(verification.of_ticket, "desk"))
async def every(request: AnyRequest, name: FromPath[str]) -> list[Verification]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, verification.of_ticket, tenant, number, tenant=tenant)


@post(f"{OF_TICKET}/codes", **route.of(by_code.send, "desk"))
async def send(request: AnyRequest, name: FromPath[str]) -> Verification:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, by_code.send, number, tenant=tenant)


@put(f"{OF_TICKET}/{{verification_id:uuid}}/code", **route.of(by_code.confirm, "desk"))
async def confirm(
    request: AnyRequest,
    name: FromPath[str],
    verification_id: FromPath[UUID],
    data: JSONBody[Code],
) -> Verification:
    """A wrong code is answered with 200 as well: read `standing` and `attempts_left`."""
    tenant, number = addressing.ticket(request, name)
    words = (number, verification_id)
    return await route.perform(request, by_code.confirm, *words, code=data.code, tenant=tenant)


@post(f"{OF_TICKET}/call-backs", **route.of(by_call_back.record, "desk"))
async def call_back(
    request: AnyRequest, name: FromPath[str], data: JSONBody[CallBack]
) -> Verification:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.approver_id, data.note)
    return await route.perform(request, by_call_back.record, *words, tenant=tenant)


@put(f"{TICKET}/sensitivity", **route.of(sensitive.mark, "desk"))
async def mark(request: AnyRequest, name: FromPath[str], data: JSONBody[Sensitive]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    words = {"tenant": tenant, "version": version}
    found = await route.perform(request, sensitive.mark, number, data.matter, **words)
    return ticket.view(request, found)


@put(f"{TICKET}/sensitivity/waiver", **route.of(sensitive.unmark, "desk"))
async def unmark(request: AnyRequest, name: FromPath[str], data: JSONBody[Why]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    words = {"tenant": tenant, "version": version}
    found = await route.perform(request, sensitive.unmark, number, data.reason, **words)
    return ticket.view(request, found)


@get(f"{OF_TICKET}/approvers", **route.of(by_call_back.approvers, "desk"))
async def approvers(request: AnyRequest, name: FromPath[str]) -> list[Approver]:
    """Whom of the client to call back."""
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, by_call_back.approvers, tenant, number, tenant=tenant)


ROUTER = Router(
    "/",
    route_handlers=[approvers, every, send, confirm, call_back, mark, unmark],
    tags=["desk"],
)
