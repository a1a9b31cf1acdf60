"""A document as a value: all that is printed or attached, in no language yet. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

import msgspec

from billing.amounts import exact
from billing.papers.letterhead import Letterhead, RateTax


class Kind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DEBIT_NOTE = "debit_note"
    DRAFT = "draft"


class Detail(msgspec.Struct, frozen=True):
    """Of a stored line's body, what a reader needs: `included` and `prepaid` are not charged;
    `amount` is the whole of which `booked` stands on earlier documents. An extra's source is its
    id. Of what is money, `quantity` is one of it."""

    source: Source | str
    quantity: Decimal
    included: Decimal
    prepaid: Decimal
    amount: Amount
    booked: Amount
    days: Days | None = None
    unit: str = ""


class Source(msgspec.Struct, frozen=True):
    group: tuple[tuple[str, str], ...] = ()


class Amount(msgspec.Struct, frozen=True):
    amount: Decimal


class Days(msgspec.Struct, frozen=True):
    """Half-open, like every period."""

    start: date
    end: date

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`net` is what the document asks, or a credit note gives; `quantity` None where the unit is
    money, because what a vendor costs is not the client's to read. `group` are the values by
    which the price told usage apart."""

    ordinal: int
    name: str
    net: Decimal
    tax_code: str
    tax_rate: Decimal
    quantity: Decimal | None = None
    unit: str = ""
    group: tuple[str, ...] = ()
    days: Days | None = None
    included: Decimal = exact.ZERO
    prepaid: Decimal = exact.ZERO
    amount: Decimal = exact.ZERO
    booked: Decimal = exact.ZERO


@dataclass(frozen=True, slots=True)
class Corrected:
    """The invoice that a credit note takes something off."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Amounts are in `currency`; a credit note's are to be taken off, a debit note's are owed to
    the client. `days` are None for a credit note; `due_on` None where nothing is to be paid; a
    draft's `number` is empty and its day the one it was drafted on."""

    kind: Kind
    number: str
    issued_on: date
    currency: str
    lines: tuple[Line, ...]
    taxes: tuple[RateTax, ...]
    net: Decimal
    tax: Decimal
    gross: Decimal
    letterhead: Letterhead
    days: Days | None = None
    due_on: date | None = None
    prepaid: Decimal = exact.ZERO
    corrects: Corrected | None = None
    reason: str = ""

    @property
    def asks_for_money(self) -> bool:
        return self.kind in (Kind.INVOICE, Kind.DRAFT) and self.due > 0

    @property
    def due(self) -> Decimal:
        """What is to be paid, or was credited."""
        return self.gross - self.prepaid - self.letterhead.from_balance
