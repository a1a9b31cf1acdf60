"""What a replay tells the person who started it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from underpin.desk.replay import comparison, folding, log, step

FIRST = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """A log in numbers; `tenants` from the largest, `kinds` by the name of the step."""

    source: step.Source
    cases: int
    steps: int
    tenants: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    rejected: tuple[step.Rejected, ...]


def summarise(read: log.Log, folded: folding.Folding | None = None) -> Summary:
    """The numbers of a log as it was read, before any of it is lived."""
    folded = folded or folding.Folding()
    kinds = Counter(type(told).__name__ for case in read.cases for told in case.steps)
    tenants = Counter(folded.tenant(case.case) for case in read.cases)
    return Summary(
        read.source,
        len(read.cases),
        kinds.total(),
        _largest(tenants),
        tuple(sorted(kinds.items())),
        read.rejected,
    )


def lines(summary: Summary) -> Iterator[str]:
    """The summary for a terminal, with the first rejected rows."""
    yield f"{summary.cases:,} cases of {len(summary.tenants):,} tenants, {summary.steps:,} steps"
    yield ", ".join(f"{name} {count:,}" for name, count in summary.kinds)
    yield f"{len(summary.rejected):,} rows rejected"
    for row in summary.rejected[:FIRST]:
        place = f"line {row.line:,}, {row.case}" if row.case else f"line {row.line:,}"
        yield f"  {place}: {row.reason}"
    yield from _more(len(summary.rejected))


def compared(result: comparison.Comparison) -> Iterator[str]:
    """The comparison for a terminal, with the first differences."""
    cases = result.equal + result.differing
    yield f"{result.equal:,} of {cases:,} cases equal, {result.differing:,} differing"
    yield from _absent("not lived", result.missing)
    yield from _absent("without expected figures", result.unexpected)
    for one in result.differences[:FIRST]:
        measured = "nothing" if one.measured is None else _said(one.measured)
        yield f"  {one.case} {one.figure}: {measured}, expected {_said(one.expected)}"
    yield from _more(len(result.differences))
    for rank in result.agreements:
        yield f"P{rank.rank}: {_share(rank.agreeing, rank.judged)} agree with the log's flag"
    if (share := result.agreement) is not None:
        yield f"Together {_percent(share)} agree"


def _largest(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _more(count: int) -> Iterator[str]:
    if count > FIRST:
        yield f"  and {count - FIRST:,} more"


def _absent(what: str, cases: tuple[str, ...]) -> Iterator[str]:
    if cases:
        yield f"{len(cases):,} cases {what}, the first {cases[0]}"


def _said(figure: comparison.Figure) -> str:
    if isinstance(figure, timedelta):
        return f"{Decimal(figure // timedelta(microseconds=1)) / 3_600_000_000:.3f} h"
    return f"{figure}"


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({_percent(Fraction(part, whole))})"


def _percent(share: Fraction) -> str:
    """Rounded down to two decimals, so that 100 % is said only of all."""
    hundredths = share * 10_000 // 1
    return f"{hundredths // 100}.{hundredths % 100:02} %"
