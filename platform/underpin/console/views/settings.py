"""What holds at one client's desk, and where it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from underpin.console.views.beside import Pairs
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class Card:
    """One concern. `own`: said for this client, not for all; `may`: by this reader; `ranges` are
    the lowest and the highest that a number may be."""

    own: bool
    may: bool
    values: Mapping[str, str]
    ranges: Mapping[str, tuple[int, int]]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SpendingRow:
    person: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    id: str
    person: str
    stand_in: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A monitoring source and how its alerts become tickets."""

    id: str
    name: str
    version: int
    card: Card


@dataclass(frozen=True, slots=True)
class DeskSettingsPage:
    """`cards` by concern, those that this reader may see; so are the rows."""

    shell: Shell
    key: str
    client: str
    cards: Mapping[str, Card]
    used_megabytes: int
    calendars: Pairs
    approvers: Pairs
    spending: tuple[SpendingRow, ...]
    absences: tuple[AbsenceRow, ...]
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class BrandingPage:
    """`name` stands on the portal, `chosen` is empty where it is the company's own. `contrast` as
    it is read ("5.32"), empty for no colour; `nearest` that can be read, where this one cannot;
    `css` and `logo` are addresses, empty where there is nothing."""

    shell: Shell
    key: str
    may: bool
    name: str
    chosen: str
    accent: str
    contrast: str
    nearest: str
    css: str
    logo: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    key: str
    name: str
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DesksPage:
    """Clients, with what was said for each alone; `next` is the address of the next page."""

    shell: Shell
    rows: tuple[DeskRow, ...]
    next: str
