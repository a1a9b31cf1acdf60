"""The desk's pages about money: what clients owe, a client's invoices, one of them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, frame
from underpin.console.routes import owed as reading
from underpin.console.routes.shaping import owed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/receivables", **route.of(reading.over_all, "desk"))
async def over_all(
    request: AnyRequest,
    after_due: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
) -> Response[Any]:
    found = await route.perform(request, reading.over_all, after_due, after)
    shell = frame.shell(request, area="receivables", now=found.now)
    return answering.page(request, "receivables", owed.page(shell, found))


@get("/clients/{slug:str}/invoices", **route.of(reading.of_client, "desk"))
async def of_client(
    request: AnyRequest, slug: FromPath[str], before: FromQuery[str | None] = None
) -> Response[Any]:
    found = await route.perform(request, reading.of_client, slug, before)
    shell = frame.shell(request, area="clients", now=found.now)
    contract = route.principal_of(request).may("contract.read")
    view = owed.of_client(shell, found, contract=contract)
    return answering.page(request, "client_invoices", view)


@get("/clients/{slug:str}/invoices/{number:str}", **route.of(reading.one, "desk"))
async def one(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    found = await route.perform(request, reading.one, slug, number)
    shell = frame.shell(request, area="clients", now=found.now)
    return answering.page(request, "invoice", owed.one(shell, found))


HANDLERS = [over_all, of_client, one]
