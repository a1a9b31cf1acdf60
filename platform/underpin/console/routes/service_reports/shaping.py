"""Service reports as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from underpin.console import words
from underpin.console.routes.service_reports.gathering import Every, One
from underpin.console.views.service_reports import (
    ServiceReportPage,
    ServiceReportReader,
    ServiceReportRow,
    ServiceReportsPage,
)
from underpin.console.views.shell import Shell
from underpin.desk.service_reports.printed import language, wording
from underpin.desk.service_reports.reading import PAGE, Listed
from underpin.desk.service_reports.told import Report

OWN = "/service-reports"


def under_client(slug: str) -> str:
    return f"/clients/{slug}/service-reports"


def page(shell: Shell, found: Every, *, is_staff: bool, may_make: bool) -> ServiceReportsPage:
    under = under_client(found.company.slug) if is_staff else OWN
    rows = tuple(_row(each, found, under, may_make=may_make) for each in found.reports)
    return ServiceReportsPage(
        shell,
        is_staff,
        found.company.name,
        under,
        rows,
        tuple(
            ServiceReportReader(each.person_id, each.name, each.email, each.told)
            for each in found.readers
        ),
        _missing(found, under) if may_make else None,
        _more(found, under),
    )


def _row(each: Listed, found: Every, under: str, *, may_make: bool) -> ServiceReportRow:
    path = f"{under}/{each.year}/{each.month}"
    return ServiceReportRow(
        date(each.year, each.month, 1),
        path,
        _pdf(found.company.key, each.year, each.month),
        each.state,
        each.made_at,
        f"{path}/making" if may_make and each.state == "provisional" else "",
    )


def _missing(found: Every, under: str) -> ServiceReportRow | None:
    """The newest month that was not told: the last one, or this one so far."""
    told = {(each.year, each.month) for each in found.reports}
    this = (found.last + timedelta(days=32)).replace(day=1)
    for month in (found.last, this):
        if (month.year, month.month) not in told:
            making = f"{under}/{month.year}/{month.month}/making"
            return ServiceReportRow(month, "", "", "provisional", found.now, making)
    return None


def _more(found: Every, under: str) -> str:
    if len(found.reports) < PAGE:
        return ""
    oldest = found.reports[-1]
    return f"{under}?year={oldest.year}&month={oldest.month}"


def one(shell: Shell, found: One, *, is_staff: bool) -> ServiceReportPage:
    report = found.kept.report
    pdf = _pdf(found.company.key, report.year, report.month)
    return ServiceReportPage(
        shell,
        is_staff,
        under_client(found.company.slug) if is_staff else OWN,
        f"{pdf}?language={shell.reader.language}",
        wording.sheet(report, language.of(shell.reader.language)),
        _trend(report, shell),
    )


def _pdf(key: str, year: int, month: int) -> str:
    return f"/api/v1/clients/{key}/service-reports/{year}/{month}/pdf"


def _trend(report: Report, shell: Shell) -> Mapping[str, Any]:
    """A line for each metric, in percent."""
    said = language.of(shell.reader.language)
    months = list(dict.fromkeys((each.year, each.month) for each in report.trend))
    shares = {(each.year, each.month, each.metric): each.shown for each in report.trend}
    return {
        "labels": [said.month(*month) for month in months],
        "series": [
            {
                "name": words.word(metric, "metric", shell.reader.language),
                "values": [_drawn(shares.get((*month, metric))) for month in months],
            }
            for metric in sorted({each.metric for each in report.trend})
        ],
    }


def _drawn(shown: str | None) -> str | None:
    return None if shown is None else str(Decimal(shown))
