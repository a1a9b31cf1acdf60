"""A profile: the tickets that so many people would raise, where there is no history to live again.

How often, when in the week and how they are worked are assumptions that whoever asks states, and
answers for. The draw is seeded by the profile itself: the same profile gives the same tickets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msgspec import Struct

from contracts.agreements import agreed
from underpin.kernel.errors import Malformed

HOURS_A_WEEK: Final = 168
MOST_TICKETS: Final = 20_000
"""Drawing more at once would keep alarms waiting."""
LONGEST_WEEKS: Final = 104
LONGEST_MINUTES: Final = 366 * 24 * 60
TIERS: Final = (1, 2, 3)


class TierWork(Struct, frozen=True, forbid_unknown_fields=True):
    """So many minutes with that tier, of the hours in which it works."""

    tier: int
    minutes: int


class Path(Struct, frozen=True, forbid_unknown_fields=True):
    """How a share of the tickets goes: answered after `response_minutes` in the hours of its first
    tier, then worked by each tier in turn. `client_minutes`: before the last of them the client is
    asked, and answers after so much time, round the clock."""

    share: Decimal
    response_minutes: int
    tiers: tuple[TierWork, ...]
    client_minutes: int = 0


class Arrival(Struct, frozen=True, forbid_unknown_fields=True):
    """Tickets of one type and priority that each user raises in a week, on average.

    `hours`: a weight for each hour of the client's local week, Monday 00:00 first; none given, all
    alike. The shares of the paths come to 1.
    """

    type: str
    priority: str
    per_user_week: Decimal
    paths: tuple[Path, ...]
    hours: tuple[int, ...] = ()

    @property
    def weights(self) -> tuple[int, ...]:
        return self.hours or (1,) * HOURS_A_WEEK


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """So many users over `weeks` weeks from local midnight of `since`."""

    users: int
    since: date
    weeks: int
    arrivals: tuple[Arrival, ...]

    def count(self, arrival: Arrival) -> int:
        """How many tickets that comes to, rounded half up."""
        return int(Fraction(arrival.per_user_week) * self.users * self.weeks + Fraction(1, 2))

    @property
    def ends(self) -> date:
        """The first day after it."""
        return self.since + timedelta(days=7 * self.weeks)

    @property
    def total(self) -> int:
        return sum(map(self.count, self.arrivals))


def check(profile: Profile) -> None:
    """Raises Malformed naming the first field that cannot be meant."""
    for field, wrong in _wrong(profile):
        raise Malformed(f"profile.{field}: {wrong}.", field=f"profile.{field}")


def _wrong(profile: Profile) -> Iterator[tuple[str, str]]:
    if profile.users < 1:
        yield "users", "one at least"
    if not 1 <= profile.weeks <= LONGEST_WEEKS:
        yield "weeks", f"1 to {LONGEST_WEEKS}"
    for place, arrival in enumerate(profile.arrivals):
        yield from ((f"arrivals[{place}].{name}", wrong) for name, wrong in _arrival(arrival))
    if not 1 <= profile.total <= MOST_TICKETS:
        yield "arrivals", f"they come to {profile.total} tickets; 1 to {MOST_TICKETS} can be lived"


def _arrival(arrival: Arrival) -> Iterator[tuple[str, str]]:
    if arrival.type not in agreed.TYPES:
        yield "type", f"one of {', '.join(agreed.TYPES)}"
    if arrival.priority not in agreed.PRIORITIES:
        yield "priority", f"one of {', '.join(agreed.PRIORITIES)}"
    if not (arrival.per_user_week.is_finite() and 0 <= arrival.per_user_week <= 1000):
        yield "per_user_week", "0 to 1000"
    if len(arrival.weights) != HOURS_A_WEEK or min(arrival.weights) < 0 or not any(arrival.weights):
        yield "hours", f"{HOURS_A_WEEK} weights of 0 or more, or none"
    yield from _paths(arrival.paths)


def _paths(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    shares = [path.share for path in paths]
    if not all(share.is_finite() and share > 0 for share in shares) or sum(shares) != 1:
        yield "paths", "shares above 0 that come to exactly 1"
    for place, path in enumerate(paths):
        minutes = [path.response_minutes, path.client_minutes, *(one.minutes for one in path.tiers)]
        if not all(0 <= each <= LONGEST_MINUTES for each in minutes):
            yield f"paths[{place}]", f"minutes from 0 to {LONGEST_MINUTES}"
        if not path.tiers or any(one.tier not in TIERS for one in path.tiers):
            yield f"paths[{place}].tiers", "one at least, each of tier 1, 2 or 3"
