"""Service credits: confirmed or refused by somebody who is not judged on the margin, then made
money of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from billing.invoicing import debit_note, service_credit
from contracts.compliance.entitlements import entitlement
from underpin.console.routes.credited import pages
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
CREDIT = "/clients/{slug:str}/credits/{entitlement_id:uuid}"


@post(f"{CREDIT}/confirmation", **route.of(entitlement.confirm, "desk"))
async def confirm(
    request: AnyRequest, slug: FromPath[str], entitlement_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, entitlement.confirm, entitlement_id)


@post(f"{CREDIT}/refusal", **route.of(entitlement.refuse, "desk"))
async def refuse(
    request: AnyRequest, slug: FromPath[str], entitlement_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, entitlement.refuse, entitlement_id, ask="reason")


@post(f"{CREDIT}/settlement", **route.of(entitlement.settle, "desk"))
async def settle(
    request: AnyRequest, slug: FromPath[str], entitlement_id: FromPath[UUID]
) -> Response[Any]:
    """Elsewhere, by a document whose number is said."""
    return await pages.decide(request, slug, entitlement.settle, entitlement_id, ask="document")


@post(f"{CREDIT}/note/credit", **route.of(service_credit.propose, "desk"))
async def credit(
    request: AnyRequest, slug: FromPath[str], entitlement_id: FromPath[UUID]
) -> Response[Any]:
    """A price reduction, at its tax."""
    return await pages.decide(request, slug, service_credit.propose, entitlement_id)


@post(f"{CREDIT}/note/debit", **route.of(debit_note.propose, "desk"))
async def debit(
    request: AnyRequest, slug: FromPath[str], entitlement_id: FromPath[UUID]
) -> Response[Any]:
    """A penalty, outside the tax."""
    return await pages.decide(request, slug, debit_note.propose, entitlement_id)


HANDLERS = [confirm, refuse, settle, credit, debit]
