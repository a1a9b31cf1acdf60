"""Reports, as the samples show them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from underpin.console import views
from underpin.console.views.reports import (
    BehindPage,
    BehindRow,
    ExpectedPage,
    ExpectedWeek,
    KeptReport,
    ReportCell,
    ReportFilters,
    ReportLink,
    ReportPage,
    ReportRow,
    ReportRunPage,
    ReportRunRow,
    ReportsPage,
)

KEPT = UUID("0192f0c1-0000-7000-8000-000000000001")
CHART = {"labels": ["P1"], "series": [{"name": "Raised", "values": [4], "tone": "good"}]}
WEEK = tuple(str(day) for day in range(7))


def index(frame: views.Shell) -> ReportsPage:
    next_at = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
    kept = KeptReport(KEPT, "Acme\u2019s month", "volume", "/reports/volume", "monthly", next_at)
    links = tuple(ReportLink(name, f"/reports/{name}") for name in ("volume", "backlog"))
    return ReportsPage(frame, links, (kept,), (run_row("running"),), True)


def report(frame: views.Shell, *, empty: bool = False) -> ReportPage:
    cell = ReportCell("4", "/reports/volume/tickets?column=raised")
    row = ReportRow("P1", (cell, ReportCell("\u2014", "")))
    filters = ReportFilters(
        *(date(2026, 9, 1), date(2026, 11, 22), "priority", "", "P1", "", "1", "", "", "2"),
        groups=(("priority", "Priority"), ("month", "Month")),
        clients=(("ACME", "Acme Logistics"),),
        priorities=(("P1", "P1"),),
        types=(("incident", "Incident"),),
        tiers=(("1", "L1"),),
        services=(("1", "Mail"),),
        agents=(("1", "Ada"),),
        vendors=(("2", "Fabrikam"),),
    )
    return ReportPage(
        *(frame, "volume", filters, (("Priority", False), ("Raised", True), ("Kept", True))),
        rows=() if empty else (row,),
        totals=row,
        drawn="bar",
        chart=CHART,
        hours=True,
        csv="/api/v1/reports/volume/table",
        query="by=priority",
        name="" if empty else "Mine",
        problem="" if empty else "You keep a report of this name already: choose another",
    )


def run_row(state: str) -> ReportRunRow:
    problem = "too-many" if state == "failed" else ""
    asked = datetime(2026, 11, 22, 1, tzinfo=UTC)
    return ReportRunRow("volume", "/reports/runs/x", state, 120, 1000, asked, problem)


def run(frame: views.Shell, state: str) -> ReportRunPage:
    return ReportRunPage(frame, run_row(state), "/reports/volume?by=client")


def large(frame: views.Shell) -> ReportPage:
    return replace(report(frame, empty=True), large=True, csv="")


def behind(frame: views.Shell, *, rows: int = 1) -> BehindPage:
    words = ("ACME-1042", "/tickets/ACME-1042", "No light", "P1", "Acme Logistics")
    row = BehindRow(*words, datetime(2026, 11, 16, 9, tzinfo=UTC), "resolution", "4h 12m")
    path, shown = "/reports/resolution", (row,) * rows
    words = (frame, "resolution", "working_median", "P1", path, shown, "4h 12m", 600 * rows)
    return BehindPage(*words, rows > 0, rows > 0)


def expected(frame: views.Shell) -> ExpectedPage:
    heads = tuple((day, True) for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    coming = ExpectedWeek(date(2026, 11, 16), "21", "", WEEK)
    came = "/reports/volume/tickets?column=raised&from=2026-11-09&to=2026-11-15"
    tried = ExpectedWeek(date(2026, 11, 9), "21", "19", WEEK, came)
    drawn = (heads, (coming,), (tried,), "10.5%", CHART, ("ACME", "P1", ""))
    clients, priorities = (("ACME", "Acme Logistics"),), (("P1", "P1"),)
    types = (("incident", "Incident"),)
    path = "/api/v1/expected-load/table?client=ACME"
    return ExpectedPage(frame, *drawn, clients, priorities, types, path)
