"""A contract's own page: its terms changed, notice given or withdrawn, services taken in and out,
the vendors behind them, and what of a ticket they are told. Every refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from contracts.signed import amending, contract, service
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting.record import deeds, gathered, shaping
from underpin.desk.cases import sharing_rule
from underpin.kernel.errors import Conflict, Malformed, StaleVersion
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BASE = "/clients/{slug:str}/contracts/{contract_id:uuid}/record"
SERVICE = f"{BASE}/services/{{service_id:uuid}}"


@get(BASE, **route.of(gathered.recorded, "desk"))
async def record(
    request: AnyRequest,
    slug: FromPath[str],
    contract_id: FromPath[UUID],
    before: FromQuery[int | None] = None,
) -> Response[Any]:
    return await _page(request, slug, contract_id, {}, before=before)


@post(f"{BASE}/terms", **route.of(amending.change_terms, "desk"))
async def changed(
    request: AnyRequest, slug: FromPath[str], contract_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, slug, contract_id, deeds.changed)


@post(f"{BASE}/notice", **route.of(amending.give_notice, "desk"))
async def notice(
    request: AnyRequest, slug: FromPath[str], contract_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, slug, contract_id, deeds.notice)


@post(f"{BASE}/notice/end", **route.of(amending.withdraw_notice, "desk"))
async def withdrawn(
    request: AnyRequest, slug: FromPath[str], contract_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, slug, contract_id, deeds.withdrawn)


@post(f"{BASE}/services", **route.of(service.take_in, "desk"))
async def taken_in(
    request: AnyRequest, slug: FromPath[str], contract_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, slug, contract_id, deeds.taken_in)


@post(f"{SERVICE}/last-day", **route.of(service.take_out, "desk"))
async def taken_out(
    request: AnyRequest,
    slug: FromPath[str],
    contract_id: FromPath[UUID],
    service_id: FromPath[UUID],
) -> Response[Any]:
    return await _done(request, slug, contract_id, deeds.taken_out(service_id))


@post(f"{SERVICE}/coverage", **route.of(contract.cover, "desk"))
async def covered(
    request: AnyRequest,
    slug: FromPath[str],
    contract_id: FromPath[UUID],
    service_id: FromPath[UUID],
) -> Response[Any]:
    return await _done(request, slug, contract_id, deeds.covered(service_id))


@post(f"{SERVICE}/coverage/end", **route.of(contract.uncover, "desk"))
async def uncovered(
    request: AnyRequest,
    slug: FromPath[str],
    contract_id: FromPath[UUID],
    service_id: FromPath[UUID],
) -> Response[Any]:
    return await _done(request, slug, contract_id, deeds.uncovered(service_id))


@post(f"{SERVICE}/sharing", **route.of(sharing_rule.agree, "desk"))
async def told(
    request: AnyRequest,
    slug: FromPath[str],
    contract_id: FromPath[UUID],
    service_id: FromPath[UUID],
) -> Response[Any]:
    return await _done(request, slug, contract_id, deeds.told(service_id))


async def _done(
    request: AnyRequest, slug: str, contract_id: UUID, read: deeds.Read
) -> Response[Any]:
    form = await forms.of(request)
    found = await route.perform(request, gathered.recorded, slug, contract_id)
    try:
        asked = read(form, found)
        tenant = found.company.id
        await route.perform(request, asked.verb, *asked.words, tenant=tenant, **asked.more)
    except (Malformed, Conflict, StaleVersion) as wrong:
        status = 409 if isinstance(wrong, StaleVersion) else wrong.status
        return await _page(request, slug, contract_id, form, problem=wrong.detail, status=status)
    return answering.Going(f"/clients/{slug}/contracts/{contract_id}/record")


async def _page(
    request: AnyRequest,
    slug: str,
    contract_id: UUID,
    typed: Mapping[str, str],
    *,
    problem: str = "",
    status: int = 200,
    before: int | None = None,
) -> Response[Any]:
    found = await route.perform(request, gathered.recorded, slug, contract_id, before)
    shell = frame.shell(request, area="clients", now=found.now)
    view = shaping.page(shell, found, route.principal_of(request), typed, problem)
    return answering.page(request, "contracting/record/contract", view, status)


HANDLERS = [
    *(record, changed, notice, withdrawn),
    *(taken_in, taken_out, covered, uncovered, told),
]
