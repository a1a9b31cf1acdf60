"""What the card company tells us and is told, and where its book differs from ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from underpin.console.views.one_invoice import PushRow
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class ToldRow:
    """An event as it was told; `path` is all of it."""

    id: str
    what: str
    about: str
    state: str
    reason: str
    attempts: int
    at: datetime
    path: str


@dataclass(frozen=True, slots=True)
class EventsPage:
    """Of one state, `which`."""

    shell: Shell
    rows: tuple[ToldRow, ...]
    which: str
    states: tuple[str, ...]
    more: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class EventPage:
    """`body` as it came, empty once it was forgotten; `facts` are what else it said."""

    shell: Shell
    row: ToldRow
    facts: tuple[tuple[str, str], ...]
    decided: datetime | None
    body: str
    retry: str


@dataclass(frozen=True, slots=True)
class PushesPage:
    shell: Shell
    rows: tuple[PushRow, ...]
    more: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """`here` and `there`: what our book and Stripe's say. `explain` is where finance says why,
    empty for who may not, or where it is gone."""

    client: str
    slug: str
    kind: str
    name: str
    what: str
    here: str
    there: str
    at: datetime
    explanation: str
    explain: str


@dataclass(frozen=True, slots=True)
class NightRow:
    """`agrees` is None while it runs, and where it failed."""

    since: datetime
    until: datetime
    state: str
    agrees: bool | None
    trouble: str
    compared: tuple[int, int, int, int]
    differences: int
    strangers: int


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """`nights` stand with the first page; `typed` by the form's address."""

    shell: Shell
    rows: tuple[DifferenceRow, ...]
    which: str
    states: tuple[str, ...]
    nights: tuple[NightRow, ...]
    more: str = ""
    first: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
