"""A client's contracts: what was signed with their SLAs, a new one from a template, and what the
client wished for, from which an amendment begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts.agreements import agreement
from contracts.agreements.agreed import Content
from contracts.agreements.versions import Version
from contracts.signed import contract
from contracts.signed.contract import Contract
from contracts.templates import template_proposal, template_use
from tenants.company import Company
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting import gathered
from underpin.console.routes.contracting.signed import of_client, shaping
from underpin.desk.contract_changes import drafting
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BASE = "/clients/{slug:str}/contracts"
OWN = "own"
"""What stands in the place of a template where there shall be none."""


@get(BASE, **route.of(of_client.contracts, "desk"))
async def contracts(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    return await _page(request, slug, {})


@post(BASE, **route.of(template_use.begin_from, "desk"))
async def sign(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """From a template, with its SLA as a draft that goes its way like any other; to begin with none
    has to be said, for such a contract promises nothing yet."""
    typed = await forms.of(request)
    client = await route.perform(request, gathered.client, slug)
    if typed.get("template") == OWN:
        return await _signed_plainly(request, client, typed)
    try:
        template, name = forms.identity(typed, "template"), forms.field(typed, "name")
        words = (template, name, forms.day(typed, "starts_on"))
        made: Version = await route.perform(
            request, template_use.begin_from, *words, tenant=client.id
        )
    except (Malformed, Conflict) as wrong:
        return await _page(request, slug, typed, wrong.detail, wrong.status)
    return answering.Going(f"/clients/{slug}/versions/{made.id}/edit")


async def _signed_plainly(
    request: AnyRequest, client: Company, typed: Mapping[str, str]
) -> Response[Any]:
    """Without a template: it runs until notice, and its own page says the rest."""
    try:
        words = (forms.field(typed, "name"), forms.day(typed, "starts_on"))
        made: Contract = await route.perform(request, contract.sign, *words, tenant=client.id)
    except (Malformed, Conflict) as wrong:
        return await _page(request, client.slug, typed, wrong.detail, wrong.status)
    return answering.Going(f"/clients/{client.slug}/contracts/{made.id}/record")


async def _drafted(
    request: AnyRequest, client: Company, template: UUID, contract: UUID, name: str
) -> str:
    """The editor of a new SLA of the contract."""
    tenant, words = client.id, (template, contract, name)
    version: Version = await route.perform(request, template_use.draft_from, *words, tenant=tenant)
    return f"/clients/{client.slug}/versions/{version.id}/edit"


@post(f"{BASE}/{{contract_id:uuid}}/agreements", **route.of(template_use.draft_from, "desk"))
async def draft(
    request: AnyRequest, slug: FromPath[str], contract_id: FromPath[UUID]
) -> Response[Any]:
    typed = await forms.of(request)
    client = await route.perform(request, gathered.client, slug)
    try:
        name = forms.field(typed, "name")
        if not typed.get("template"):
            return answering.Going(await _blank(request, client, contract_id, typed))
        template = forms.identity(typed, "template")
        return answering.Going(await _drafted(request, client, template, contract_id, name))
    except (Malformed, Conflict) as wrong:
        return await _page(request, slug, typed, wrong.detail, wrong.status)


async def _blank(
    request: AnyRequest, client: Company, contract_id: UUID, typed: Mapping[str, str]
) -> str:
    """The editor of a new SLA that promises nothing yet, on one of the client's calendars."""
    content = Content(calendar_version_id=forms.identity(typed, "calendar"), targets=())
    words = (contract_id, forms.field(typed, "name"), content)
    made: Version = await route.perform(request, agreement.draft, *words, tenant=client.id)
    return f"/clients/{client.slug}/versions/{made.id}/edit"


@post("/clients/{slug:str}/template-proposals", **route.of(template_proposal.propose, "desk"))
async def propose(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """What templates would change by now, proposed at once; what was proposed stays."""
    client = await route.perform(request, gathered.client, slug)
    await route.perform(request, template_proposal.propose, tenant=client.id)
    return answering.Going(f"/clients/{slug}/contracts")


@post("/clients/{slug:str}/wishes/{number:int}/amendment", **route.of(drafting.draft, "desk"))
async def from_wish(
    request: AnyRequest, slug: FromPath[str], number: FromPath[int]
) -> Response[Any]:
    """The next version of an SLA as a draft; an accepted wish is handed over to it."""
    about = forms.identity(await forms.of(request), "agreement")
    client = await route.perform(request, gathered.client, slug)
    version: Version = await route.perform(request, drafting.draft, number, about, tenant=client.id)
    return answering.Going(f"/clients/{slug}/versions/{version.id}/edit")


async def _page(
    request: AnyRequest,
    slug: str,
    typed: Mapping[str, str],
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    found = await route.perform(request, of_client.contracts, slug)
    shell = frame.shell(request, area="clients", now=found.now)
    asker = route.principal_of(request)
    view = shaping.page(shell, found, asker, typed, problem)
    return answering.page(request, "contracting/contracts", view, status)


HANDLERS = [contracts, sign, draft, propose, from_wish]
