"""The JSON API over a ticket's steps of escalation, and those that wait for somebody to say yes."""

from __future__ import annotations

from uuid import UUID

from litestar import Router, get, put
from litestar.params import FromPath

from contracts.escalation.proposals import Escalation
from underpin.desk.api import addressing
from underpin.desk.escalated import proposed_step
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

STEPS = "/tickets/{name:str}/escalations"
ONE = f"{STEPS}/{{step:uuid}}"


@get(STEPS, **route.of(proposed_step.listed, "desk"))
async def listed(request: AnyRequest, name: FromPath[str]) -> list[Escalation]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, proposed_step.listed, tenant, number, tenant=tenant)


@put(f"{ONE}/acceptance", **route.of(proposed_step.accept, "desk"))
async def accept(request: AnyRequest, name: FromPath[str], step: FromPath[UUID]) -> Escalation:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, proposed_step.accept, number, step, tenant=tenant)


@put(f"{ONE}/refusal", **route.of(proposed_step.decline, "desk"))
async def decline(request: AnyRequest, name: FromPath[str], step: FromPath[UUID]) -> Escalation:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, proposed_step.decline, number, step, tenant=tenant)


ROUTER = Router("/", route_handlers=[listed, accept, decline], tags=["desk"])
