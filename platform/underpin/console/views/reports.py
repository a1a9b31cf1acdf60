"""Reports: the index, one report, and the tickets behind one of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from underpin.console.views.shell import Shell

Choice = tuple[str, str]
"""A value and what it is called."""


@dataclass(frozen=True, slots=True)
class ReportLink:
    report: str
    path: str


@dataclass(frozen=True, slots=True)
class KeptReport:
    """`cadence` and `next_at` are empty where it is not sent."""

    id: UUID
    name: str
    report: str
    path: str
    cadence: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExpectedWeek:
    """Numbers as they are said; `came` is empty for what is to come, and `path` leads to the
    tickets of what came."""

    monday: date
    expected: str
    came: str
    days: tuple[str, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class ReportRunRow:
    """`done` of `whole` clients are counted; `problem` is why it failed."""

    report: str
    path: str
    state: str
    done: int
    whole: int
    asked_at: datetime
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReportRunPage:
    """A report while the worker counts it; `again` leads back to what was asked."""

    shell: Shell
    run: ReportRunRow
    again: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    shell: Shell
    reports: tuple[ReportLink, ...]
    kept: tuple[KeptReport, ...]
    runs: tuple[ReportRunRow, ...] = ()
    margin: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """`off`: how wrong the last weeks would have been, empty where nothing came. `weekdays`: what
    the days of a week are called. `chosen`: which client, priority and type."""

    shell: Shell
    weekdays: tuple[tuple[str, bool], ...]
    coming: tuple[ExpectedWeek, ...]
    tried: tuple[ExpectedWeek, ...]
    off: str
    chart: Mapping[str, Any]
    chosen: tuple[str, str, str]
    clients: tuple[Choice, ...]
    priorities: tuple[Choice, ...]
    types: tuple[Choice, ...]
    csv: str


@dataclass(frozen=True, slots=True)
class ReportCell:
    """`path` leads to the tickets behind it, empty where there are none."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    label: str
    cells: tuple[ReportCell, ...]


@dataclass(frozen=True, slots=True)
class ReportFilters:
    """What narrows the report; texts as the form says them. `services` are there once one client
    was chosen."""

    first: date
    last: date
    by: str
    client: str
    priority: str
    type: str
    tier: str
    service: str
    agent: str
    vendor: str
    groups: tuple[Choice, ...]
    clients: tuple[Choice, ...]
    priorities: tuple[Choice, ...]
    types: tuple[Choice, ...]
    tiers: tuple[Choice, ...]
    services: tuple[Choice, ...]
    agents: tuple[Choice, ...]
    vendors: tuple[Choice, ...]
    team: str = ""
    teams: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`query` is what a kept report keeps; `totals` is of everything together. `chart` is drawn as
    `drawn`, stacked or bar; `hours`: its lengths are hours. `name` is what was typed to keep it
    under, `problem` why it could not be. `large`: it was not counted, the worker has to.
    `counted_at`: when the worker did."""

    shell: Shell
    report: str
    filters: ReportFilters
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[ReportRow, ...]
    totals: ReportRow
    drawn: str
    chart: Mapping[str, Any]
    hours: bool
    csv: str
    query: str
    name: str = ""
    problem: str = ""
    large: bool = False
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BehindRow:
    number: str
    path: str
    subject: str
    priority: str
    client: str
    at: datetime
    metric: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class BehindPage:
    """`measure` and `group` name the number, `value` says it; `back` is the report. `count` things
    stand behind it, of which `rows` are shown; `metrics`, `values`: whether any row has one."""

    shell: Shell
    report: str
    measure: str
    group: str
    back: str
    rows: tuple[BehindRow, ...]
    value: str
    count: int
    metrics: bool = False
    values: bool = False
