"""Reports: the index, one report, the tickets behind a number, and what is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.reports import gathering, outlook, shaping
from underpin.desk.reports import address, kept
from underpin.desk.reports.reading import TooMany
from underpin.desk.reports.runs import run
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/reports", **route.of(gathering.index, "desk"))
async def index(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, gathering.index)
    shell = frame.shell(request, area="reports", now=found.now)
    may_money = route.principal_of(request).may("cost.read")
    return answering.page(
        request, "reports/index", shaping.index(shell, found, may_money=may_money)
    )


@get("/reports/expected-load", **route.of(gathering.expected, "desk"))
async def expected(request: AnyRequest) -> Response[Any]:
    query = address.read(request.query_params.multi_items())
    found = await route.perform(request, gathering.expected, query)
    shell = frame.shell(request, area="reports", now=found.now)
    return answering.page(request, "reports/expected", outlook.page(shell, found))


@get("/reports/{report:str}", **route.of(gathering.one, "desk"))
async def one(request: AnyRequest, report: FromPath[str]) -> Response[Any]:
    query = address.read(request.query_params.multi_items())
    return await _drawn(request, report, query)


@get("/reports/{report:str}/tickets", **route.of(gathering.number, "desk"))
async def behind(
    request: AnyRequest,
    report: FromPath[str],
    column: FromQuery[str],
    group: FromQuery[str | None] = None,
) -> Response[Any]:
    query = address.read(request.query_params.multi_items())
    found = await route.perform(request, gathering.number, report, query, column, group)
    shell = frame.shell(request, area="reports", now=found.now)
    view = shaping.behind(shell, report, query, found)
    return answering.page(request, "reports/behind", view)


@post("/reports/{report:str}/kept", **route.of(kept.keep, "desk"))
async def keep(request: AnyRequest, report: FromPath[str]) -> Response[Any]:
    """Kept under a name; what was typed stays where it cannot be."""
    form = await forms.of(request)
    words = (form.get("name", ""), report, form.get("query", ""), form.get("cadence") or None)
    try:
        await route.perform(request, kept.keep, *words)
    except (Conflict, Malformed) as refused:
        query = address.read(form.get("query", ""))
        typed = {"typed": words[0], "problem": str(refused)}
        return await _drawn(request, report, query, status=422, **typed)
    return answering.Going("/reports")


@post("/kept-reports/{kept_report_id:uuid}/removal", **route.of(kept.remove, "desk"))
async def remove(request: AnyRequest, kept_report_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, kept.remove, kept_report_id)
    return answering.Going("/reports")


async def _drawn(
    request: AnyRequest, report: str, query: address.Query, *, status: int = 200, **typed: str
) -> Response[Any]:
    try:
        found = await route.perform(request, gathering.one, report, query)
    except TooMany:
        return await _large(request, report, query)
    shell = frame.shell(request, area="reports", now=found.report.now)
    view = shaping.page(shell, report, query, found, **typed)
    return answering.page(request, "reports/report", view, status)


async def _large(request: AnyRequest, report: str, query: address.Query) -> Response[Any]:
    """More than a page can wait for: it offers to have it counted."""
    found = await route.perform(request, gathering.unread, report, query)
    shell = frame.shell(request, area="reports", now=found.report.now)
    view = shaping.large(shell, report, query, found)
    return answering.page(request, "reports/report", view)


@post("/reports/{report:str}/runs", **route.of(run.ask, "desk"))
async def ask(request: AnyRequest, report: FromPath[str]) -> Response[Any]:
    query = address.read((await forms.of(request)).get("query", ""))
    made = await route.perform(request, run.ask, report, query)
    return answering.Going(f"/reports/runs/{made}")


@get("/reports/runs/{report_run_id:uuid}", **route.of(gathering.ran, "desk"))
async def ran(request: AnyRequest, report_run_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathering.ran, report_run_id)
    shell = frame.shell(request, area="reports", now=found.now)
    if found.one is None or request.headers.get("x-fragment"):
        return answering.page(request, "reports/run", shaping.waiting(shell, found.run))
    return answering.page(request, "reports/report", shaping.ran(shell, found.run, found.one))


HANDLERS = [index, expected, one, behind, keep, remove, ask, ran]
