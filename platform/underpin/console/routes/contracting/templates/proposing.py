"""What a template's new version proposes to contracts, decided one by one or all at once; and what
account managers are reminded of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts.signed import reminder
from contracts.templates import template_proposal
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting.templates import gathered, shaping
from underpin.kernel.errors import Conflict
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PROPOSALS, REMINDERS = "/template-proposals", "/reminders"
ONE = "/clients/{key:str}/template-proposals/{proposal_id:uuid}"


@get(PROPOSALS, **route.of(gathered.proposals, "desk"))
async def proposals(request: AnyRequest) -> Response[Any]:
    return await _proposed(request)


@post(f"{ONE}/draft", **route.of(template_proposal.draft, "desk"))
async def draft(
    request: AnyRequest, key: FromPath[str], proposal_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, template_proposal.draft, proposal_id, tenant=tenant)
    return answering.Going(PROPOSALS)


@post(f"{ONE}/refusal", **route.of(template_proposal.decline, "desk"))
async def decline(
    request: AnyRequest, key: FromPath[str], proposal_id: FromPath[UUID]
) -> Response[Any]:
    tenant, typed = route.tenant_of(request, key), await forms.of(request)
    words = (proposal_id, forms.field(typed, "reason"))
    await route.perform(request, template_proposal.decline, *words, tenant=tenant)
    return answering.Going(PROPOSALS)


@post(f"{PROPOSALS}/drafts", **route.of(template_proposal.draft, "desk"))
async def draft_all(request: AnyRequest) -> Response[Any]:
    """Each in a transaction of its own; one whose agreement has another version waiting stays."""
    found = await route.perform(request, gathered.proposals)
    stayed = []
    for each, _ in found.waiting:
        tenant = route.tenant_of(request, each.client)
        try:
            await route.perform(request, template_proposal.draft, each.id, tenant=tenant)
        except Conflict as waits:
            stayed.append(f"{each.client}: {waits.detail}")
    return await _proposed(request, " ".join(stayed)) if stayed else answering.Going(PROPOSALS)


async def _proposed(request: AnyRequest, problem: str = "") -> Response[Any]:
    found = await route.perform(request, gathered.proposals)
    shell = frame.shell(request, area="templates", now=found.now)
    view = shaping.proposals(shell, found, problem)
    return answering.page(request, "contracting/proposals", view, 409 if problem else 200)


@get(REMINDERS, **route.of(gathered.reminders, "desk"))
async def reminders(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, gathered.reminders)
    shell = frame.shell(request, area="reminders", now=found.now)
    return answering.page(request, "contracting/reminders", shaping.reminders(shell, found))


DONE = "/clients/{key:str}/reminders/{reminder_id:uuid}/completion"


@post(DONE, **route.of(reminder.done, "desk"))
async def done(
    request: AnyRequest, key: FromPath[str], reminder_id: FromPath[UUID]
) -> Response[Any]:
    tenant, typed = route.tenant_of(request, key), await forms.of(request)
    words = (reminder_id, typed.get("note", ""))
    await route.perform(request, reminder.done, *words, tenant=tenant)
    return answering.Going(REMINDERS)


HANDLERS = [proposals, draft, decline, draft_all, reminders, done]
