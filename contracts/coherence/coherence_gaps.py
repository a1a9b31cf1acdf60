"""Hours of the week in which the SLA runs and a stage does not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from contracts import instant
from contracts.calendars import zone
from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence_chain
from contracts.coherence.coherence_chain import Chain

Span = tuple[int, int]
Weekly = tuple[int, int, int]
WEEK = 7 * instant.DAY
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """From `opens` to `closes`, µs of wall clock since Monday 00:00 in the SLA's zone.

    `times` says in how many weeks of the checked time; a holiday of the stage alone shows once.
    The hour that a clock change repeats is laid over itself, and the one it skips is bridged.
    """

    stage: str
    opens: int
    closes: int
    times: int


def uncovered(sla: Calendar, chain: Chain, start: int, end: int) -> tuple[Gap, ...]:
    """The gaps of each stage in [start, end), stages in order and each one once."""
    visits = ((stage.name, stage.calendar) for stage in coherence_chain.stages(chain))
    return tuple(
        Gap(name, *gap)
        for name, calendar in dict.fromkeys(visits)
        for gap in _weekly(sla, calendar, start, end)
    )


def unstaffed(sla: Calendar, stage: Calendar, start: int, end: int) -> Iterator[Span]:
    """The SLA's open time in [start, end) in which the stage is closed, in order."""
    return without(sla.intervals(start, end), stage.intervals(start, end), start, end)


def without(runs: Sequence[Span], works: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """What is left of `runs` in [start, end) outside of `works`; both sorted and apart."""
    closed = list(zip([start, *(b for _, b in works)], [*(a for a, _ in works), end], strict=True))
    i = j = 0
    while i < len(runs) and j < len(closed):
        opens, closes = max(runs[i][0], closed[j][0]), min(runs[i][1], closed[j][1])
        if opens < closes:
            yield opens, closes
        if runs[i][1] <= closed[j][1]:
            i += 1
        else:
            j += 1


def weekly(spans: Iterable[Span], time_zone: str) -> tuple[Weekly, ...]:
    """Stretches laid over one another as hours of the week, and how often each is met."""
    name = zone.named(time_zone)
    edges: Counter[int] = Counter()
    for opens, closes in spans:
        for begins, ends in _weeks(opens, closes, name):
            edges[begins] += 1
            edges[ends] -= 1
    return tuple(_levels(edges))


@lru_cache(maxsize=256)
def _weekly(sla: Calendar, stage: Calendar, start: int, end: int) -> tuple[Weekly, ...]:
    return weekly(unstaffed(sla, stage, start, end), sla.definition.time_zone)


def _weeks(opens: int, closes: int, name: ZoneInfo) -> Iterator[Span]:
    """The parts of a stretch in each local week, as wall-clock µs of that week."""
    while opens < closes:
        local = instant.at(opens).astimezone(name)
        monday = datetime.combine(local.date() - timedelta(days=local.weekday()), time())
        next_monday = instant.of((monday + timedelta(days=7)).replace(tzinfo=name))
        ends = min(closes, next_monday)
        last = instant.at(ends).astimezone(name).replace(tzinfo=None)
        begin = (local.replace(tzinfo=None) - monday) // _MICROSECOND
        end = min((last - monday) // _MICROSECOND, WEEK)
        # Within a repeated hour the wall clock may show no later time at the end: keep the length.
        yield begin, end if begin < end else begin + ends - opens
        opens = ends


def _levels(edges: Counter[int]) -> Iterator[Weekly]:
    times = 0
    places = sorted(place for place, change in edges.items() if change)
    for opens, closes in pairwise(places):
        times += edges[opens]
        if times:
            yield opens, closes, times
