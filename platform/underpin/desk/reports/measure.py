"""A table of a report: things in groups, and for each group the measures. Pure.

Every number can be followed down: a measure says which things it is of, so that the tickets behind
it are those very things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from underpin.desk.reports.item import About

T = TypeVar("T", bound=About)
Kind = Literal["count", "duration", "working", "percent", "number", "minutes"]
Value = int | Fraction | timedelta | None
Reckon = Callable[[Sequence[T], Sequence[T]], Value]
"""Of the things picked, and of all in the group."""


@dataclass(frozen=True, slots=True)
class Measure(Generic[T]):
    """`picks`: which things it is of. `reckon`: what they come to, None where there are none.
    `each`: what one of them gives to that; None where it only counts. `once`: it counts tickets,
    each once, of things that may be several of one ticket's. `over`: what it is divided by, of the
    group's key."""

    name: str
    kind: Kind
    picks: Callable[[T], bool]
    reckon: Reckon[T]
    each: Callable[[T], Value] | None = None
    once: bool = False
    over: Callable[[str | None], int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`key` is None for all together."""

    key: str | None
    values: tuple[Value, ...]
    behind: tuple[int, ...]
    """How many things stand behind each value."""


def rows(
    things: Iterable[T], measures: Sequence[Measure[T]], key: Callable[[T], str]
) -> tuple[Row, ...]:
    """A row for each key in order, and then one for all."""
    groups: dict[str, list[T]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    made = [row(name, groups[name], measures) for name in sorted(groups)]
    every = [thing for group in groups.values() for thing in group]
    return (*made, row(None, every, measures))


def row(key: str | None, things: Sequence[T], measures: Sequence[Measure[T]]) -> Row:
    picked = [[thing for thing in things if measure.picks(thing)] for measure in measures]
    return Row(
        key,
        tuple(_value(key, *each, things) for each in zip(measures, picked, strict=True)),
        tuple(len(some) for some in picked),
    )


def _value(key: str | None, of: Measure[T], picked: Sequence[T], things: Sequence[T]) -> Value:
    value = of.reckon(picked, things)
    return Fraction(value, of.over(key)) if of.over and isinstance(value, int) else value


def count(picked: Sequence[About], every: Sequence[About]) -> int:
    return len(picked)


def share(picked: Sequence[About], every: Sequence[About]) -> Fraction | None:
    """Percent of all in the group."""
    return Fraction(100 * len(picked), len(every)) if every else None


def share_of(among: Callable[[T], bool]) -> Reckon[T]:
    """Percent of those in the group that are `among`."""

    def reckon(picked: Sequence[T], every: Sequence[T]) -> Fraction | None:
        whole = sum(1 for thing in every if among(thing))
        return Fraction(100 * len(picked), whole) if whole else None

    return reckon


def percentile(percent: int, of: Callable[[T], timedelta]) -> Reckon[T]:
    """By the nearest rank: the smallest value that at least so many percent do not exceed."""

    def reckon(picked: Sequence[T], every: Sequence[T]) -> timedelta | None:
        if not picked:
            return None
        values = sorted(of(thing) for thing in picked)
        return values[max(0, -(-len(values) * percent // 100) - 1)]

    return reckon


def total(of: Callable[[T], int]) -> Reckon[T]:
    def reckon(picked: Sequence[T], every: Sequence[T]) -> int:
        return sum(of(thing) for thing in picked)

    return reckon


def mean(of: Callable[[T], int]) -> Reckon[T]:
    def reckon(picked: Sequence[T], every: Sequence[T]) -> Fraction | None:
        return Fraction(sum(of(thing) for thing in picked), len(picked)) if picked else None

    return reckon


def every(thing: About) -> bool:
    return True
