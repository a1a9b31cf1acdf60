"""A document in words, as the template takes it: every field a text that is printed as it is.

What the template gets is data, never markup: `#panic("x")` in a name prints as these letters.
"""

from __future__ import annotations

from datetime import date

import msgspec

Pair = tuple[str, str]


class PartySheet(msgspec.Struct, frozen=True):
    heading: str
    name: str
    address: tuple[str, ...]
    ids: tuple[Pair, ...]


class LineSheet(msgspec.Struct, frozen=True):
    number: str
    name: str
    notes: tuple[str, ...]
    quantity: str
    unit: str
    tax: str
    net: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """`facts`, `totals` and `bank` are labels with their values; `total` is the one that counts."""

    language: str
    direction: str
    day: date
    title: str
    number: str
    mark: str
    seller: PartySheet
    buyer: PartySheet
    facts: tuple[Pair, ...]
    columns: tuple[str, ...]
    lines: tuple[LineSheet, ...]
    tax_columns: tuple[str, ...]
    taxes: tuple[tuple[str, str, str], ...]
    totals: tuple[Pair, ...]
    total: Pair
    notes: tuple[str, ...]
    pay_heading: str
    pay_text: str
    bank: tuple[Pair, ...]
    footer: str
    page: str
