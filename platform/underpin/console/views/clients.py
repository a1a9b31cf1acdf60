"""Clients at a glance, and one client with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from underpin.console.views.shell import Shell

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ClientRow:
    """`share` of this month's resolution targets met, against `commitment`; `content` of the
    surveys of 90 days; `left` of last month, `margin` as a share of its revenue. All three are None
    where there is nothing to say, the last two also for who may not see money. `renews`: when the
    contract goes on or ends, `soon` within 90 days."""

    key: str
    path: str
    name: str
    manager: str
    contract: str
    open: int | None = None
    breached: int = 0
    risk: int = 0
    share: Fraction | None = None
    commitment: Fraction | None = None
    content: Fraction | None = None
    escalations: int = 0
    credits: int = 0
    renews: date | None = None
    soon: bool = False
    out_of_contract: bool = False
    left: Decimal | None = None
    currency: str = ""
    margin: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ClientFilters:
    words: str
    only: str
    sort: str
    narrowing: tuple[Choice, ...]
    orders: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ClientsPage:
    """`money`: the reader may see margins. `seen_at`: the oldest look at any of these."""

    shell: Shell
    rows: tuple[ClientRow, ...]
    filters: ClientFilters
    money: bool
    next_path: str = ""
    first_path: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A way to something of the client's."""

    to: str
    path: str


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A contract: `standing` is in_force, ended or coming."""

    name: str
    starts: date
    ends: date | None
    notice_until: date | None
    renews: date | None
    in_force: bool
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan that the client is on from a day."""

    plan: str
    number: int
    currency: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class TicketLine:
    number: str
    path: str
    subject: str
    priority: str
    breached: bool


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    number: str
    path: str
    state: str
    gross: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    name: str
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientPage:
    """Parts that the reader may not see are None; `glance` has this moment's figures."""

    shell: Shell
    glance: ClientRow
    leads: tuple[Lead, ...]
    tickets: tuple[TicketLine, ...]
    tickets_path: str
    contracts: tuple[SignedLine, ...] | None
    plans: tuple[PlanLine, ...] | None
    invoices: tuple[InvoiceLine, ...] | None
    people: tuple[PersonLine, ...] | None
    people_more: int
    trend: Mapping[str, Any]
    days: tuple[tuple[date, str, str], ...]
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class MarginRow:
    """What a client left in a currency; `share` of its revenue. `made` leads to what is behind."""

    client: str
    path: str
    currency: str
    revenue: Decimal
    recoveries: Decimal
    taken: Decimal
    work: Decimal
    vendors: Decimal
    left: Decimal
    share: Fraction | None
    is_whole: bool
    made: str = ""


MarginPart = Literal[
    "invoice", "revenue", "credits", "written_off", "penalties", "recoveries", "vendors"
]


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """`path` is the page of its invoice, empty for what has none."""

    part: MarginPart
    number: str
    invoice: str
    path: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MadeTier:
    """`cost` is None where nobody said what an hour costs."""

    tier: str
    minutes: Decimal
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class MadeEntry:
    """`number` is empty for a ticket that the reader may not see."""

    number: str
    subject: str
    tier: str
    currency: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class MadeLeft:
    """An amount that no exchange rate converts."""

    part: MarginPart
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MadePage:
    """What a client's margin was made of; `unconverted` counts nothing."""

    shell: Shell
    client: str
    back: str
    currency: str
    first: date
    last: date
    left: Decimal
    documents: tuple[MadeDocument, ...]
    tiers: tuple[MadeTier, ...]
    work: tuple[MadeEntry, ...]
    vendors: tuple[MadeEntry, ...]
    unconverted: tuple[MadeLeft, ...] = ()


@dataclass(frozen=True, slots=True)
class MarginPage:
    """`taken`: credits, penalties and what was given up. `totals` by currency."""

    shell: Shell
    first: date
    last: date
    rows: tuple[MarginRow, ...]
    totals: tuple[MarginRow, ...]
    chart: Mapping[str, Any]
    csv: str
    reckoned_at: datetime | None
