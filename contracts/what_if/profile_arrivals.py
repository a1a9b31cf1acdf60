"""When the tickets of a profile arrive, and which way each goes: drawn evenly, by a seed.

The k-th of n tickets falls at a drawn point of the k-th n-th of the week's weights, so that any
stretch of the week gets its share, and no run of the program another one.
"""

from __future__ import annotations

import functools
import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from contracts import instant
from contracts.calendars import zone
from contracts.coherence import coherence_window
from contracts.what_if.profile import Arrival, Path, Profile

QUARTER: Final = 15 * instant.MINUTE
"""Every zone's offset is a whole number of these."""

_DRAWS: Final = 2**64


class Planned(NamedTuple):
    """One ticket to come; in the order of arrival."""

    at: int
    ticket_id: UUID
    type: str
    priority: str
    path: Path


@functools.lru_cache(maxsize=2)
def planned(profile: Profile, time_zone: str) -> tuple[Planned, ...]:
    """All of its tickets, in the order of arrival."""
    seed = hashlib.sha256(msgspec.json.encode(profile) + time_zone.encode()).digest()
    quarters = list(_quarters(profile, time_zone))
    found = (
        each
        for place, arrival in enumerate(profile.arrivals)
        for each in _arrivals(profile, arrival, quarters, seed + place.to_bytes(4, "big"))
    )
    return tuple(sorted(found, key=lambda each: (each.at, each.ticket_id)))


def _quarters(profile: Profile, time_zone: str) -> Iterator[tuple[int, int]]:
    """Quarters of an hour, each with the local hour of the week that it lies in."""
    start = coherence_window.begins(profile.since, time_zone)
    end = coherence_window.begins(profile.ends, time_zone)
    local = zone.named(time_zone)
    for at in range(start, end, QUARTER):
        wall = instant.at(at).astimezone(local)
        yield at, 24 * wall.weekday() + wall.hour


def _arrivals(
    profile: Profile, arrival: Arrival, quarters: Sequence[tuple[int, int]], seed: bytes
) -> Iterator[Planned]:
    weights = [arrival.weights[hour] for _, hour in quarters]
    ends = list(accumulate(weights))
    count, about = profile.count(arrival), (arrival.type, arrival.priority)
    for number in range(count):
        drawn = hashlib.sha256(seed + number.to_bytes(8, "big")).digest()
        when, which = int.from_bytes(drawn[16:24], "big"), int.from_bytes(drawn[24:], "big")
        place = (number * _DRAWS + when) * ends[-1] * QUARTER // (count * _DRAWS)
        slot = bisect_right(ends, place // QUARTER)
        within = (place - (ends[slot] - weights[slot]) * QUARTER) // weights[slot]
        path = _taken(arrival.paths, Fraction(which, _DRAWS))
        yield Planned(quarters[slot][0] + within, UUID(bytes=drawn[:16]), *about, path)


def _taken(paths: tuple[Path, ...], drawn: Fraction) -> Path:
    reached = Fraction(0)
    for path in paths:
        reached += Fraction(path.share)
        if drawn < reached:
            return path
    return paths[-1]
