"""What a client agreed to pay, what it used so far, and what it holds ahead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from underpin.console.views.money import BlockRow
from underpin.console.views.pricing import Choices, Price
from underpin.console.views.shell import Shell

Standing = Literal["in_force", "ahead", "ended"]


@dataclass(frozen=True, slots=True)
class Client:
    """`others` are the pages of its money that the reader may open, by name."""

    name: str
    slug: str
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class TermRow:
    """`ends` is its last day. `withdraw` is where one that lies ahead is taken back, `compare` the
    simulator, both empty for who may not."""

    plan: str
    number: int
    currency: str
    every: tuple[int, str]
    standing: Standing
    starts: date
    ends: date | None
    treatment: str
    percent: Decimal | None
    payment_days: int
    withdraw: str = ""


@dataclass(frozen=True, slots=True)
class PriceLink:
    """A price of the plan in force: `path` proposes another for this client."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class DealRow:
    """A negotiated price; `path` is where it is approved or refused, empty where it is not the
    reader's to decide."""

    price: Price
    plan: str
    starts: date
    ends: date | None
    state: str
    reason: str
    path: str
    own: bool


@dataclass(frozen=True, slots=True)
class WithdrawnRow:
    plan: str
    number: int
    currency: str
    starts: date
    reason: str


@dataclass(frozen=True, slots=True)
class ClientTermsPage:
    """`plans` are what it can be put on: published versions. `may`: whether the forms are there;
    `currencies`: those in which it is on a plan now."""

    shell: Shell
    client: Client
    terms: tuple[TermRow, ...]
    deals: tuple[DealRow, ...]
    withdrawn: tuple[WithdrawnRow, ...]
    prices: tuple[PriceLink, ...]
    plans: Choices
    currencies: Choices
    treatments: Choices
    may: bool
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class UsageLine:
    """`quantity` in `unit`, of which `included` is free and `prepaid` was covered by blocks."""

    name: str
    group: str
    unit: str
    quantity: Decimal | None
    included: Decimal
    left: Decimal
    prepaid: Decimal
    amount: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True)
class HeldBlock:
    """`path` is where it is sold once more and its draws are read."""

    row: BlockRow
    starts: date
    group: str
    path: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    starts: date
    people: int


@dataclass(frozen=True, slots=True)
class ClientUsagePage:
    """`days`: the first and the last of the period; without it the client is on no plan. `asks`:
    where the usage in another currency is."""

    shell: Shell
    client: Client
    days: tuple[date, date] | None
    currency: str
    lines: tuple[UsageLine, ...]
    amount: Decimal
    expected: Decimal
    asks: tuple[tuple[str, str], ...]
    blocks: tuple[HeldBlock, ...]
    seats: tuple[SeatRow, ...]
    units: Choices
    may_sell: bool
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DrawRow:
    """`what`: the price it covered, empty for an invoice paid from it."""

    day: date
    quantity: Decimal
    price: str
    period: date | None


@dataclass(frozen=True, slots=True)
class BlockPage:
    shell: Shell
    client: Client
    row: BlockRow
    draws: tuple[DrawRow, ...]
    more: str = ""
