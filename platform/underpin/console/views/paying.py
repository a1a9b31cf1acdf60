"""How a client pays: what was agreed, its balance, and what is invoiced apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.account import Invoice
from underpin.console.views.client_money import Client
from underpin.console.views.money import Amount
from underpin.console.views.one_invoice import DisputeRow
from underpin.console.views.pricing import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class LevelFields:
    """A reminder as it is typed: days after the due day, fees like `EUR 15, PLN 60`."""

    number: int
    after_days: str
    fees: str
    tax_class: str


@dataclass(frozen=True, slots=True)
class PayingPage:
    """`buyers`: legal names and the day from which each holds, the newest first; `buyer` fills the
    form. `reminders`: whose hold, the provider's, its own or none."""

    shell: Shell
    client: Client
    buyers: tuple[tuple[str, date], ...]
    buyer: Mapping[str, str]
    terms: Mapping[str, str]
    stated: bool
    reminders: str
    levels: tuple[LevelFields, ...]
    stripe: bool
    card: str
    cards_set_up: bool
    may_party: bool
    may_terms: bool
    may_collect: bool
    disputes: tuple[DisputeRow, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class MoveRow:
    amount: Decimal
    currency: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaybackRow:
    amount: Decimal
    currency: str
    reason: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BalancePage:
    """`currencies` are those in which there is something to pay back, none for who may not."""

    shell: Shell
    client: Client
    balances: tuple[Amount, ...]
    moves: tuple[MoveRow, ...]
    paybacks: tuple[PaybackRow, ...]
    currencies: Choices
    typed: Mapping[str, str]
    more: str = ""
    first: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """`id` is what its box sends."""

    id: str
    name: str
    day: date
    quantity: Decimal
    price: Decimal
    currency: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DraftApart:
    """`path` is where it is issued or discarded, with `seen`, the hash of what is shown."""

    invoice: Invoice
    path: str
    seen: str


@dataclass(frozen=True, slots=True)
class ApartPage:
    shell: Shell
    client: Client
    waiting: tuple[WaitingLine, ...]
    drafts: tuple[DraftApart, ...]
    may_issue: bool
    typed: Mapping[str, str]
    problem: str = ""
