"""How many tickets the coming weeks will bring, from the past ones. Pure.

What is expected of a weekday is the mean of that weekday over the last eight whole weeks, or over
those since the first ticket where they are fewer; a week is the sum of its days. How far that would
have been off for each of the last four weeks, from those before it, says how much to trust it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

LEARNT_FROM: Final = 8
TRIED_ON: Final = 4
AHEAD: Final = 4
WEEK: Final = timedelta(days=7)
REACH: Final = (LEARNT_FROM + TRIED_ON) * WEEK
"""How far back it looks."""


@dataclass(frozen=True, slots=True)
class Week:
    """`days`: what is expected from Monday to Sunday; `came`: how many did, None of what is to
    come."""

    monday: date
    days: tuple[Fraction, ...]
    came: int | None = None

    @property
    def expected(self) -> Fraction:
        return sum(self.days, Fraction())


@dataclass(frozen=True, slots=True)
class Outlook:
    """`tried`: the last weeks, as they would have been expected; `off`: by how many percent of what
    came that was wrong in the mean, None where nothing came. `coming` begins with this week."""

    coming: tuple[Week, ...]
    tried: tuple[Week, ...]
    off: Fraction | None


def outlook(days: Iterable[date], today: date) -> Outlook:
    """`days`: that of each ticket raised in the last `REACH`, where the reader is."""
    counted = Counter(days)
    this = today - timedelta(days=today.weekday())
    first = min(counted, default=this)
    tried = [
        Week(monday, _expected(counted, monday), _came(counted, monday))
        for monday in (this - WEEK * back for back in range(TRIED_ON, 0, -1))
        if monday > first
    ]
    expected = _expected(counted, this)
    coming = tuple(Week(this + WEEK * ahead, expected) for ahead in range(AHEAD))
    return Outlook(coming, tuple(tried), _off(tried))


def _expected(counted: Counter[date], monday: date) -> tuple[Fraction, ...]:
    weeks = _known(counted, monday)
    return tuple(
        Fraction(
            sum(
                counted[monday + timedelta(days=weekday) - WEEK * back]
                for back in range(1, weeks + 1)
            ),
            weeks,
        )
        for weekday in range(7)
    )


def _known(counted: Counter[date], monday: date) -> int:
    """How many whole weeks before that Monday there is anything to learn from, one at least."""
    first = min(counted, default=monday)
    return max(1, min(LEARNT_FROM, -((first - monday) // WEEK)))


def _came(counted: Counter[date], monday: date) -> int:
    return sum(counted[monday + timedelta(days=weekday)] for weekday in range(7))


def _off(tried: Sequence[Week]) -> Fraction | None:
    came = sum(week.came or 0 for week in tried)
    missed = sum(abs(week.expected - (week.came or 0)) for week in tried)
    return Fraction(100 * missed, came) if came else None
