"""A client's monthly service reports, as pages show them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from tests.unit.desk.service_reports.samples import OCTOBER
from underpin.console import views
from underpin.console.views.service_reports import (
    ServiceReportPage,
    ServiceReportReader,
    ServiceReportRow,
    ServiceReportsPage,
)
from underpin.desk.service_reports.printed import language, wording

MADE = datetime(2026, 11, 2, 6, 8, tzinfo=UTC)
READER = ServiceReportReader(UUID(int=7), "Anna Maj", "anna@acme.example", ("final",))
TREND = {
    "labels": ["September 2026", "October 2026"],
    "series": [{"name": "Resolution", "values": [None, "95"]}],
}


def every(frame: views.Shell, *, is_staff: bool) -> ServiceReportsPage:
    under = "/clients/acme/service-reports" if is_staff else "/service-reports"
    month, pdf = date(2026, 10, 1), "/api/v1/clients/ACME/service-reports/2026/10/pdf"
    making = f"{under}/2026/10/making" if is_staff else ""
    rows = (
        ServiceReportRow(month, f"{under}/2026/10", pdf, "provisional", MADE, making),
        ServiceReportRow(date(2026, 9, 1), f"{under}/2026/9", pdf, "final", MADE),
    )
    missing = ServiceReportRow(month, "", "", "provisional", MADE, f"{under}/2026/10/making")
    return ServiceReportsPage(
        frame,
        is_staff,
        "Acme Logistics",
        under,
        rows,
        (READER,),
        missing if is_staff else None,
        f"{under}?year=2026&month=9",
    )


def none(frame: views.Shell) -> ServiceReportsPage:
    return ServiceReportsPage(frame, False, "Acme Logistics", "/service-reports", (), ())


def one(frame: views.Shell, *, is_staff: bool) -> ServiceReportPage:
    under = "/clients/acme/service-reports" if is_staff else "/service-reports"
    sheet = wording.sheet(OCTOBER, language.of(frame.reader.language))
    return ServiceReportPage(frame, is_staff, under, "/api/v1/x/pdf", sheet, TREND)
