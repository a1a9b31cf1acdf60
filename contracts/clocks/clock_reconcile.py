"""What a late fact changes: the clock as it was believed against the clock as it is."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.clocks.clock_state import Clock, Miss, Warned


@dataclass(frozen=True, slots=True)
class Moved:
    """A breach that stands, but at another instant than was recorded."""

    recorded: Miss
    found: Miss


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`withdrawn`: breaches recorded that the facts no longer support. `found`: new ones.

    `warned`: warnings that are due now and were not; what was done at others stays done.
    """

    withdrawn: tuple[Miss, ...]
    found: tuple[Miss, ...]
    moved: tuple[Moved, ...]
    warned: tuple[Warned, ...]


def reconcile(before: Clock, after: Clock) -> Reconciliation:
    """Both clocks as of one instant (`clock.advance`); a lap has at most one standing breach."""
    old, new = _standing(before), _standing(after)
    return Reconciliation(
        withdrawn=_of(old, lambda lap: lap not in new),
        found=_of(new, lambda lap: lap not in old),
        moved=tuple(
            Moved(old[lap], new[lap])
            for lap in sorted(old.keys() & new.keys())
            if old[lap].at != new[lap].at
        ),
        warned=tuple(w for w in after.warnings if _threshold(w) not in _thresholds(before)),
    )


def _standing(clock: Clock) -> dict[int, Miss]:
    return {miss.lap: miss for miss in clock.misses if miss.stands}


def _of(misses: dict[int, Miss], chosen: Callable[[int], bool]) -> tuple[Miss, ...]:
    return tuple(misses[lap] for lap in sorted(misses) if chosen(lap))


def _thresholds(clock: Clock) -> set[tuple[int, int, int, int, str]]:
    return {_threshold(warned) for warned in clock.warnings}


def _threshold(warned: Warned) -> tuple[int, int, int, int, str]:
    """The warning without its instant, which a late fact may have shifted."""
    held_to = warned.duration, warned.calendar_version
    return warned.percent, warned.epoch, warned.lap, *held_to
