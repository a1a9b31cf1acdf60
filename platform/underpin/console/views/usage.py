"""What a client used so far, what it has prepaid, and on which plan it is."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.money import BlockRow
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class UsageRow:
    """One price in its days. `quantity` None where it is not told; `used` is the share of the
    allowance in percent, at most 100, None without one."""

    label: str
    unit: str
    quantity: Decimal | None
    included: Decimal
    prepaid: Decimal
    amount: Decimal
    expected_quantity: Decimal | None
    expected: Decimal
    steady: bool
    used: int | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class SoFarView:
    """From `start` to `last` inclusive, as of the end of `today`; net amounts."""

    start: date
    last: date
    today: date
    currency: str
    rows: tuple[UsageRow, ...]
    amount: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True)
class OwnBlock:
    row: BlockRow
    path: str


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """A plan from a day on; `when`: past, present or to_come."""

    label: str
    number: int
    currency: str
    starts: date
    ends: date | None
    payment_days: int
    when: str
    prices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnUsagePage:
    """`so_far` None: the client is on no plan."""

    shell: Shell
    company: str
    so_far: SoFarView | None
    blocks: tuple[OwnBlock, ...]
    terms: tuple[OwnTerm, ...]
    sees_invoices: bool
    may_wish: bool


@dataclass(frozen=True, slots=True)
class DrawRow:
    """`quantity` below zero was given back; `path` leads to the invoice it paid."""

    at: datetime
    quantity: Decimal
    period: date | None


@dataclass(frozen=True, slots=True)
class DrawsPage:
    shell: Shell
    block: BlockRow
    rows: tuple[DrawRow, ...]
    next_path: str = ""
    first_path: str = ""
