"""One rule of a credit schedule, in one of its forms, and what it owes for a period (PRACTICE 29).

Percentages are human ones (99.5), shares are fractions of 1; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Final, Literal

from contracts.instant import MINUTE

NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Band:
    """`credit` percent of the basis for an attainment between two percentages, each bound
    expressly in or out."""

    low: Decimal
    low_included: bool
    high: Decimal
    high_included: bool
    credit: Decimal

    def holds(self, percent: Fraction) -> bool:
        above = percent >= self.low if self.low_included else percent > self.low
        return above and (percent <= self.high if self.high_included else percent < self.high)


@dataclass(frozen=True, slots=True)
class Step:
    """`credit` percent of the basis for an attainment below `below`; the lowest step that applies
    stands instead of those above it."""

    below: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class PerUnit:
    """`credit` percent of the basis per unit missed: per `size` minutes over the target, per
    `size` percent under the commitment, per `size` tickets missed."""

    unit: Literal["minute", "percent", "ticket"]
    counted: Literal["started", "completed"]
    credit: Decimal
    size: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule about a metric, in exactly one of three forms. Types and priorities: none named,
    all meant. An attainment of `commitment` percent or more owes nothing. `monotone`: a worse
    attainment never owes less."""

    metric: str
    commitment: Decimal = Decimal(100)
    priorities: tuple[str, ...] = ()
    ticket_types: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    steps: tuple[Step, ...] = ()
    per_unit: PerUnit | None = None
    monotone: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """What a period came to for one metric, type and priority: `kept` of `counted` tickets (for
    availability: microseconds), and by how much working time each miss was over, in
    microseconds. `counted` 0: nothing to judge, or kept by a small-sample clause."""

    metric: str
    kept: int
    counted: int
    overs_us: tuple[int | Fraction, ...] = ()
    ticket_type: str = ""
    priority: str = ""

    def under(self, clause: Clause) -> bool:
        return (
            self.metric == clause.metric
            and (not clause.priorities or self.priority in clause.priorities)
            and (not clause.ticket_types or self.ticket_type in clause.ticket_types)
        )


def at(attainment: Fraction, metric: str, ticket_type: str = "", priority: str = "") -> Measured:
    """A share of which only the value is known."""
    return Measured(
        *(metric, attainment.numerator, attainment.denominator),
        ticket_type=ticket_type,
        priority=priority,
    )


def owed(clause: Clause, found: Sequence[Measured]) -> Fraction:
    """Percent of the basis under one clause alone; zero where it was kept."""
    if clause.per_unit is not None and clause.per_unit.unit != "percent":
        return _by_unit(clause.per_unit, found)
    attained = attainment(found)
    if attained is None or 100 * attained >= clause.commitment:
        return NOTHING
    if clause.per_unit is not None:
        under = Fraction(clause.commitment) - 100 * attained
        return _times(clause.per_unit, under)
    return _at(clause, 100 * attained)


def attainment(found: Iterable[Measured]) -> Fraction | None:
    """The share kept of all that counts; None when nothing does."""
    judged = list(found)
    counted = sum(each.counted for each in judged)
    return Fraction(sum(each.kept for each in judged), counted) if counted else None


def _at(clause: Clause, percent: Fraction) -> Fraction:
    if clause.steps:
        _, credit = min((step.below, step.credit) for step in clause.steps if percent < step.below)
        return Fraction(credit)
    return Fraction(next(band.credit for band in clause.bands if band.holds(percent)))


def _by_unit(form: PerUnit, found: Sequence[Measured]) -> Fraction:
    if form.unit == "ticket":
        return _times(form, Fraction(sum(each.counted - each.kept for each in found)))
    overs = (Fraction(over, MINUTE) for each in found for over in each.overs_us if over > 0)
    return sum((_times(form, over) for over in overs), NOTHING)


def _times(form: PerUnit, amount: Fraction) -> Fraction:
    units = amount / Fraction(form.size)
    return Fraction(form.credit) * (ceil(units) if form.counted == "started" else floor(units))
