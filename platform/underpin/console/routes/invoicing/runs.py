"""A month's invoices for every client: started, watched, and what failed tried again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.invoicing.bulk import invoice_run
from billing.invoicing.bulk.client_run import Mode, Outcome
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.invoicing import gathered, shaping
from underpin.kernel import verb
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
RUN = "/invoice-runs/{run_id:uuid}"
NOTHING: Mapping[str, str] = {}


@get("/invoice-runs", **route.of(gathered.runs, "desk"))
async def listed(request: AnyRequest, before: FromQuery[UUID | None] = None) -> Response[Any]:
    return await _all(request, before)


@post("/invoice-runs", **route.of(invoice_run.start, "desk"))
async def start(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        month, mode = _month(form), form.get("mode", "")
        if mode not in get_args(Mode):
            raise Malformed("mode: choose what becomes of the invoices.", field="mode")
        made = await route.perform(request, invoice_run.start, month, mode)
    except (Malformed, Conflict) as wrong:
        return await _all(request, None, form, wrong)
    return answering.Going(f"/invoice-runs/{made.id}")


@get(RUN, **route.of(gathered.run, "desk"))
async def one(
    request: AnyRequest,
    run_id: FromPath[UUID],
    outcome: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Response[Any]:
    chosen = outcome if outcome in get_args(Outcome) else ""
    found = await route.perform(request, gathered.run, run_id, chosen or None, after)
    shell = frame.shell(request, area="invoice_runs", now=found.now)
    return answering.page(request, "invoicing/run", shaping.run_page(shell, found, chosen))


@post(f"{RUN}/retries", **route.of(invoice_run.retry, "desk"))
async def retry(request: AnyRequest, run_id: FromPath[UUID]) -> Response[Any]:
    """What failed of the asker's clients."""
    await verb.begin(invoice_run.retry, route.principal_of(request), run_id)
    return answering.Going(f"/invoice-runs/{run_id}")


def _month(form: Mapping[str, str]) -> date:
    """Raises Malformed."""
    try:
        return date.fromisoformat(f"{form.get('month', '').strip()}-01")
    except ValueError as wrong:
        raise Malformed("month: write a month like 2026-11.", field="month") from wrong


async def _all(
    request: AnyRequest,
    before: UUID | None,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    found = await route.perform(request, gathered.runs, before)
    shell = frame.shell(request, area="invoice_runs", now=found.now)
    problem, asker = wrong.detail if wrong else "", route.principal_of(request)
    view = shaping.runs_page(shell, found, asker, typed, problem)
    return answering.page(request, "invoicing/runs", view, wrong.status if wrong else 200)


HANDLERS = [listed, start, one, retry]
