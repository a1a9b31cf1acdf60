"""The single changes to a chain that would close its shortfall, the smallest first."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import partial

from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence, coherence_chain, coherence_gaps
from contracts.coherence.coherence import Coherence, Promise, Span
from contracts.coherence.coherence_chain import Chain, Stage
from contracts.instant import MINUTE


class Kind(StrEnum):
    REDUCE_ALLOWANCE = "reduce_allowance"
    WIDEN_CALENDAR = "widen_calendar"
    LIFT_TARGET = "lift_target"


@dataclass(frozen=True, slots=True)
class Change:
    """One change that alone makes the chain coherent.

    `to` is the new allowance of `stage`, or the new target where `stage` is None: whole minutes,
    in µs, and the nearest that does; it is None where the stage takes on the SLA's calendar.
    `by` is how far that moves the allowance or target, or for a calendar the working time the
    stage gains in the checked time, all in µs. `size` is `by` as a part of what stood before,
    which makes unlike changes comparable; None where nothing did.
    """

    kind: Kind
    stage: str | None
    to: int | None
    by: int
    size: Fraction | None


_POINTS = 16
"""Late arrivals tried one by one before all of them are followed: most changes fail at one."""


@dataclass(frozen=True, slots=True)
class _Case:
    sla: Promise
    chain: Chain
    start: int
    end: int
    now: Coherence

    def missed(self, old: Stage, new: Stage, arrivals: tuple[Span, ...]) -> tuple[Span, ...]:
        return coherence.missed(self.sla, coherence_chain.exchange(self.chain, old, new), arrivals)

    def fits(self, old: Stage, new: Stage, points: Iterable[int]) -> bool:
        """Whether tickets raised at these instants would all be in time."""
        chain = coherence_chain.exchange(self.chain, old, new)
        return all(self._in_time(chain, raised) for raised in points)

    def _in_time(self, chain: Chain, raised: int) -> bool:
        _, done = coherence_chain.course(chain, raised)
        hours = self.sla.calendar
        return done is not None and hours.worked(done) - hours.worked(raised) <= self.sla.allowance


_Way = Callable[[Fraction | None], Change | None]
"""Finds the least change of one kind, if it is smaller than that size."""


def suggest(
    sla: Promise,
    chain: Chain,
    start: int,
    end: int,
    raised_in: Calendar | None = None,
    *,
    now: Coherence | None = None,
) -> Change | None:
    """The first of `changes`, without looking for the others; None if there is none. `now` is
    what the check found already."""
    best: Change | None = None
    now = now or coherence.check(sla, chain, start, end, raised_in)
    for way in _ways(_Case(sla, chain, start, end, now)):
        best = way(best.size if best else None) or best
    return best


def changes(
    sla: Promise, chain: Chain, start: int, end: int, raised_in: Calendar | None = None
) -> tuple[Change, ...]:
    """The least lift of the target, and for each stage the SLA's hours and the least reduction.

    Only those that suffice alone, ordered by `size`; none if the chain is coherent as it stands.
    """
    now = coherence.check(sla, chain, start, end, raised_in)
    found = [way(None) for way in _ways(_Case(sla, chain, start, end, now))]
    able = [change for change in found if change is not None]
    return tuple(sorted(able, key=lambda change: (change.size is None, change.size or 0)))


def _ways(case: _Case) -> Iterator[_Way]:
    if case.now.coherent:
        return
    yield partial(_lifted, case)
    stages = tuple(dict.fromkeys(coherence_chain.stages(case.chain)))
    yield from (partial(_widened, case, stage) for stage in stages)
    yield from (partial(_reduced, case, stage) for stage in stages)


def _lifted(case: _Case, smaller_than: Fraction | None) -> Change | None:
    if case.now.worst is None:
        return None
    target = -(-case.now.worst // MINUTE) * MINUTE
    by = target - case.sla.allowance
    change = Change(Kind.LIFT_TARGET, None, target, by, _part(by, case.sla.allowance))
    return change if _is_smaller(change.size, smaller_than) else None


def _widened(case: _Case, stage: Stage, smaller_than: Fraction | None) -> Change | None:
    sla, window = case.sla.calendar, (case.start, case.end)
    gaps = coherence_gaps.unstaffed(sla, stage.calendar, *window)
    by = sum(closes - opens for opens, closes in gaps)
    size = _part(by, stage.calendar.between(*window))
    if not by or not _is_smaller(size, smaller_than):
        return None
    # Hours the stage has beyond the SLA's are lost: arrivals that were met may now be missed.
    moved = replace(stage, calendar=sla)
    if not case.fits(stage, moved, _points(case.now.missed)):
        return None
    if case.missed(stage, moved, case.now.raisable):
        return None
    return Change(Kind.WIDEN_CALENDAR, stage.name, None, by, size)


def _reduced(case: _Case, stage: Stage, smaller_than: Fraction | None) -> Change | None:
    """The most whole minutes with which some late arrivals fit bound those with which all do:
    lowered to what the arrivals allow that are late even then, until there are none.

    Less allowance never makes a ticket late, so only arrivals missed with more are looked at.
    """
    least, late = _least_minutes(stage, smaller_than), case.now.missed
    minutes = -(-stage.allowance // MINUTE) - 1
    while late and minutes >= least:
        minutes = _most_minutes(case, stage, least, minutes, _points(late))
        if minutes < least:
            break
        late = case.missed(stage, _shortened(stage, minutes), late)
        minutes -= bool(late)
    if minutes < least:
        return None
    by = stage.allowance - minutes * MINUTE
    return Change(
        Kind.REDUCE_ALLOWANCE, stage.name, minutes * MINUTE, by, _part(by, stage.allowance)
    )


def _most_minutes(case: _Case, stage: Stage, least: int, most: int, points: Sequence[int]) -> int:
    """The most of `least` to `most` with which these arrivals fit; one below `least` for none."""
    fit, too_many = least - 1, most + 1
    while too_many - fit > 1:
        # The ends first: either settles it where nothing, or nearly everything, is enough.
        middle = least if fit < least else (fit + too_many) // 2
        if case.fits(stage, _shortened(stage, middle), points):
            fit = middle
        elif middle == least:
            return least - 1
        else:
            too_many = middle
    return fit


def _points(spans: Sequence[Span]) -> tuple[int, ...]:
    """Instants well inside some of the spans, spread over all of them."""
    step = max(1, len(spans) // _POINTS)
    return tuple((start + end) // 2 for start, end in spans[::step])


def _least_minutes(stage: Stage, smaller_than: Fraction | None) -> int:
    """The fewest whole minutes that cut less than that part off the stage's allowance."""
    if smaller_than is None or smaller_than > 1:
        return 0
    return math.floor(stage.allowance * (1 - smaller_than) / MINUTE) + 1


def _shortened(stage: Stage, minutes: int) -> Stage:
    return replace(stage, allowance=minutes * MINUTE)


def _is_smaller(size: Fraction | None, than: Fraction | None) -> bool:
    return than is None or (size is not None and size < than)


def _part(by: int, of: int) -> Fraction | None:
    return Fraction(by, of) if of else None
