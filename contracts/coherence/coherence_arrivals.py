"""The share of arrivals that cannot be met, when tickets come more often at some hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from contracts import instant
from contracts.calendars import zone
from contracts.coherence.coherence import Coherence, Span

HOURS_OF_THE_WEEK = 168
_MONDAY = 3  # 1970-01-01 was a Thursday, three days into its week


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many tickets come in each hour of the week, in any unit, from Monday 00:00 on.

    Hours are those of the wall clock in `time_zone`. ValueError unless there are 168 weights of
    0 or more, and one of them more.
    """

    time_zone: str
    weights: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if len(self.weights) != HOURS_OF_THE_WEEK:
            raise ValueError(f"a week has 168 hours: give as many weights, not {len(self.weights)}")
        if min(self.weights) < 0 or not any(self.weights):
            raise ValueError("weights are 0 or more, and at least one is more")


def counted(time_zone: str, came: Iterable[tuple[int, int]]) -> Arrivals:
    """From how many tickets came at which instants. ValueError if none did."""
    weights = [0] * HOURS_OF_THE_WEEK
    for at, many in came:
        weights[_hour(at + zone.offset_at(time_zone, at))] += many
    return Arrivals(time_zone, tuple(map(Fraction, weights)))


def share_missed(result: Coherence, arrivals: Arrivals) -> Fraction:
    """As `Coherence.share_missed`, each instant counting by its hour; 0 where nothing comes."""
    come = _weigh(result.raisable, arrivals)
    return _weigh(result.missed, arrivals) / come if come else Fraction(0)


def _weigh(spans: Iterable[Span], arrivals: Arrivals) -> Fraction:
    spent = [0] * HOURS_OF_THE_WEEK
    for start, end in spans:
        for hour, length in _hours(start, end, arrivals.time_zone):
            spent[hour] += length
    weighed = zip(spent, arrivals.weights, strict=True)
    return sum((length * weight for length, weight in weighed), Fraction(0))


def _hours(start: int, end: int, time_zone: str) -> Iterator[tuple[int, int]]:
    """The hours of the week that a span meets, and for how long each."""
    while start < end:
        part = next(
            part for part in zone.segments(time_zone, instant.at(start).year) if start < part.end
        )
        local = start + part.offset
        until = min(end, part.end, start - local % instant.HOUR + instant.HOUR)
        yield _hour(local), until - start
        start = until


def _hour(local: int) -> int:
    return (local // instant.HOUR + _MONDAY * 24) % HOURS_OF_THE_WEEK
