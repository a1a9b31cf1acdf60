"""Runs over all clients, and what is done with one client's draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.pricing import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class RunRow:
    """`clients` is None until it began; of them so many were served, each in one of four ways."""

    path: str
    month: date
    mode: str
    clients: int | None
    drafted: int
    issued: int
    passed_over: int
    failed: int
    started: datetime
    finished: datetime | None

    @property
    def served(self) -> int:
        return self.drafted + self.issued + self.passed_over + self.failed


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """A month for accounting, as two CSV files."""

    month: date
    documents: str
    payments: str


@dataclass(frozen=True, slots=True)
class RunsPage:
    shell: Shell
    rows: tuple[RunRow, ...]
    modes: Choices
    typed: Mapping[str, str]
    exports: tuple[MonthFiles, ...]
    more: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    client: str
    path: str
    outcome: str
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RunPage:
    """`outcomes` of the asker's clients, of one kind where one is chosen."""

    shell: Shell
    run: RunRow
    outcomes: tuple[OutcomeRow, ...]
    kinds: Choices
    chosen: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A line that no price makes; `path` takes it off again."""

    name: str
    quantity: Decimal
    price: Decimal
    currency: str
    day: date
    path: str


@dataclass(frozen=True, slots=True)
class DraftWork:
    """What may be done with a draft: `path` is where its forms go, with the `day` and `seen`, the
    hash of what is shown."""

    path: str
    day: date
    currency: str
    seen: str
    reviewed: bool
    may_issue: bool
    extras: tuple[ExtraRow, ...]
    typed: Mapping[str, str]
    problem: str = ""
