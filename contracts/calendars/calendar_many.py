"""Many questions about one calendar at once, arrays in and arrays out.

Answers as the single questions do, in about two thirds of the time: for reports, replays and
re-arming after a calendar edit. A batch that the near years do not hold is asked one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add, sub
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from contracts.calendars.calendar import Calendar
    from contracts.calendars.calendar_stretches import Stretches

_FEW: Final = 256
"""Below this many, preparing costs more than it saves."""


def between(calendar: Calendar, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Working time from each start to its end; 0 where the end comes first."""
    _of_one_length(starts, ends)
    near = calendar.near((*starts, *ends)) if len(starts) >= _FEW else None
    if near is None:
        return list(map(calendar.between, starts, ends))
    stretches = near.stretches
    worked = map(sub, stretches.worked_many(ends), stretches.worked_many(starts))
    return [much if much > 0 else 0 for much in worked]


def add_inf(
    calendar: Calendar, starts: Sequence[int], durations: Sequence[int]
) -> list[int | None]:
    """The earliest instant with so much working time since each start."""
    _of_one_length(starts, durations)
    if len(starts) >= _FEW and min(durations) > 0:
        found = _summed(calendar, starts, durations)
        if found is not None:
            return [*found[0].earliest_many(found[1])]
    return list(map(calendar.add_inf, starts, durations))


def add_sup(
    calendar: Calendar, starts: Sequence[int], durations: Sequence[int]
) -> list[int | None]:
    """The latest instant with only so much working time since each start."""
    _of_one_length(starts, durations)
    if len(starts) >= _FEW and min(durations) >= 0:
        found = _summed(calendar, starts, durations)
        if found is not None:
            return [*found[0].latest_many(found[1])]
    return list(map(calendar.add_sup, starts, durations))


def _summed(
    calendar: Calendar, starts: Sequence[int], durations: Sequence[int]
) -> tuple[Stretches, list[int]] | None:
    """F at the instants asked for, and stretches that hold them all, if the near years do."""
    near = calendar.near(starts)
    if near is None:
        return None
    worked = list(map(add, near.stretches.worked_many(starts), durations))
    holding = calendar.near_worked(worked)
    return None if holding is None else (holding.stretches, worked)


def _of_one_length(starts: Sequence[int], others: Sequence[int]) -> None:
    if len(starts) != len(others):
        raise ValueError(f"{len(starts)} starts and {len(others)} of the others: give as many")
