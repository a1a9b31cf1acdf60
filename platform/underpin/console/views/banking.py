"""The provider's bank accounts, the statements taken in, and one entry of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.pricing import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class AccountRow:
    name: str
    iban: str
    currency: str
    mapped: bool
    path: str


@dataclass(frozen=True, slots=True)
class AccountsPage:
    shell: Shell
    rows: tuple[AccountRow, ...]
    may: bool
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Of `entries`, `added` were new; `seen` of them were matched by now, None where all were at
    once."""

    form: str
    entries: int
    added: int
    at: datetime
    seen: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    day: date
    payer: str
    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring; `held` is the file itself, in base64, to be taken in as it is."""

    entries: int
    came_in: Decimal
    went_out: Decimal
    rows: tuple[PreviewRow, ...]
    form: str
    held: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """`mapping` fills the form of columns; `choices` are what some of its fields may be."""

    shell: Shell
    row: AccountRow
    statements: tuple[StatementRow, ...]
    mapping: Mapping[str, str]
    choices: Mapping[str, Choices]
    may: bool
    preview: Preview | None = None
    more: str = ""
    first: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """`invoice` is empty for the client's balance; `undo` where it is taken off again."""

    client: str
    invoice: str
    invoice_path: str
    amount: Decimal
    rule: str
    at: datetime
    undone: datetime | None
    undo: str


@dataclass(frozen=True, slots=True)
class Likely:
    """What a booking out may take back."""

    id: str
    day: date
    payer: str
    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class EntryPage:
    """`assign` takes parts of it; `marks` are what may be said of it, each the last word of its
    address; `colleague`: another person confirms the refund. `take_back`: where an original is
    named."""

    shell: Shell
    day: date
    payer: str
    iban: str
    texts: tuple[str, ...]
    amount: Decimal
    left: Decimal
    currency: str
    state: str
    why: str
    path: str
    parts: tuple[PartRow, ...]
    assign: str
    marks: tuple[str, ...]
    colleague: bool
    likely: tuple[Likely, ...]
    take_back: str
    typed: Mapping[str, str]
    problem: str = ""
