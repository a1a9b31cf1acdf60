"""The figures of a replay held against independently computed ones, case by case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from underpin.desk.replay.step import Wait

Figure = timedelta | int

TIERS = (1, 2, 3)

TOLERANCE = timedelta(microseconds=3_600_000)
"""0.001 h, the last digit of the expected files: durations no further apart are equal."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one case; None is "not known", a tier or a wait left out is no time.

    `lifetime` is by the wall, from raised to closed (Volvo: from the first event to the last);
    `elapsed` is the resolution clock's working time on the contract's calendar; `breached` is that
    clock's verdict; `queued` is the time in which the ticket was open and nobody's.
    """

    case: str
    lifetime: timedelta | None = None
    elapsed: timedelta | None = None
    breached: bool | None = None
    escalations: int | None = None
    deescalations: int | None = None
    handoffs: int | None = None
    queued: timedelta | None = None
    tiers: Mapping[int, timedelta] | None = None
    waits: Mapping[Wait, timedelta] | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case should measure: `figures` as far as they are known, all but the verdict.

    `kept` is the log's own flag, None where no contract reproduces it; `rank` is the priority at
    the end, 1 to 4.
    """

    figures: Measured
    rank: int
    kept: bool | None = None

    @property
    def case(self) -> str:
        return self.figures.case


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not as expected; `measured` is None where it is not known."""

    case: str
    figure: str
    expected: Figure
    measured: Figure | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often the clock's verdict is the log's flag, among cases of one priority rank."""

    rank: int
    agreeing: int
    judged: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cases with every figure equal, those with a difference, those that only one side knows."""

    equal: int
    differing: int
    differences: tuple[Difference, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    agreements: tuple[Agreement, ...]

    @property
    def agreement(self) -> Fraction | None:
        """Over all ranks, unrounded; None when no case was judged."""
        judged = sum(rank.judged for rank in self.agreements)
        return Fraction(sum(rank.agreeing for rank in self.agreements), judged) if judged else None


def compare(expected: Iterable[Expected], measured: Iterable[Measured]) -> Comparison:
    """Cases in the order of `expected`; unknown expected figures are not compared."""
    known = {figures.case: figures for figures in measured}
    wanted = {case.case: case for case in expected}
    both = [(case, known[key]) for key, case in wanted.items() if key in known]
    differences = [tuple(_differences(case.figures, figures)) for case, figures in both]
    return Comparison(
        equal=sum(not found for found in differences),
        differing=sum(bool(found) for found in differences),
        differences=tuple(one for found in differences for one in found),
        missing=tuple(key for key in wanted if key not in known),
        unexpected=tuple(key for key in known if key not in wanted),
        agreements=tuple(_agreements(both)),
    )


def _differences(expected: Measured, measured: Measured) -> Iterator[Difference]:
    found = dict(_figures(measured))
    for name, figure in _figures(expected):
        if not _same(figure, found.get(name)):
            yield Difference(expected.case, name, figure, found.get(name))


def _figures(case: Measured) -> Iterator[tuple[str, Figure]]:
    plain: tuple[tuple[str, Figure | None], ...] = (
        ("lifetime", case.lifetime),
        ("elapsed", case.elapsed),
        ("escalations", case.escalations),
        ("deescalations", case.deescalations),
        ("handoffs", case.handoffs),
        ("queued", case.queued),
    )
    yield from ((name, figure) for name, figure in plain if figure is not None)
    if (tiers := case.tiers) is not None:
        yield from ((f"tier {tier}", tiers.get(tier, timedelta())) for tier in TIERS)
    if (waits := case.waits) is not None:
        yield from ((wait.value, waits.get(wait, timedelta())) for wait in Wait)


def _same(expected: Figure, measured: Figure | None) -> bool:
    if isinstance(expected, timedelta) and isinstance(measured, timedelta):
        return abs(expected - measured) <= TOLERANCE
    return expected == measured


def _agreements(cases: list[tuple[Expected, Measured]]) -> Iterator[Agreement]:
    judged = [(case, figures) for case, figures in cases if case.kept is not None]
    for rank in sorted({case.rank for case, _ in judged}):
        flags = [
            figures.breached is not None and figures.breached is not case.kept
            for case, figures in judged
            if case.rank == rank
        ]
        yield Agreement(rank, sum(flags), len(flags))
