"""How much is expected of the coming weeks, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec

from underpin.console import formats, report_words, words
from underpin.console.routes.reports import shaping
from underpin.console.routes.reports.gathering import Expected
from underpin.console.views.reports import ExpectedPage, ExpectedWeek
from underpin.console.views.shell import Language, Shell
from underpin.desk.reports import address
from underpin.desk.reports.address import Query
from underpin.desk.reports.expecting import Outlook, Week


def page(shell: Shell, found: Expected) -> ExpectedPage:
    language, outlook, query = shell.reader.language, found.outlook, found.query
    return ExpectedPage(
        shell,
        tuple((formats.weekday(day, language), True) for day in range(7)),
        tuple(_week(week, query, language) for week in outlook.coming),
        tuple(_week(week, query, language) for week in outlook.tried),
        "" if outlook.off is None else formats.percent(outlook.off / 100, language),
        _chart(outlook, language),
        (query.client[0] if len(query.client) == 1 else "", query.priority or "", query.type or ""),
        tuple((each.key, each.name) for each in found.companies),
        shaping.PRIORITIES,
        shaping.types(language),
        f"/api/v1/expected-load/table?{address.write(query)}",
    )


def _week(week: Week, query: Query, language: Language) -> ExpectedWeek:
    return ExpectedWeek(
        week.monday,
        report_words.plain(week.expected, language),
        "" if week.came is None else formats.number(week.came, language),
        tuple(report_words.plain(day, language) for day in week.days),
        _came_path(week, query) if week.came else "",
    )


def _came_path(week: Week, query: Query) -> str:
    """The tickets that came in that week."""
    days = {"from": week.monday.isoformat(), "to": (week.monday + timedelta(days=6)).isoformat()}
    plain = msgspec.to_builtins(query) | days | {"column": "raised"}
    return f"/reports/volume/tickets?{urlencode(plain, doseq=True)}"


def _chart(found: Outlook, language: Language) -> Mapping[str, Any]:
    weeks = (*found.tried, *found.coming)
    return {
        "labels": [formats.day(week.monday, language) for week in weeks],
        "series": [
            {
                "name": words.word("came", "outlook", language),
                "values": [week.came for week in weeks],
                "tone": "calm",
            },
            {
                "name": words.word("expected", "outlook", language),
                "values": [report_words.drawn(week.expected) for week in weeks],
                "tone": "good",
            },
        ],
    }
