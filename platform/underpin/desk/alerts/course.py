"""An alert's own course: when it fired and when it was over, as far as we have heard. Pure.

It is a set of points, of which the newest are kept, so that what is heard twice or in another order
leaves the same course. The newest point says how it stands; at one instant, being over counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from underpin.desk.alerts.told import Told

KEPT: Final = 60


@dataclass(frozen=True, order=True, slots=True)
class Point:
    at: datetime
    over: bool


Course = tuple[Point, ...]


def point(told: Told, received_at: datetime) -> Point:
    """When this happened: as the tool says, but not in a time to come; when it reached us where the
    tool does not say."""
    return Point(min(told.at or received_at, received_at), not told.firing)


def heard(course: Course, points: Iterable[Point]) -> Course:
    """The course with these in it, in order, the newest KEPT of them."""
    return tuple(sorted({*course, *points})[-KEPT:])


def fires(course: Course) -> bool:
    return bool(course) and not course[-1].over


def changes(course: Course, since: datetime) -> int:
    """How often it changed after `since`, the first firing not counted."""
    return sum(one.over != other.over and other.at > since for one, other in pairwise(course))


def newest(one: Told, other: Told) -> Told:
    """Of two tellings of one alert, the one whose words stand: the later, and of two at one time
    the same whichever came first. One that fires tells more than one that says it is over."""
    return max(one, other, key=_standing)


def _standing(told: Told) -> tuple[bool, str, str]:
    return told.firing, told.at.isoformat() if told.at else "", repr(told)
