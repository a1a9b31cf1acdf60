"""Groups and numbers of reports in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tenants.company import Company
from underpin.console import formats, words
from underpin.console.views.shell import Language
from underpin.desk.reports.measure import Kind, Value

KINDS: Final = {"service_request": "request", "change_request": "change"}
MINUTE: Final = timedelta(minutes=1)


class Said:
    """What a group of the report is called in the reader's words."""

    def __init__(
        self,
        by: str,
        language: Language,
        companies: Sequence[Company],
        people: Mapping[str, str],
    ) -> None:
        self.by, self.language, self.people = by, language, people
        self.clients = {each.key: each.name for each in companies}

    def __call__(self, key: str | None) -> str:
        """None is everything together, and empty what has none of it."""
        if not key:
            return words.word("none" if key == "" else "all", "outlook", self.language)
        if self.by == "type":
            return words.word(KINDS.get(key, key), "kind", self.language)
        if self.by == "month":
            return formats.month(date.fromisoformat(f"{key}-01"), self.language)
        named = {"client": self.clients, "agent": self.people}.get(self.by, {})
        return named.get(key, key)


def text(value: Value, kind: Kind, language: Language) -> str:
    """A dash where there is nothing to say."""
    if value is None:
        return "—"
    if isinstance(value, timedelta):
        said = formats.working if kind == "working" else formats.short
        return said(value, language)
    if isinstance(value, Fraction):
        percent = kind == "percent"
        return formats.percent(value / 100, language) if percent else plain(value, language)
    return _whole(value, kind, language)


def _whole(value: int, kind: Kind, language: Language) -> str:
    if kind == "minutes":
        return formats.working(value * MINUTE, language)
    return formats.number(value, language)


def plain(value: Fraction, language: Language) -> str:
    """Rounded down to a tenth."""
    return formats.number(Decimal(value * 10 // 1) / 10, language)


def drawn(value: Value) -> str | int | None:
    """As a length: hours for durations, what they are for counts. Only for the eye."""
    match value:
        case None:
            return None
        case timedelta():
            return str(Decimal(value // timedelta(minutes=6)) / 10)
        case Fraction():
            return str(Decimal(value * 10 // 1) / 10)
        case _:
            return value
