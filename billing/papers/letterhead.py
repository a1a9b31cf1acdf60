"""What a document carries besides its lines, as it was on the day it was issued. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

import msgspec

from billing.amounts import exact, exchange, money
from billing.amounts.exchange import Rate
from billing.amounts.money import Money
from billing.parties.party import Buyer, Seller
from underpin.kernel.errors import Conflict


class NoParties(Conflict):
    code = "parties-missing"
    title = "This document does not say who sells or who buys"


class RateTax(msgspec.Struct, frozen=True):
    """The tax of one category and rate on a credit note; both are to be taken off."""

    code: str
    percent: Decimal
    base: Decimal
    tax: Decimal
    wording: str
    exemption: str


class LocalTax(msgspec.Struct, frozen=True):
    """All the document's tax in the currency it is declared in (BT-6, BT-111), at `rate` of
    `day`."""

    currency: str
    tax: Decimal
    rate: Decimal
    day: date
    source: str


class Behind(msgspec.Struct, frozen=True):
    """Which entries of the ledger a line counts: those of `meter` in [start, end), of all these
    dimensions' values. `is_level`: what was said before `start` holds on."""

    ordinal: int
    meter: str
    start: datetime
    end: datetime
    dimensions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_level: bool = False


class Letterhead(msgspec.Struct, frozen=True):
    """`locale` is the client's language then; `taxes` are a credit note's, an invoice has its own;
    `behind` and `from_balance`, what the client's balance paid of it as it was issued, are an
    invoice's."""

    seller: Seller
    buyer: Buyer
    locale: str
    local_tax: LocalTax | None = None
    taxes: tuple[RateTax, ...] = ()
    behind: tuple[Behind, ...] = ()
    from_balance: Decimal = exact.ZERO


def checked(
    seller: Seller | None, buyer: Buyer | None, codes: Collection[str]
) -> tuple[Seller, Buyer]:
    """Both, fit for a document with these tax categories (EN 16931: BR-CO-26, BR-S-02,
    BR-AE-02, BR-G-02).
    Raises NoParties naming the cure."""
    if seller is None:
        raise NoParties("Nobody sells on that day: set the seller's details from a day before it.")
    if buyer is None:
        raise NoParties("Nobody buys on that day: set the client's details from a day before it.")
    if not (seller.vat_id or seller.tax_number):
        raise NoParties("The seller has neither VAT id nor tax number: add one.")
    if not seller.registration and ("O" in codes or not seller.vat_id):
        raise NoParties("Without a VAT id on it the seller's registration is needed: add it.")
    if {"AE", "G"} & set(codes) and not seller.vat_id:
        raise NoParties("Untaxed sales abroad need the seller's VAT id: add it.")
    if "AE" in codes and not buyer.vat_id:
        raise NoParties("A reverse charge needs the client's VAT id: add it.")
    return seller, buyer


def local_tax(amount: Decimal, currency: str, rate: Rate) -> LocalTax:
    """Rounded once; below zero for what is credited on a line below zero."""
    declared = money.rounded(exchange.convert(Money(amount, currency), rate))
    return LocalTax(rate.quote, declared.amount, rate.value, rate.day, rate.source)
