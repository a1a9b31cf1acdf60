"""Does the chain of stages keep what the SLA promises, whenever a ticket may be raised?

Every stage (a tier under its OLA, a vendor under its UC) uses all the time it is allowed; the
chain is coherent when even then no arrival uses more of the SLA's time than the target. The
supremum over all arrivals is the tightest promise this chain can keep. Exact: instants are µs
since the Unix epoch (UTC), durations µs of working time on the named calendar.

Alternatives (solved by L1, or handed on) are a check each: `coherence_verdict` takes the worst.
"""

from dataclasses import dataclass
from fractions import Fraction

from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence_chain, coherence_gaps, coherence_hours, coherence_pieces
from contracts.coherence import coherence_use as use
from contracts.coherence.coherence_chain import Chain, Hold
from contracts.coherence.coherence_gaps import Gap
from contracts.coherence.coherence_pieces import Piece

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Promise:
    """What the SLA allows: `allowance` µs of its calendar's working time."""

    calendar: Calendar
    allowance: int


@dataclass(frozen=True, slots=True)
class Witness:
    """A ticket that shows the worst case; `done` is None when its chain never ends.

    Not `attained`: the worst case is a limit that arrivals near but do not reach; this one is
    the last µs before it, and uses 1 µs less.
    """

    raised: int
    done: int | None
    attained: bool
    timeline: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class Coherence:
    """The result of the check, in µs of the SLA's working time.

    `worst` is the tightest promise this chain keeps and `slack` what the target leaves above it
    (below 0: the shortfall); both are None when some arrival's chain never ends. `missed` are the
    arrivals that cannot be met, out of the `raisable` ones; `sum_rule` is the plain sum of all
    allowances, which is what holds when the client pauses at the worst moments. Where no ticket
    may be raised the worst case is 0 and has no witness.
    """

    target: int
    worst: int | None
    witness: Witness | None
    raisable: tuple[Span, ...]
    missed: tuple[Span, ...]
    sum_rule: int
    uncovered: tuple[Gap, ...]

    @property
    def coherent(self) -> bool:
        return self.worst is not None and self.worst <= self.target

    @property
    def slack(self) -> int | None:
        return None if self.worst is None else self.target - self.worst

    @property
    def share_missed(self) -> Fraction:
        """The part of the time in which tickets may be raised whose tickets cannot be met."""
        return Fraction(_length(self.missed), max(_length(self.raisable), 1))


def check(
    sla: Promise, chain: Chain, start: int, end: int, raised_in: Calendar | None = None
) -> Coherence:
    """Judge the chain for tickets raised in [start, end), in the hours of `raised_in` if given."""
    whole = ((start, end),) if start < end else ()
    raisable = whole if raised_in is None else tuple(raised_in.intervals(start, end))
    return of_arrivals(sla, chain, raisable, start, end)


def of_arrivals(
    sla: Promise, chain: Chain, raisable: tuple[Span, ...], start: int, end: int
) -> Coherence:
    """The same for these arrivals of [start, end): spans in order, apart, and none of no length."""
    uses, never = _follow(sla.calendar, chain, raisable)
    highest = use.highest(uses)
    return Coherence(
        target=sla.allowance,
        worst=None if never else highest.used if highest else 0,
        witness=_witness(chain, highest, never),
        raisable=raisable,
        missed=(*use.exceeding(uses, sla.allowance), *never),
        sum_rule=coherence_chain.total(chain),
        uncovered=coherence_gaps.uncovered(sla.calendar, chain, start, end),
    )


def missed(sla: Promise, chain: Chain, raisable: tuple[Span, ...]) -> tuple[Span, ...]:
    """The arrivals out of these that cannot be met; none exactly when the chain is coherent."""
    uses, never = _follow(sla.calendar, chain, raisable)
    return (*use.exceeding(uses, sla.allowance), *never)


def _follow(
    sla: Calendar, chain: Chain, raisable: tuple[Span, ...]
) -> tuple[list[use.Use], tuple[Span, ...]]:
    """What the arrivals use of the SLA's time, and those whose chain never ends."""
    pieces = coherence_chain.follow(coherence_pieces.raised(raisable), chain)
    return list(use.used(pieces, sla)), _never(pieces, raisable)


def _never(pieces: list[Piece], raisable: tuple[Span, ...]) -> tuple[Span, ...]:
    """The arrivals whose chain never ends: those after the last piece, for E never falls."""
    ended = pieces[-1].until if pieces else -coherence_hours.FOREVER
    return tuple((max(start, ended), end) for start, end in raisable if end > ended)


def _witness(chain: Chain, highest: use.Highest | None, never: tuple[Span, ...]) -> Witness | None:
    if never:
        raised, attained = never[0][0], True
    elif highest is None:
        return None
    else:
        raised, attained = highest.raised - (not highest.attained), highest.attained
    holds, done = coherence_chain.course(chain, raised)
    return Witness(raised, done, attained, holds)


def _length(spans: tuple[Span, ...]) -> int:
    return sum(end - start for start, end in spans)
