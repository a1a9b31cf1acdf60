"""What a period's misses are worth under a version's credit schedule (PRACTICE 29).

What comes out is an entitlement in percent of a basis, unrounded: billing makes money of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from contracts.agreements import credit_clause
from contracts.agreements.credit_clause import NOTHING, Clause, Measured

Basis = Literal["service_fee", "net_invoice", "day_charge"]
Period = Literal["month", "quarter", "year"]
Right = Literal["terminate", "higher_percent"]


@dataclass(frozen=True, slots=True)
class Cap:
    """No more than `percent` of a basis over a period; None: the schedule's own."""

    percent: Decimal
    basis: Basis | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class InARow:
    """After `periods` missed one after the other: the right to leave with `notice_days`, or no
    less than `percent` of the basis. `within`: they lie within so many periods."""

    periods: int
    right: Right
    percent: Decimal | None = None
    notice_days: int | None = None
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """`on_claim_days` None: automatic; else claimed within so many days of the period's end.
    `cumulation` is between clauses: the units of one clause always add up. What comes to less
    than `minimum` percent is not due."""

    basis: Basis
    clauses: tuple[Clause, ...]
    period: Period = "month"
    basis_of: Literal["same_period", "previous_period"] = "same_period"
    on_claim_days: int | None = None
    cumulation: Literal["largest", "sum"] = "largest"
    caps: tuple[Cap, ...] = ()
    minimum: Decimal = Decimal(0)
    in_a_row: InARow | None = None
    nature: Literal["price_reduction", "penalty"] = "price_reduction"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """`percent` of the basis (12 is 12 %; of a day's charge 200 is two days). `by_clause` in the
    schedule's order, before cumulation and caps. `open_caps` are of another basis or period and
    bind whoever knows the amounts. `right` was reached by misses in a row."""

    percent: Fraction
    basis: Basis
    by_clause: tuple[Fraction, ...]
    open_caps: tuple[Cap, ...] = ()
    right: InARow | None = None


def due(schedule: Schedule, found: Sequence[Measured], in_a_row: int = 0) -> Entitlement | None:
    """What a period earns, or None. `in_a_row`: periods missed without a break, this one among
    them. Measures that fall under one clause are judged together."""
    by_clause = tuple(
        credit_clause.owed(clause, [each for each in found if each.under(clause)])
        for clause in schedule.clauses
    )
    right = _right(schedule, in_a_row)
    together = max(by_clause, default=NOTHING)
    if schedule.cumulation == "sum":
        together = sum(by_clause, NOTHING)
    percent = _bounded(schedule, _raised(together, right))
    if not percent and right is None:
        return None
    caps = tuple(cap for cap in schedule.caps if not _is_own(schedule, cap))
    return Entitlement(percent, schedule.basis, by_clause, caps, right)


def _right(schedule: Schedule, in_a_row: int) -> InARow | None:
    clause = schedule.in_a_row
    return clause if clause is not None and in_a_row >= clause.periods else None


def _raised(percent: Fraction, right: InARow | None) -> Fraction:
    if right is None or right.percent is None:
        return percent
    return max(percent, Fraction(right.percent))


def _bounded(schedule: Schedule, percent: Fraction) -> Fraction:
    caps = (Fraction(cap.percent) for cap in schedule.caps if _is_own(schedule, cap))
    capped = min((percent, *caps))
    return NOTHING if capped < Fraction(schedule.minimum) else capped


def _is_own(schedule: Schedule, cap: Cap) -> bool:
    return cap.basis in (None, schedule.basis) and cap.period in (None, schedule.period)
