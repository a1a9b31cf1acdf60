"""Who sells and who buys, as a document names them (EN 16931, BG-4 and BG-7). Pure."""

from __future__ import annotations

import functools
import re
from typing import Final, TypeVar

import msgspec
from babel import Locale

from billing.amounts import check, money
from billing.parties import bank

LONGEST: Final = 200
VAT_ID: Final = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,13}")
P = TypeVar("P", bound="Party")
EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class Party(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`country`: ISO 3166-1, such as PL. `vat_id` begins with its country (BT-31, BT-48);
    `registration` is the number in the companies' register (BT-30, BT-47)."""

    legal_name: str
    street: str
    city: str
    country: str
    postal_code: str = ""
    more_address: str = ""
    subdivision: str = ""
    vat_id: str = ""
    registration: str = ""
    email: str = ""


class Seller(Party, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The provider. `tax_number` is the local one where there is no VAT id (BT-32);
    `tax_currency` the one its tax is declared in; `footer` what its law wants on every letter."""

    phone: str = ""
    tax_number: str = ""
    tax_currency: str
    iban: str
    bic: str = ""
    bank: str = ""
    footer: str = ""


class Buyer(Party, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A client. `reference` is what its accounting asks for on each invoice (BT-10),
    `purchase_order` the order that covers it (BT-13)."""

    reference: str = ""
    purchase_order: str = ""


def seller(given: Seller) -> Seller:
    """Trimmed, the IBAN without spaces. Raises `check.Invalid` naming the field."""
    tidy = _tidy(given)
    money.places(tidy.tax_currency)
    return msgspec.structs.replace(tidy, iban=bank.iban(tidy.iban), bic=bank.bic(tidy.bic))


def buyer(given: Buyer) -> Buyer:
    """Trimmed. Raises `check.Invalid` naming the field."""
    return _tidy(given)


def _tidy(given: P) -> P:
    said = {name: " ".join(text.split()) for name, text in msgspec.structs.asdict(given).items()}
    for field in ("legal_name", "street", "city"):
        check.name(said[field], field)
    for field, text in said.items():
        if len(text) > LONGEST or not text.isprintable():
            raise check.Invalid(field, "it is too long or has control characters", "shorten it")
    check.one_of(said["country"], countries(), "country")
    _like(VAT_ID, said["vat_id"], "vat_id", "write it with its country, such as PL5260001246")
    _like(EMAIL, said["email"], "email", "write it like billing@example.org")
    return type(given)(**said)


def _like(pattern: re.Pattern[str], text: str, field: str, cure: str) -> None:
    if text and not pattern.fullmatch(text):
        raise check.Invalid(field, f"{text!r} is none", cure)


@functools.cache
def countries() -> frozenset[str]:
    """Codes of ISO 3166-1 that are a country's or a territory's of its own."""
    known = Locale("en").territories
    return frozenset(filter(re.compile("[A-Z]{2}").fullmatch, map(str, known))) - _NO_COUNTRY


_NO_COUNTRY: Final = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG"})
