"""A contract's escalation policy: the steps that count for tickets raised from now on, and another
one in its place. The provider's own steps, never shown to clients (PRACTICE 1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts import metric
from contracts.agreements import clause
from contracts.escalation import policy
from contracts.escalation.policy import Policy
from contracts.signed.contract import Contract
from tenants.company import Company
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting.record import gathered, steps
from underpin.console.routes.contracting.sheet.draft import Misread
from underpin.console.views import record as shown
from underpin.console.views.contracting import Form
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BASE = "/clients/{slug:str}/contracts/{contract_id:uuid}/escalation"


@dataclass(frozen=True, slots=True)
class Escalation:
    """`policies`, the newest first."""

    company: Company
    contract: Contract
    policies: Sequence[Policy]
    now: datetime


@read("contract.read", STAFF)
async def gather(act: Act, slug: str, contract_id: UUID) -> Escalation:
    """Raises NotFound."""
    client, found = await gathered.one(act, slug, contract_id)
    every = await policy.of_contract(act, client.id, contract_id)
    return Escalation(client, found, every, act.now)


@get(BASE, **route.of(gather, "desk"))
async def escalation(
    request: AnyRequest, slug: FromPath[str], contract_id: FromPath[UUID]
) -> Response[Any]:
    found = await route.perform(request, gather, slug, contract_id)
    newest = found.policies[0] if found.policies else None
    stands = {"name": newest.name, **steps.write(newest.steps)} if newest else {}
    return _page(request, found, stands)


@post(BASE, **route.of(policy.establish, "desk"))
async def established(
    request: AnyRequest, slug: FromPath[str], contract_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    found = await route.perform(request, gather, slug, contract_id)
    try:
        words = (contract_id, forms.field(form, "name"), steps.read(form))
        await route.perform(request, policy.establish, *words, tenant=found.company.id)
    except Misread as wrong:
        return _page(request, found, form, errors=wrong.errors, status=422)
    except (Malformed, Conflict) as wrong:
        return _page(request, found, form, problem=wrong.detail, status=wrong.status)
    return answering.Going(f"/clients/{slug}/contracts/{contract_id}/escalation")


def _page(
    request: AnyRequest,
    found: Escalation,
    typed: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    base = f"/clients/{found.company.slug}/contracts"
    newest = found.policies[0] if found.policies else None
    view = shown.EscalationPage(
        shell=frame.shell(request, area="clients", now=found.now),
        client=found.company.name,
        contract=found.contract.name,
        contracts_path=base,
        record_path=f"{base}/{found.contract.id}/record",
        path=f"{base}/{found.contract.id}/escalation",
        may_write=route.principal_of(request).may("contract.write"),
        number=newest.number if newest else None,
        since=newest.created_at if newest else None,
        form=_form(typed, errors or {}),
        actions=policy.ACTIONS,
        problem=problem,
    )
    return answering.page(request, "contracting/record/escalation", view, status)


def _form(typed: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    return Form(
        kind="escalation",
        typed=typed,
        metrics=metric.CLOCKED,
        types=(),
        priorities=clause.PRIORITIES,
        states=(),
        calendars=(),
        settings=(),
        errors=errors,
    )


HANDLERS = [escalation, established]
