"""What is counted, who sells, at which rates of tax, and in which words is reminded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from underpin.console.views.pricing import Choices
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class MeterRow:
    """`reads` is another meter whose entries it counts; `own`: defined here, not built in."""

    key: str
    name: str
    unit: str
    aggregation: str
    reads: str
    filters: tuple[tuple[str, str], ...]
    own: bool


@dataclass(frozen=True, slots=True)
class MetersPage:
    shell: Shell
    rows: tuple[MeterRow, ...]
    aggregations: Choices
    may: bool
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RateRow:
    tax_class: str
    percent: Decimal
    starts: date


@dataclass(frozen=True, slots=True)
class SellerRow:
    name: str
    starts: date


@dataclass(frozen=True, slots=True)
class MoneySettingsPage:
    """`seller` and `sentences` are what the forms are filled with, `named` what each sentence may
    name; `language` whose sentences."""

    shell: Shell
    rates: tuple[RateRow, ...]
    sellers: tuple[SellerRow, ...]
    seller: Mapping[str, str]
    rate: Mapping[str, str]
    language: str
    sentences: Mapping[str, str]
    named: str
    may_party: bool
    may_words: bool
    problem: str = ""
