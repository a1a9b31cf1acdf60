"""The slow, obvious check: every half minute of arrivals, walked along the wall clock.

Reads calendars in the API's form by itself and shares no code with the room. Right where all
times of day, offsets and allowances are whole minutes: within a minute nothing then opens,
closes or runs out, so that the use is linear there and its middle stands for all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache, partial
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Written = dict[str, object]


@dataclass
class Answer:
    """In minutes; `worst` is the supremum, `attained` the first minute that shows it, if any.
    `raisable` and `missed` are minutes since the start."""

    worst: Fraction
    attained: int | None
    share_missed: Fraction
    raisable: list[int]
    missed: list[int]


class HorizonTooShort(Exception):
    """Some ticket is not done within the time the oracle walks."""


def check(
    sla: tuple[Written, int],
    stages: list[tuple[Written, int]],
    start: datetime,
    days: int,
    horizon_days: int,
    raised_in: Written | None = None,
    *,
    outside: bool = False,
    branches: Sequence[list[tuple[Written, int]]] = (),
) -> Answer:
    """Tickets raised on `days` days from `start` on; allowances in minutes, one per stage.

    `outside`: raised in the minutes that `raised_in` leaves out. After the stages come `branches`
    that start together, of which the last to end counts.
    """
    walk = horizon_days * 1440
    promise = _Walked(sla[0], start, walk)
    chain = [(_Walked(written, start, walk), 2 * minutes) for written, minutes in stages]
    after = [
        [(_Walked(written, start, walk), 2 * minutes) for written, minutes in branch]
        for branch in branches
    ]
    raisable = _open_minutes(raised_in, start, days * 1440) if raised_in else [True] * days * 1440
    used = [_used(promise, chain, after, half) for half in range(2 * days * 1440)]
    minutes = [minute for minute, may in enumerate(raisable) if may is not outside]
    starts = [(Fraction(used[2 * minute], 2), minute) for minute in minutes]
    limits = [Fraction(2 * used[2 * minute + 1] - used[2 * minute], 2) for minute in minutes]
    worst = max([*(use for use, _ in starts), *limits], default=Fraction(0))
    missed = [minute for minute in minutes if used[2 * minute + 1] > 2 * sla[1]]
    return Answer(
        worst,
        next((minute for use, minute in starts if use == worst), None),
        Fraction(len(missed), max(len(minutes), 1)),
        minutes,
        missed,
    )


class _Walked:
    """Half minutes worked before each half minute, and the last one with so many before it."""

    def __init__(self, written: Written, start: datetime, minutes: int) -> None:
        self.before = [0]
        for is_open in _open_minutes(written, start, minutes):
            self.before += [self.before[-1] + is_open, self.before[-1] + 2 * is_open]
        self.last = {worked: half for half, worked in enumerate(self.before)}

    def add_sup(self, half: int, halves: int) -> int:
        """The latest half minute with no more than `halves` worked since that one."""
        worked = self.before[half] + halves
        if worked >= self.before[-1]:
            raise HorizonTooShort
        return self.last[worked]


_Walk = list[tuple[_Walked, int]]


def _used(promise: _Walked, chain: _Walk, branches: list[_Walk], raised: int) -> int:
    at = _done(chain, raised)
    at = max([at, *(_done(branch, at) for branch in branches)])
    return promise.before[at] - promise.before[raised]


def _done(chain: _Walk, at: int) -> int:
    for stage, halves in chain:
        at = stage.add_sup(at, halves)
    return at


def _open_minutes(written: Written, start: datetime, minutes: int) -> list[bool]:
    zone, utc = ZoneInfo(str(written["time_zone"])), start.astimezone(UTC)
    shown = (
        zone.fromutc((utc + timedelta(minutes=n)).replace(tzinfo=zone)) for n in range(minutes)
    )
    open_on = cache(partial(_open_on, written))
    return [open_on(local.date())[local.hour * 60 + local.minute] for local in shown]


def _open_on(written: Written, day: date) -> list[bool]:
    """For each minute of the wall clock on that date, whether it is open."""
    shown = day.isoformat()
    overrides, breaks = written.get("overrides", {}), written.get("breaks", {})
    if shown in overrides:
        intervals = overrides[shown]
    elif shown in written.get("holidays", ()) or shown[5:] in written.get("yearly_holidays", ()):
        intervals = []
    else:
        intervals = written.get("week", {}).get(DAYS[day.weekday()], [])
    clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440)]
    return [_within(at, intervals) and not _within(at, breaks.get(shown, [])) for at in clock]


def _within(clock: str, intervals: list[list[str]]) -> bool:
    return any(opens <= clock < closes for opens, closes in intervals)
