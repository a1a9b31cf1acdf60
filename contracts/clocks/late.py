"""Alarms recorded ahead of what is heard only now.

A clock's timer may have fired before a message that came earlier is handled. What was recorded
from then on is taken back before the fact is folded in, and found again after it, or not.
"""

from __future__ import annotations

from msgspec.structs import replace

from contracts.clocks.clock_state import Clock


def as_of(clock: Clock, at: int) -> Clock:
    """The clock before any alarm from `at` on was recorded; no event of it lies after `at`.

    A breach at its very instant is taken back too: completed exactly then, a target is met.
    """
    return replace(
        clock,
        warnings=tuple(warned for warned in clock.warnings if warned.at < at),
        misses=tuple(miss for miss in clock.misses if miss.at < at or miss.caused_by_change),
    )


def seen_until(clock: Clock) -> int | None:
    """Up to where its alarms were recorded, as far as that shows."""
    alarms = [*(warned.at for warned in clock.warnings), *(miss.at for miss in clock.misses)]
    return max(alarms) + 1 if alarms else None
