"""A final invoice for finance: what came in for it, what is corrected, what it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from underpin.console.views.account import InvoiceRow
from underpin.console.views.pricing import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class Head:
    """Which invoice; `path` is its first page, the others are below it."""

    client: str
    slug: str
    number: str
    state: str
    currency: str
    path: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """`amount` is below zero for what went back. `put_back`: where what came from the balance goes
    back into it, empty where it did not, or not the reader's."""

    day: date
    amount: Decimal
    method: str
    reference: str
    put_back: str = ""


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """A part of a transfer; `undo` takes it off the invoice again, empty for who may not."""

    amount: Decimal
    rule: str
    at: datetime
    entry: str
    undo: str


@dataclass(frozen=True, slots=True)
class ReminderRow:
    level: int
    amount: Decimal
    mailed: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RefundRow:
    amount: Decimal
    reason: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """`status` and `reason` are in Stripe's words where we have none of our own. `path` leads to
    the invoice where several are listed."""

    amount: Decimal
    currency: str
    status: str
    reason: str
    opened: datetime
    respond_by: datetime | None
    is_over: bool
    invoice: str = ""
    path: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class PushRow:
    """What was told to Stripe. `found` is what it makes of it, None until it said so. `path` is
    where one that was set aside is tried again or given up, empty for who may not."""

    kind: str
    number: str
    goal: Decimal
    found: Decimal | None
    currency: str
    state: str
    outcome: str
    trouble: str
    why: str
    steps: tuple[int, int]
    attempts: int
    begun: datetime
    path: str
    invoice_path: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class CardStanding:
    state: str
    tries: int
    declined: str
    next_try: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentsPage:
    """`stripe`: whether the client is collected through Stripe, by `card` where one is saved.
    `refundable`: payments that can be given back, none for who may not propose it. `stop`: where
    collecting it by card ends, `surplus`: where what was paid too much goes to the balance; empty
    where there is none, or not the reader's."""

    shell: Shell
    head: Head
    standing: InvoiceRow
    credited: Decimal
    paid: Decimal
    payments: tuple[PaymentRow, ...]
    assigned: tuple[AssignedRow, ...]
    reminders: tuple[ReminderRow, ...]
    refunds: tuple[RefundRow, ...]
    disputes: tuple[DisputeRow, ...]
    pushes: tuple[PushRow, ...]
    standing_of_card: CardStanding | None
    stripe: bool
    card: str
    refundable: Choices
    may_record: bool
    stop: str
    surplus: str
    today: date
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LineLeft:
    """A line of the invoice, and what notes may still take off it; `typed` comes back."""

    ordinal: int
    text: str
    net: Decimal
    credited: Decimal
    left: Decimal
    typed: str


@dataclass(frozen=True, slots=True)
class NoteState:
    """A credit note in any state. `pin` names seller and buyer on one that was issued before they
    were known, empty where that is done or not the reader's."""

    number: str
    state: str
    gross: Decimal
    reason: str
    is_correction: bool
    at: datetime
    refusal: str
    pdf: str
    pin: str


@dataclass(frozen=True, slots=True)
class WriteOffRow:
    amount: Decimal
    reason: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """`waits`: something was proposed and waits for a colleague, or for the reader, at Credits."""

    shell: Shell
    head: Head
    open: Decimal
    lines: tuple[LineLeft, ...]
    notes: tuple[NoteState, ...]
    write_offs: tuple[WriteOffRow, ...]
    waits: bool
    may_credit: bool
    may_write_off: bool
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the ledger, as the invoice's file of usage tells it; `ticket` is a number."""

    line: int
    at: datetime
    meter: str
    quantity: Decimal
    ticket: str
    tier: str
    about: str
    source: str
    entry: str
    takes_back: str


@dataclass(frozen=True, slots=True)
class CountedRow:
    """What the whole ledger holds of the period, of one meter."""

    meter: str
    entries: int
    total: Decimal
    last: Decimal
    last_at: datetime


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """Of one line where `line` names it. `nothing` says why there are none to be found."""

    shell: Shell
    head: Head
    rows: tuple[EntryRow, ...]
    lines: Choices
    line: str
    counted: tuple[CountedRow, ...]
    csv: str
    more: str = ""
    first: str = ""
    nothing: str = ""
