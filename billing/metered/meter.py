"""Meters: what is counted, in which unit, and how single counts become a period's quantity.

Two kinds. *Flows* are things that happen (minutes, tickets, messages): a period's quantity is
made of the events of its days. *Levels* are things that are there (seats, assets, storage): an
event says how many there are from now on, for its dimensions; a period opens with the level it
inherits, so the persistence must also give the last event before the period, per dimensions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from billing.amounts import check
from billing.metered.ledger import UsageEvent


class Aggregation(StrEnum):
    COUNT = "count"
    SUM = "sum"
    UNIQUE = "unique"
    MAX = "max"
    LATEST = "latest"
    TIME_WEIGHTED = "time_weighted"


LEVELS = frozenset({Aggregation.MAX, Aggregation.LATEST, Aggregation.TIME_WEIGHTED})
MONEY = "money"
"""The unit of a meter that counts money; its events carry the dimension `currency`."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Only events whose `dimension` has one of `values` count."""

    dimension: str
    values: tuple[str, ...]

    def takes(self, event: UsageEvent) -> bool:
        return event.dimension(self.dimension) in self.values


@dataclass(frozen=True, slots=True)
class Meter:
    """`distinct` names the dimension whose different values a `unique` meter counts. `reads`: whose
    entries it counts, its own where empty; of them only those that every filter takes."""

    key: str
    unit: str
    aggregation: Aggregation
    distinct: str | None = None
    reads: str = ""
    filters: tuple[Filter, ...] = ()

    @property
    def source(self) -> str:
        """The key that the entries carry."""
        return self.reads or self.key

    def takes(self, event: UsageEvent) -> bool:
        return all(wanted.takes(event) for wanted in self.filters)

    def __post_init__(self) -> None:
        check.name(self.key, "key")
        check.name(self.unit, "unit")
        if (self.aggregation is Aggregation.UNIQUE) != (self.distinct is not None):
            raise check.Invalid(
                "distinct",
                f"it does not fit the aggregation {self.aggregation.value}",
                "name the dimension to count for unique, and none otherwise",
            )
        if self.unit == MONEY and self.aggregation is not Aggregation.SUM:
            raise check.Invalid("aggregation", "money only adds up", "use sum")


def levels(of: Iterable[Meter]) -> frozenset[str]:
    """The keys of entries that say how much there is from then on."""
    return frozenset(each.source for each in of if each.aggregation in LEVELS)


TICKETS = Meter("tickets", "ticket", Aggregation.COUNT)
STAFF_MINUTES = Meter("staff_minutes", "minute", Aggregation.SUM)
WORKED_MINUTES = Meter("worked_minutes", "minute", Aggregation.SUM)
VENDOR_COST = Meter("vendor_cost", MONEY, Aggregation.SUM)
SEATS = Meter("seats", "seat", Aggregation.LATEST)
ASSETS = Meter("assets", "asset", Aggregation.LATEST)
STORAGE = Meter("storage", "gigabyte", Aggregation.TIME_WEIGHTED)
CHANNEL_MESSAGES = Meter("channel_messages", "message", Aggregation.SUM)

BUILT_IN = (
    *(TICKETS, STAFF_MINUTES, WORKED_MINUTES, VENDOR_COST),
    *(SEATS, ASSETS, STORAGE, CHANNEL_MESSAGES),
)
