"""What the provider states for all its clients: rates of exchange, what its work costs it, when
clients are reminded and cards tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from underpin.console.views.paying import LevelFields
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    day: date
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class CostRow:
    tier: str
    per_hour: Decimal
    starts: date


@dataclass(frozen=True, slots=True)
class RatesPage:
    """`pairs`: where each pair's rates are, and whether they are shown now. `costs` in `currency`,
    None for who may not read them; so are `tries`, the days waited after each declined try."""

    shell: Shell
    pairs: tuple[tuple[str, str, bool], ...]
    pair: tuple[str, str]
    rates: tuple[ExchangeRow, ...]
    older: str
    currency: str
    costs: tuple[CostRow, ...] | None
    levels: tuple[LevelFields, ...]
    reminded: bool
    tries: tuple[int, ...] | None
    typed: Mapping[str, str]
    problem: str = ""
