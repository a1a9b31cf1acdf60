"""A report's headline in the words of who it is mailed to."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from underpin.console import formats, locale, report_words, words
from underpin.desk.reports.reporting import Report
from underpin.desk.reports.sending import Headline
from underpin.kernel.principal import Principal

INSTANT = timedelta(microseconds=1)


def headline(report: Report, who: Principal) -> Headline:
    """Of everything together; its days are the reader's."""
    language = locale.known(who.locale) or "en"
    zone, asked = ZoneInfo(who.time_zone), report.asked
    first, last = (each.astimezone(zone).date() for each in (asked.since, asked.until - INSTANT))
    name = words.word(report.definition.name, "report", language)
    days = f"{formats.day(first, language)} – {formats.day(last, language)}"
    values = zip(report.columns, report.rows[-1].values, strict=True)
    return Headline(
        locale.direction(language),
        f"{name}, {days}",
        tuple(
            (
                words.word(each.name, "measure", language),
                report_words.text(value, each.kind, language),
            )
            for each, value in values
        ),
    )
