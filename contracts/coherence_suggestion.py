"""The single changes to a chain that would close its shortfall, the smallest first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from contracts import coherence, coherence_chain, coherence_gaps
from contracts.calendar import Calendar
from contracts.coherence import Coherence, Promise
from contracts.coherence_chain import Chain, Stage
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


@dataclass(frozen=True, slots=True)
class _Case:
    sla: Promise
    chain: Chain
    start: int
    end: int
    raised_in: Calendar | None

    def check(self) -> Coherence:
        return coherence.check(self.sla, self.chain, self.start, self.end, self.raised_in)

    def met(self, raised: int) -> bool:
        """Whether a ticket raised at that instant is done within the target."""
        _, done = coherence_chain.course(self.chain, raised)
        return done is not None and self.sla.calendar.between(raised, done) <= self.sla.allowance

    def with_stage(self, old: Stage, new: Stage) -> "_Case":
        return replace(self, chain=coherence_chain.exchange(self.chain, old, new))


def suggest(
    sla: Promise, chain: Chain, start: int, end: int, raised_in: Calendar | None = None
) -> Change | None:
    """The smallest of `changes`; None if the chain is coherent or no single change makes it so."""
    return next(iter(changes(sla, chain, start, end, raised_in)), None)


def changes(
    sla: Promise, chain: Chain, start: int, end: int, raised_in: Calendar | None = None
) -> tuple[Change, ...]:
    """For each stage the least reduction and the SLA's hours, and the least lift of the target.

    Only those that suffice alone, ordered by `size`; none if the chain is coherent as it stands.
    """
    case = _Case(sla, chain, start, end, raised_in)
    result = case.check()
    if result.coherent:
        return ()
    found = [*_lifted(case, result)]
    for stage in dict.fromkeys(coherence_chain.stages(chain)):
        found += [*_reduced(case, stage, result), *_widened(case, stage)]
    return tuple(sorted(found, key=lambda change: (change.size is None, change.size or 0)))


def _lifted(case: _Case, result: Coherence) -> Iterator[Change]:
    if result.worst is not None:
        target = -(-result.worst // MINUTE) * MINUTE
        by = target - case.sla.allowance
        yield Change(Kind.LIFT_TARGET, None, target, by, _part(by, case.sla.allowance))


def _reduced(case: _Case, stage: Stage, result: Coherence) -> Iterator[Change]:
    """Each witness bounds the allowance from above; the bound that a full check passes is it.

    A smaller allowance never makes any ticket late, so what no witness allows need not be tried.
    """
    allowance = stage.allowance
    while not result.coherent:
        witness = result.witness
        most = None if witness is None else _most(case, stage, allowance, witness.raised)
        if most is None:
            return
        allowance = most
        result = case.with_stage(stage, replace(stage, allowance=allowance)).check()
    by = stage.allowance - allowance
    yield Change(Kind.REDUCE_ALLOWANCE, stage.name, allowance, by, _part(by, stage.allowance))


def _most(case: _Case, stage: Stage, below: int, raised: int) -> int | None:
    """The most whole minutes, less than `below`, with which this one ticket is met."""

    def met(minutes: int) -> bool:
        shorter = replace(stage, allowance=minutes * MINUTE)
        return case.with_stage(stage, shorter).met(raised)

    low, high = 0, -(-below // MINUTE)
    if high == 0 or not met(0):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if met(middle) else (low, middle)
    return low * MINUTE


def _widened(case: _Case, stage: Stage) -> Iterator[Change]:
    sla, start, end = case.sla.calendar, case.start, case.end
    by = sum(
        closes - opens
        for opens, closes in coherence_gaps.unstaffed(sla, stage.calendar, start, end)
    )
    if by and case.with_stage(stage, replace(stage, calendar=sla)).check().coherent:
        works = stage.calendar.between(start, end)
        yield Change(Kind.WIDEN_CALENDAR, stage.name, None, by, _part(by, works))


def _part(by: int, of: int) -> Fraction | None:
    return Fraction(by, of) if of else None
