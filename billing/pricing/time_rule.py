"""From minutes worked to minutes billed: weighted, then rounded, then at least a visit's worth.

The order, and both ways of rounding, are those an MSP's contract names: per time entry, or per
ticket and day. Days are local days of the client's zone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from billing.amounts import check, exact
from billing.metered.ledger import Dated, UsageEvent


class Per(StrEnum):
    ENTRY = "entry"
    TICKET_AND_DAY = "ticket_and_day"


class Direction(StrEnum):
    UP = "up"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Weight:
    """Entries whose `dimension` is `value` count `factor` times: ("hours", "after", 1.5)."""

    dimension: str
    value: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRule:
    """`step` and `visit_minimum` are in the meter's unit; a step of 0 rounds nothing.

    Weights that apply to one entry multiply. A visit is what was worked on one ticket on one
    day under one of the work types `visits`; it is rounded as one and bills at least
    `visit_minimum`.
    """

    step: Decimal = exact.ZERO
    direction: Direction = Direction.UP
    per: Per = Per.ENTRY
    weights: tuple[Weight, ...] = ()
    visits: tuple[str, ...] = ()
    visit_minimum: Decimal = exact.ZERO

    def __post_init__(self) -> None:
        check.not_negative(self.step, "step")
        check.not_negative(self.visit_minimum, "visit_minimum")
        for place, weight in enumerate(self.weights):
            check.name(weight.dimension, f"weights[{place}].dimension")
            check.not_negative(weight.factor, f"weights[{place}].factor")
        if self.visit_minimum and not self.visits:
            raise check.Invalid(
                "visits", "no work type is a visit", "name those the minimum is for"
            )


@exact.arithmetic
def billed(entries: Iterable[Dated], rule: TimeRule) -> Decimal:
    """The quantity to bill for these standing entries, in the meter's unit."""
    buckets: defaultdict[tuple[str, ...], list[UsageEvent]] = defaultdict(list)
    for dated in entries:
        buckets[_bucket(dated, rule)].append(dated.event)
    return sum((_bucket_billed(bucket, rule) for bucket in buckets.values()), exact.ZERO)


def weighted(entry: UsageEvent, rule: TimeRule) -> Decimal:
    quantity = entry.quantity
    for weight in rule.weights:
        if entry.dimension(weight.dimension) == weight.value:
            quantity *= weight.factor
    return quantity


def to_step(quantity: Decimal, rule: TimeRule) -> Decimal:
    """To a whole number of steps: up, or to the nearest with a tie going up."""
    if not rule.step:
        return quantity
    steps, rest = divmod(quantity, rule.step)
    up = rest > 0 if rule.direction is Direction.UP else 2 * rest >= rule.step
    return (steps + 1 if up else steps) * rule.step


def _bucket(dated: Dated, rule: TimeRule) -> tuple[str, ...]:
    entry = dated.event
    if rule.per is Per.ENTRY and not _is_visit(entry, rule):
        return (entry.source, entry.event_id)
    return ("ticket and day", entry.dimension("ticket"), dated.day.isoformat())


def _bucket_billed(bucket: list[UsageEvent], rule: TimeRule) -> Decimal:
    if len(bucket) == 1 and bucket[0].entries > 1:
        return _alike_billed(bucket[0], rule)
    total = sum((weighted(entry, rule) for entry in bucket), exact.ZERO)
    rounded = to_step(total, rule)
    if any(_is_visit(entry, rule) for entry in bucket):
        return max(rounded, rule.visit_minimum)
    return rounded


def _alike_billed(entry: UsageEvent, rule: TimeRule) -> Decimal:
    """Of several that are alike, each rounded alone (`cumulating`)."""
    one = replace(entry, quantity=exact.ratio(entry.quantity, Decimal(entry.entries)), entries=1)
    return _bucket_billed([one], rule) * entry.entries


def _is_visit(entry: UsageEvent, rule: TimeRule) -> bool:
    return entry.dimension("work_type") in rule.visits
