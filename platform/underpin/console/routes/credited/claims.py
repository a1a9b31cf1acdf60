"""What vendors owe: claimed before its deadline, and their answer and what they
paid written down."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from billing.margins import recovered
from contracts.compliance.recoveries import recovery
from underpin.console.routes import forms
from underpin.console.routes.credited import pages
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
CLAIM = "/clients/{slug:str}/recoveries/{recovery_id:uuid}"


@post(f"{CLAIM}/filing", **route.of(recovery.file, "desk"))
async def file(
    request: AnyRequest, slug: FromPath[str], recovery_id: FromPath[UUID]
) -> Response[Any]:
    """Under the vendor's reference."""
    return await pages.decide(request, slug, recovery.file, recovery_id, ask="reference")


@post(f"{CLAIM}/grant", **route.of(recovery.grant, "desk"))
async def grant(
    request: AnyRequest, slug: FromPath[str], recovery_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, recovery.grant, recovery_id, ask="answer")


@post(f"{CLAIM}/refusal", **route.of(recovery.refuse, "desk"))
async def refuse(
    request: AnyRequest, slug: FromPath[str], recovery_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, recovery.refuse, recovery_id, ask="answer")


@post(f"{CLAIM}/payment", **route.of(recovered.record, "desk"))
async def paid(
    request: AnyRequest, slug: FromPath[str], recovery_id: FromPath[UUID]
) -> Response[Any]:
    """Said again it replaces what was said."""
    return await pages.decide(
        request, slug, recovered.record, recovery_id, ask="amount", read=_money
    )


def _money(form: Mapping[str, str]) -> tuple[str, Decimal]:
    return forms.field(form, "currency"), forms.number(form, "amount")


HANDLERS = [file, grant, refuse, paid]
