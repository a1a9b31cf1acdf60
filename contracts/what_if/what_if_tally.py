"""Counting outcomes, a batch of tickets at a time, and what the counts come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from fractions import Fraction
from typing import Final

from msgspec import Struct

from contracts import instant, metric
from contracts.what_if.what_if import Judged, Outcome

COUNTED: Final[tuple[Outcome, ...]] = ("met", "breached", "withdrawn", "merged", "running")
RUNNING: Final = ""
"""Instead of a month: not decided yet."""


class Count(Struct, frozen=True):
    """How many clocks came out how. `caused_by_change` are among the breached."""

    met: int = 0
    breached: int = 0
    caused_by_change: int = 0
    withdrawn: int = 0
    merged: int = 0
    running: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(one + two for one, two in zip(_of(self), _of(other), strict=True)))

    @property
    def share(self) -> Fraction | None:
        """Of what was decided, the part that met its target; None of nothing (PRACTICE 28)."""
        decided = self.met + self.breached
        return Fraction(self.met, decided) if decided else None


class Cell(Struct, frozen=True, order=True):
    """What is counted together. `month` is the tenant's, like "2026-03", of the decision."""

    month: str
    metric: str
    ticket_type: str
    priority: str
    version: str


class Line(Struct, frozen=True):
    """`overs`: by how much working time each miss was over, in microseconds, least first; those
    that a change caused are left out, as they earn no credit (PRACTICE 14)."""

    cell: Cell
    count: Count
    overs: tuple[int, ...] = ()

    def __add__(self, other: Line) -> Line:
        overs = tuple(sorted((*self.overs, *other.overs)))
        return Line(self.cell, self.count + other.count, overs)


class Tally(Struct, frozen=True):
    """The counts so far, in the order of their cells."""

    lines: tuple[Line, ...] = ()

    def where(self, **fields: str) -> Count:
        """The sum of the cells with these fields."""
        wanted = (
            line.count
            for line in self.lines
            if all(getattr(line.cell, name) == value for name, value in fields.items())
        )
        return sum(wanted, start=Count())

    def months(self) -> list[str]:
        return sorted({line.cell.month for line in self.lines} - {RUNNING})

    def __add__(self, other: Tally) -> Tally:
        return _tallied((*self.lines, *other.lines))


class Figure(Struct, frozen=True):
    """A metric at one priority (or all of them: ""), as it was and as it would have been.

    Percentages are rounded down to two decimals, None where nothing was decided; the counts are
    exact.
    """

    metric: str
    priority: str
    today: Count
    draft: Count
    today_shown: str | None
    draft_shown: str | None


def of(judged: Iterable[Judged], zone: tzinfo) -> Tally:
    """Months are those of the zone; one silence that was missed already counts nowhere."""
    found: dict[Cell, list[Judged]] = {}
    for each in judged:
        if each.outcome in COUNTED:
            about = (each.metric, each.ticket_type, each.priority, each.version)
            found.setdefault(Cell(_month(each.at, zone), *about), []).append(each)
    return Tally(tuple(_line(cell, found[cell]) for cell in sorted(found)))


def figures(today: Tally, draft: Tally) -> tuple[Figure, ...]:
    """The SLA's metrics, then the UCs'; each priority before the metric's total."""
    return tuple(_figures(today, draft, metric.SLA + metric.UC))


def percent_shown(share: Fraction | None) -> str | None:
    """Rounded down, so that 99.999 % never shows as 100."""
    if share is None:
        return None
    whole, hundredths = divmod(share * 10_000 // 1, 100)
    return f"{whole}.{hundredths:02}"


def _figures(today: Tally, draft: Tally, metrics: Sequence[str]) -> Iterator[Figure]:
    cells = {line.cell for tally in (today, draft) for line in tally.lines}
    for name in metrics:
        priorities = sorted({cell.priority for cell in cells if cell.metric == name})
        for priority in priorities:
            words = {"metric": name, "priority": priority}
            yield _figure(name, priority, today.where(**words), draft.where(**words))
        if priorities:
            yield _figure(name, "", today.where(metric=name), draft.where(metric=name))


def _figure(name: str, priority: str, today: Count, draft: Count) -> Figure:
    shown = (percent_shown(today.share), percent_shown(draft.share))
    return Figure(name, priority, today, draft, *shown)


def _tallied(lines: Iterable[Line]) -> Tally:
    found: dict[Cell, Line] = {}
    for line in lines:
        before = found.get(line.cell)
        found[line.cell] = line if before is None else before + line
    return Tally(tuple(found[cell] for cell in sorted(found)))


def _line(cell: Cell, judged: Sequence[Judged]) -> Line:
    counts = Counter[str](each.outcome for each in judged)
    changed = sum(each.caused_by_change for each in judged)
    missed = (each for each in judged if each.outcome == "breached" and not each.caused_by_change)
    overs = tuple(sorted(each.over for each in missed))
    return Line(cell, Count(**counts, caused_by_change=changed), overs)


def _month(at: int | None, zone: tzinfo) -> str:
    if at is None:
        return RUNNING
    local = instant.at(at).astimezone(zone)
    return f"{local.year:04}-{local.month:02}"


def _of(count: Count) -> tuple[int, ...]:
    return tuple(getattr(count, name) for name in count.__struct_fields__)
