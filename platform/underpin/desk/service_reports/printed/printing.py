"""A service report printed: the same report in the same language is the same bytes."""

from __future__ import annotations

from underpin.desk.service_reports.printed import language, wording
from underpin.desk.service_reports.told import Report
from underpin.kernel.printing import press


def pdf(report: Report, locale: str) -> bytes:
    """Its date is the day it was made on. Raises `fonts.NoFonts`."""
    sheet = wording.sheet(report, language.of(locale))
    return press.pdf("underpin.desk.service_reports.printed", sheet, sheet.day)
