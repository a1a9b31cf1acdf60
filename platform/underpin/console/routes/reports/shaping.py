"""Reports as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from contracts.signed.contract import Service
from contracts.signed.vendor import Vendor
from tenants.teams import Team
from underpin.console import formats, report_words, words
from underpin.console.routes.reports.gathering import Index, Number, One
from underpin.console.routes.shaping.knowing import written
from underpin.console.views.reports import (
    BehindPage,
    BehindRow,
    Choice,
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
from underpin.console.views.shell import Language, Reader, Shell
from underpin.desk.reports import address, catalogue
from underpin.desk.reports.address import Query
from underpin.desk.reports.measure import Kind, Row
from underpin.desk.reports.reporting import Behind, Report
from underpin.desk.reports.runs.run import Run
from underpin.desk.tickets.reading import Colleague

STACKED: Final = frozenset({"compliance", "breaches", "causes", "backlog", "vendors"})
TONES: Final = {"met": "good", "breached": "bad", "aged_30": "bad", "aged_7": "warn"}
HOURS: Final = frozenset({"first_response", "resolution"})
LISTED: Final = 500
PRIORITIES: Final = tuple((each, each) for each in ("P1", "P2", "P3", "P4", "P5"))


def index(shell: Shell, found: Index, *, may_money: bool) -> ReportsPage:
    return ReportsPage(
        shell,
        tuple(ReportLink(name, f"/reports/{name}") for name in found.reports),
        tuple(
            KeptReport(
                each.id,
                each.name,
                each.report,
                _at(f"/reports/{each.report}", each.query),
                each.cadence or "",
                each.next_at,
            )
            for each in found.kept
        ),
        tuple(_run(each) for each in found.runs),
        may_money,
    )


def _run(of: Run) -> ReportRunRow:
    return ReportRunRow(
        of.report,
        f"/reports/runs/{of.id}",
        of.state,
        of.reached,
        of.clients,
        of.asked_at,
        of.problem or "",
    )


def waiting(shell: Shell, of: Run) -> ReportRunPage:
    return ReportRunPage(shell, _run(of), _at(f"/reports/{of.report}", of.query))


def ran(shell: Shell, of: Run, found: One) -> ReportPage:
    """Its numbers lead to the tickets of their own group, counted anew."""
    drawn = page(shell, of.report, address.read(of.query), found)
    csv = f"/api/v1/report-runs/{of.id}/table"
    return replace(drawn, csv=csv, counted_at=of.asked_at)


def large(shell: Shell, name: str, query: Query, found: One) -> ReportPage:
    return replace(page(shell, name, query, found), csv="", large=True)


def page(
    shell: Shell, name: str, query: Query, found: One, *, typed: str = "", problem: str = ""
) -> ReportPage:
    report, language = found.report, shell.reader.language
    said = report_words.Said(report.asked.by, language, found.companies, report.people)
    rows = tuple(_row(each, name, query, report, said) for each in report.rows)
    return ReportPage(
        shell,
        name,
        _filters(query, found, language, shell.reader.zone),
        (
            (words.word(report.asked.by, "group", language), False),
            *((words.word(each.name, "measure", language), True) for each in report.columns),
        ),
        rows[:-1],
        rows[-1] if rows else ReportRow("", ()),
        "stacked" if name in STACKED else "bar",
        _chart(report, rows, language),
        report.definition.name in HOURS,
        _at(f"/api/v1/reports/{name}/table", address.write(query)),
        address.write(query),
        typed,
        problem,
    )


def _row(row: Row, name: str, query: Query, report: Report, said: report_words.Said) -> ReportRow:
    cells = (
        ReportCell(
            report_words.text(value, column.kind, said.language),
            _behind_path(name, query, column.name, row.key) if behind else "",
        )
        for value, behind, column in zip(row.values, row.behind, report.columns, strict=True)
    )
    return ReportRow(said(row.key), tuple(cells))


def _behind_path(name: str, query: Query, column: str, group: str | None) -> str:
    """Narrowed to the group where the address knows how, so that there is less to count."""
    plain = msgspec.to_builtins(query) | {"column": column}
    if group and query.by in ("client", "priority", "type"):
        plain[query.by] = group
    if group is not None:
        plain["group"] = group
    return f"/reports/{name}/tickets?{urlencode(plain, doseq=True)}"


def _chart(report: Report, rows: Sequence[ReportRow], language: Language) -> Mapping[str, Any]:
    at = {column.name: place for place, column in enumerate(report.columns)}
    return {
        "labels": [row.label for row in rows[:-1]],
        "series": [
            {
                "name": words.word(name, "measure", language),
                "values": [report_words.drawn(row.values[at[name]]) for row in report.rows[:-1]],
                "tone": TONES.get(name, ""),
            }
            for name in report.definition.charted
        ],
    }


def _filters(query: Query, found: One, language: Language, zone: str) -> ReportFilters:
    report = found.report
    first, last = address.days(query, formats.local(report.now, zone).date())
    return ReportFilters(
        first,
        last,
        report.asked.by,
        query.client[0] if len(query.client) == 1 else "",
        query.priority or "",
        query.type or "",
        "" if query.tier is None else str(query.tier),
        str(query.service or ""),
        str(query.agent or ""),
        str(query.vendor or ""),
        tuple((by, words.word(by, "group", language)) for by in report.definition.groups),
        tuple((each.key, each.name) for each in found.companies),
        PRIORITIES,
        types(language),
        tuple((str(tier), f"L{tier}") for tier in range(1, 5)),
        tuple(map(_named, found.services)),
        tuple(map(_named, found.colleagues)),
        tuple(map(_named, found.vendors)),
        str(query.team or ""),
        tuple(map(_named, found.teams)),
    )


def _named(each: Service | Colleague | Vendor | Team) -> Choice:
    return str(each.id), each.name


def types(language: Language) -> tuple[Choice, ...]:
    known = ("incident", "service_request", "change_request", "problem", "complaint", "question")
    return tuple(
        (each, words.word(report_words.KINDS.get(each, each), "kind", language)) for each in known
    )


def behind(shell: Shell, name: str, query: Query, found: Number) -> BehindPage:
    language, group = shell.reader.language, found.group
    by = query.by or catalogue.REPORTS[name].groups[0]
    said = report_words.Said(
        by, language, found.companies, {group or "": found.person or (group or "")}
    )
    things, kind = found.found.things, found.found.column.kind
    return BehindPage(
        shell,
        name,
        found.column,
        said(group),
        _at(f"/reports/{name}", address.write(query)),
        tuple(_behind_row(each, kind, said, shell.reader) for each in things[:LISTED]),
        report_words.text(found.found.value, kind, language),
        len(things),
        any(each.metric for each in things),
        any(each.value is not None for each in things),
    )


def _behind_row(each: Behind, kind: Kind, said: report_words.Said, reader: Reader) -> BehindRow:
    """A ticket, or an article that was read; without a way there for who may not open it."""
    client = said.clients.get(each.client, each.client)
    value = "" if each.value is None else report_words.text(each.value, kind, said.language)
    if each.shelf is not None:
        may = "knowledge.write" in reader.may
        path = written.path(each.shelf, each.ticket_id) if may else ""
        return BehindRow(each.subject, path, "", "", client, each.at, "", value)
    name = f"{each.client}-{each.number}"
    words = (name, f"/tickets/{name}", each.subject, each.priority, client)
    return BehindRow(*words, each.at, each.metric, value)


def _at(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
