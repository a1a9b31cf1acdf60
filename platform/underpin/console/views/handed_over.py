"""Exports of all that is kept of a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class ExportRow:
    """`take` is where it is taken, empty where it cannot be; `megabytes` unpacked."""

    person: str
    state: str
    by_staff: bool
    asked_at: datetime
    finished: int
    sources: int
    files: int
    rows: int
    megabytes: Decimal
    expires_at: datetime | None
    take: str


@dataclass(frozen=True, slots=True)
class ExportsPage:
    """`people` are administrators who see the whole company, id and name; `parts` names of those
    who do not. `whole_path` is where the reader lets themselves see it, on the portal."""

    shell: Shell
    key: str
    path: str
    rows: tuple[ExportRow, ...]
    people: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]
    is_making: bool
    whole_path: str = ""
    problem: str = ""
