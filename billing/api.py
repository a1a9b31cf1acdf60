"""The JSON API over drafts."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Router, get, post
from litestar.params import FromPath

from billing import drafting
from billing.drafting import Draft
from underpin.kernel.web import route


@post("/clients/{key:str}/invoices/{month:date}/draft", **route.of(drafting.draft, "desk"))
async def draft(
    request: Request[Any, Any, Any], key: FromPath[str], month: FromPath[date]
) -> Draft:
    tenant = route.tenant_of(request, key)
    made: Draft = await route.perform(request, drafting.draft, month, tenant=tenant)
    return made


@get("/clients/{key:str}/invoices/{month:date}/draft", **route.of(drafting.drafted, "desk"))
async def drafted(
    request: Request[Any, Any, Any], key: FromPath[str], month: FromPath[date]
) -> Draft:
    tenant = route.tenant_of(request, key)
    found: Draft = await route.perform(
        request, drafting.drafted, tenant, month.replace(day=1), tenant=tenant
    )
    return found


ROUTER = Router("/", route_handlers=[draft, drafted], tags=["billing"])
