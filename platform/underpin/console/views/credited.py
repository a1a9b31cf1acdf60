"""What waits to be decided about money: service credits, notes, what vendors owe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.client_money import Client
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one metric and priority: so many missed of those decided, by at most so long."""

    metric: str
    priority: str
    missed: int
    of: int


@dataclass(frozen=True, slots=True)
class CreditRow:
    """`percent` as it is read, of `basis`. `decide` is where a provisional one is confirmed or
    refused, `propose` where money is made of a confirmed one; empty for who may not. `colleague`:
    the reader decides such ones, but not this. `escalated`: it waits for a provider admin.
    `settle` is where a confirmed one was turned into money by another document."""

    client: str
    slug: str
    month: date
    percent: str
    basis: str
    nature: str
    state: str
    counted: tuple[Counted, ...]
    since: datetime
    escalated: bool
    answer: str
    settled_with: str
    decide: str = ""
    propose: str = ""
    colleague: bool = False
    settle: str = ""


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """`yes` and `no` are where it is approved and refused, empty where it is not the reader's;
    `asks_why`: a refusal needs a reason."""

    client: str
    slug: str
    kind: str
    invoice: str
    amount: Decimal
    currency: str
    reason: str
    own: bool
    since: datetime
    yes: str = ""
    no: str = ""
    asks_why: bool = False


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """`ours`: what is recovered is the provider's. `file` where it is claimed, `answer` where the
    vendor's word is written down, `pay` where what they `paid` is; empty for who may not, or where
    its state is another."""

    client: str
    slug: str
    vendor: str
    month: date
    missed: int
    counted_all: int
    percent: str
    basis: str
    counted: tuple[Counted, ...]
    ours: bool
    state: str
    claim_by: datetime | None
    reference: str
    said: str
    file: str = ""
    answer: str = ""
    pay: str = ""
    paid: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class CreditsPage:
    """Of all clients, or of `client`. `typed` is what could not be taken, by the form's address."""

    shell: Shell
    client: Client | None
    credits: tuple[CreditRow, ...]
    proposed: tuple[ProposedRow, ...]
    claims: tuple[ClaimRow, ...]
    sees_money: bool
    sees_claims: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
