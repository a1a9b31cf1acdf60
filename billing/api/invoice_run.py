"""The JSON API over runs: a month's invoices for every client."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from billing.invoicing.bulk import invoice_run
from billing.invoicing.bulk.client_run import Mode, Outcome
from billing.invoicing.bulk.invoice_run import InvoiceRun, OfClient
from underpin.kernel import verb
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest

RUN = "/invoice-runs/{run_id:uuid}"


class NewRun(msgspec.Struct, forbid_unknown_fields=True):
    """Any day of the month."""

    month: date
    mode: Mode = "draft"


@get("/invoice-runs", **route.of(invoice_run.listed, "desk"))
async def listed(request: AnyRequest, before: FromQuery[UUID | None] = None) -> list[InvoiceRun]:
    found: list[InvoiceRun] = await route.perform(request, invoice_run.listed, before)
    return found


@post("/invoice-runs", **route.of(invoice_run.start, "desk"))
async def start(request: AnyRequest, data: JSONBody[NewRun]) -> InvoiceRun:
    made: InvoiceRun = await route.perform(request, invoice_run.start, data.month, data.mode)
    return made


@get(RUN, **route.of(invoice_run.shown, "desk"))
async def one(request: AnyRequest, run_id: FromPath[UUID]) -> InvoiceRun:
    found: InvoiceRun = await route.perform(request, invoice_run.shown, run_id)
    return found


@get(f"{RUN}/clients", **route.of(invoice_run.of_clients, "desk"))
async def clients(
    request: AnyRequest,
    run_id: FromPath[UUID],
    outcome: FromQuery[Outcome | None] = None,
    after: FromQuery[str] = "",
) -> list[OfClient]:
    words = (run_id, outcome, after)
    found: list[OfClient] = await route.perform(request, invoice_run.of_clients, *words)
    return found


@post(f"{RUN}/retries", **route.of(invoice_run.retry, "desk"))
async def retry(request: AnyRequest, run_id: FromPath[UUID]) -> InvoiceRun:
    made: InvoiceRun = await verb.begin(invoice_run.retry, route.principal_of(request), run_id)
    return made


ROUTER = Router("/", route_handlers=[listed, start, one, clients, retry], tags=["invoice runs"])
