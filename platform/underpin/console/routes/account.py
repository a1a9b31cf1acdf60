"""The account desk: a client's contract and its versions, its draft invoice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from underpin.console.routes import accounts, answering, frame
from underpin.console.routes.invoicing import shaping as invoicing
from underpin.console.routes.shaping import contracts, invoices
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/clients/{slug:str}/contract", **route.of(accounts.signed, "desk"))
async def one_contract(
    request: AnyRequest,
    slug: FromPath[str],
    version: FromQuery[UUID | None] = None,
    contract: FromQuery[UUID | None] = None,
) -> Response[Any]:
    found = await route.perform(request, accounts.signed, slug, version, contract)
    shell = frame.shell(request, area="clients", now=found.now)
    return answering.page(
        request, "contract", contracts.page(shell, found, route.principal_of(request))
    )


@get("/clients/{slug:str}/invoice", **route.of(accounts.billed, "desk"))
async def invoice(
    request: AnyRequest,
    slug: FromPath[str],
    month: FromQuery[date | None] = None,
    currency: FromQuery[str | None] = None,
) -> Response[Any]:
    found = await route.perform(request, accounts.billed, slug, month, currency)
    shell = frame.shell(request, area="clients", now=found.now)
    work = invoicing.work(found, route.principal_of(request), {})
    return answering.page(request, "invoice", replace(invoices.page(shell, found), work=work))


HANDLERS = [one_contract, invoice]
