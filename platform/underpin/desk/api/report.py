"""The JSON API over reports: what there is, a report, its CSV, the tickets behind a number.

Durations are whole microseconds, shares exact fractions ("200/3"), minutes and counts whole.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.reports import address, kept, reporting
from underpin.desk.reports import table as table_of
from underpin.desk.reports.address import Query
from underpin.desk.reports.expecting import Outlook, Week
from underpin.desk.reports.kept import Kept
from underpin.desk.reports.measure import Value
from underpin.desk.reports.reporting import Behind, Followed, Report
from underpin.desk.reports.runs import run
from underpin.desk.reports.runs.run import Run
from underpin.kernel import csv_rows, security_headers
from underpin.kernel.errors import Conflict
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

Number = int | str | None


class ReportName(msgspec.Struct):
    name: str
    groups: tuple[str, ...]


class RowView(msgspec.Struct):
    """`group` is null for everything together; `behind`: how many things each value is of."""

    group: str | None
    values: list[Number]
    behind: tuple[int, ...]


class ReportView(msgspec.Struct):
    name: str
    since: Any
    until: Any
    by: str
    columns: tuple[reporting.Column, ...]
    rows: list[RowView]


class ThingView(msgspec.Struct):
    """By its ticket; `value`: what it gives to the number, null where it only counts."""

    client: str
    ticket_id: UUID
    number: int
    subject: str
    priority: str
    at: datetime
    metric: str
    value: Number
    shelf: str | None


class RunView(msgspec.Struct):
    """`report` is null until it is counted."""

    run: Run
    report: ReportView | None


class WeekView(msgspec.Struct):
    monday: date
    days: list[str]
    expected: str
    came: int | None


class OutlookView(msgspec.Struct):
    """`off`: how wrong the last weeks would have been, in percent of what came."""

    coming: list[WeekView]
    tried: list[WeekView]
    off: str | None


class ToKeep(msgspec.Struct, forbid_unknown_fields=True):
    """`query`: what stands behind the question mark of the report's address."""

    name: str
    report: str
    query: str = ""
    cadence: str | None = None


def query(request: AnyRequest) -> Query:
    """What the address asks. Raises Malformed."""
    return address.read(request.query_params.multi_items())


@get("/reports", **route.of(reporting.listed, "desk"))
async def names(request: AnyRequest) -> list[ReportName]:
    found = await route.perform(request, reporting.listed)
    return [ReportName(each.name, each.groups) for each in found]


@get("/reports/{report:str}", **route.of(reporting.of, "desk"))
async def report(request: AnyRequest, report: FromPath[str]) -> ReportView:
    return _view(await route.perform(request, reporting.of, report, query(request)))


@get("/reports/{report:str}/table", **route.of(reporting.of, "desk"))
async def table(request: AnyRequest, report: FromPath[str]) -> Response[bytes]:
    found = await route.perform(request, reporting.of, report, query(request))
    return as_csv(found)


@get("/reports/{report:str}/tickets", **route.of(reporting.behind, "desk"))
async def tickets(
    request: AnyRequest,
    report: FromPath[str],
    column: FromQuery[str],
    group: FromQuery[str | None] = None,
) -> list[ThingView]:
    words = (report, query(request), column, group)
    found: Followed = await route.perform(request, reporting.behind, *words)
    return [_thing(each) for each in found.things]


@post("/reports/{report:str}/runs", **route.of(run.ask, "desk"))
async def ask(request: AnyRequest, report: FromPath[str]) -> UUID:
    """Have it counted by the worker."""
    made: UUID = await route.perform(request, run.ask, report, query(request))
    return made


@get("/report-runs", **route.of(run.mine, "desk"))
async def runs(request: AnyRequest) -> list[Run]:
    found: list[Run] = await route.perform(request, run.mine)
    return found


@get("/report-runs/{report_run_id:uuid}", **route.of(run.one, "desk"))
async def ran(request: AnyRequest, report_run_id: FromPath[UUID]) -> RunView:
    found = await route.perform(request, run.one, report_run_id)
    return RunView(found.run, _view(found.report) if found.report else None)


@get("/report-runs/{report_run_id:uuid}/table", **route.of(run.one, "desk"))
async def ran_table(request: AnyRequest, report_run_id: FromPath[UUID]) -> Response[bytes]:
    found = await route.perform(request, run.one, report_run_id)
    if found.report is None:
        raise Conflict("It is still being counted: ask again.")
    return as_csv(found.report)


@get("/expected-load", **route.of(reporting.expected, "desk"))
async def expected(request: AnyRequest) -> OutlookView:
    found = await route.perform(request, reporting.expected, query(request))
    return _outlook(found)


@get("/expected-load/table", **route.of(reporting.expected, "desk"))
async def expected_table(request: AnyRequest) -> Response[bytes]:
    found: Outlook = await route.perform(request, reporting.expected, query(request))
    head = ["monday", *(f"day {day}" for day in range(1, 8)), "expected", "came"]
    rows = [
        [str(week.monday), *map(table_of.cell, (*week.days, week.expected, week.came))]
        for week in (*found.tried, *found.coming)
    ]
    headers = security_headers.private_file("expected-load.csv")
    return Response(csv_rows.encode([head, *rows]), media_type="text/csv", headers=headers)


@get("/kept-reports", **route.of(kept.mine, "desk"))
async def mine(request: AnyRequest) -> list[Kept]:
    found: list[Kept] = await route.perform(request, kept.mine)
    return found


@post("/kept-reports", **route.of(kept.keep, "desk"))
async def keep(request: AnyRequest, data: JSONBody[ToKeep]) -> UUID:
    words = (data.name, data.report, data.query, data.cadence)
    made: UUID = await route.perform(request, kept.keep, *words)
    return made


@delete("/kept-reports/{kept_report_id:uuid}", status_code=204, **route.of(kept.remove, "desk"))
async def remove(request: AnyRequest, kept_report_id: FromPath[UUID]) -> None:
    await route.perform(request, kept.remove, kept_report_id)


def as_csv(report: Report) -> Response[bytes]:
    headers = security_headers.private_file(table_of.name(report))
    return Response(table_of.as_csv(report), media_type="text/csv", headers=headers)


def _view(report: Report) -> ReportView:
    rows = [RowView(row.key, [*map(_number, row.values)], row.behind) for row in report.rows]
    return ReportView(
        report.definition.name,
        report.asked.since,
        report.asked.until,
        report.asked.by,
        report.columns,
        rows,
    )


def _thing(of: Behind) -> ThingView:
    words = (of.client, of.ticket_id, of.number, of.subject, of.priority, of.at, of.metric)
    return ThingView(*words, _number(of.value), of.shelf)


def _number(value: Value) -> Number:
    match value:
        case timedelta():
            return value // timedelta(microseconds=1)
        case Fraction():
            return str(value)
        case _:
            return value


def _outlook(found: Outlook) -> OutlookView:
    return OutlookView(
        [_week(week) for week in found.coming],
        [_week(week) for week in found.tried],
        None if found.off is None else str(found.off),
    )


def _week(week: Week) -> WeekView:
    return WeekView(week.monday, [str(day) for day in week.days], str(week.expected), week.came)


ROUTER = Router(
    "/",
    route_handlers=[
        names,
        report,
        table,
        tickets,
        expected,
        expected_table,
        mine,
        keep,
        remove,
        ask,
        runs,
        ran,
        ran_table,
    ],
    tags=["desk"],
)
