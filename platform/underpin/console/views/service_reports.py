"""Monthly service reports, as the client reads them and as we do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from underpin.console.views.shell import Shell
from underpin.desk.service_reports.printed.sheet import Section, Sheet


@dataclass(frozen=True, slots=True)
class ServiceReportRow:
    """`making` is where to have it made anew, empty where nobody may, or it is final."""

    month: date
    path: str
    pdf: str
    state: str
    made_at: datetime
    making: str = ""


@dataclass(frozen=True, slots=True)
class ServiceReportReader:
    """A member who may be told by mail; `told` with which reports."""

    id: UUID
    name: str
    email: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceReportsPage:
    """`missing`: a month that has no report yet, where the reader may have it made. `more`: the way
    to earlier ones."""

    shell: Shell
    is_staff: bool
    client: str
    under: str
    rows: tuple[ServiceReportRow, ...]
    readers: tuple[ServiceReportReader, ...]
    missing: ServiceReportRow | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class ServiceReportPage:
    """`sheet` is what the PDF says too, in the reader's language; `trend` its chart, drawn above
    the section of that name."""

    shell: Shell
    is_staff: bool
    under: str
    pdf: str
    sheet: Sheet
    trend: Mapping[str, Any]

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.sheet.sections
