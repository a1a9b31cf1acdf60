"""The JSON API over tickets that a client escalates."""

from __future__ import annotations

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.complaints import client_escalation
from underpin.desk.complaints.client_escalation import ClientEscalation
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

ESCALATIONS = "/tickets/{name:str}/client-escalations"
CURRENT = "/tickets/{name:str}/client-escalation"


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    answer: str


@get(ESCALATIONS, **route.of(client_escalation.of_ticket))
async def escalations(request: AnyRequest, name: FromPath[str]) -> list[ClientEscalation]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, client_escalation.of_ticket, tenant, number, tenant=tenant)


@post(ESCALATIONS, **route.of(client_escalation.escalate))
async def escalate(
    request: AnyRequest, name: FromPath[str], data: JSONBody[Reason]
) -> ClientEscalation:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.reason)
    return await route.perform(request, client_escalation.escalate, *words, tenant=tenant)


@put(f"{CURRENT}/acknowledgment", **route.of(client_escalation.acknowledge, "desk"))
async def acknowledge(request: AnyRequest, name: FromPath[str]) -> ClientEscalation:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, client_escalation.acknowledge, number, tenant=tenant)


@put(f"{CURRENT}/answer", **route.of(client_escalation.answer, "desk"))
async def answer(
    request: AnyRequest, name: FromPath[str], data: JSONBody[Answer]
) -> ClientEscalation:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.answer)
    return await route.perform(request, client_escalation.answer, *words, tenant=tenant)


ROUTER = Router("/", route_handlers=[escalations, escalate, acknowledge, answer], tags=["desk"])
