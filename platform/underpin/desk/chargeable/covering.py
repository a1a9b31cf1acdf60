"""Which chargeable minutes a client has agreed to, and which wait for an accepted estimate. Pure.

A technician's entry is never refused (PRACTICE 34): what is not covered waits (PRACTICE 32).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final, Literal
from uuid import UUID

HOUR: Final = 60
Source = Literal["fixed_price", "estimate", "own_limit", "contract", "nothing"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """`minutes` None: as many as it takes."""

    minutes: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is known of a ticket. `estimates`: the minutes of each that was accepted, None for a
    fixed price. `limit` is the requester's in the currency of `hourly_rate`; None where they have
    none. `is_covered`: a contract covers the ticket (PRACTICE 9)."""

    estimates: tuple[int | None, ...] = ()
    limit: Decimal | None = None
    hourly_rate: Decimal | None = None
    is_covered: bool = True


def allowance(agreed: Agreed) -> Allowance:
    """Accepted estimates add up, and a fixed price pays for all; without any, what the requester
    may spend themselves. Where no rate is set nothing can be held against a limit: then work under
    a contract is covered, and work out of contract is not."""
    if None in agreed.estimates:
        return Allowance(None, "fixed_price")
    accepted = sum(each for each in agreed.estimates if each is not None)
    own = _own(agreed)
    if agreed.estimates and accepted >= (own or 0):
        return Allowance(accepted, "estimate")
    if own is not None:
        return Allowance(own, "own_limit")
    if agreed.is_covered:
        return Allowance(None, "contract")
    return Allowance(0, "nothing")


def _own(agreed: Agreed) -> int | None:
    """Whole minutes that the requester's limit pays for; None where no rate is set."""
    if agreed.hourly_rate is None:
        return None
    minutes = (agreed.limit or Decimal(0)) * HOUR / agreed.hourly_rate
    return int(minutes.to_integral_value(ROUND_FLOOR))


@dataclass(frozen=True, slots=True)
class Entry:
    """Chargeable minutes, in the order in which they were worked."""

    id: UUID
    minutes: int
    is_posted: bool = False


def waiting(allowed: Allowance, entries: Sequence[Entry]) -> frozenset[UUID]:
    """Those that the allowance does not reach: posted ones came first, and of the others each that
    still fits is covered."""
    if allowed.minutes is None:
        return frozenset()
    left = allowed.minutes - sum(_minutes(entries, is_posted=True))
    over = set[UUID]()
    for entry in entries:
        if entry.is_posted:
            continue
        if entry.minutes <= left:
            left -= entry.minutes
        else:
            over.add(entry.id)
    return frozenset(over)


def short_of(allowed: Allowance, entries: Sequence[Entry]) -> int:
    """How many minutes more would have to be agreed to for all of them."""
    if allowed.minutes is None:
        return 0
    return max(0, sum(each.minutes for each in entries) - allowed.minutes)


def _minutes(entries: Iterable[Entry], *, is_posted: bool) -> list[int]:
    return [each.minutes for each in entries if each.is_posted == is_posted]
