"""What counted periods are worth under credit schedules: percent, never money (PRACTICE 29, 30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from msgspec import Struct

from contracts.agreements import clause, credit_schedule
from contracts.agreements.agreed import Content
from contracts.agreements.credit_clause import Measured
from contracts.agreements.credit_schedule import Basis, Cap, Entitlement, Schedule
from contracts.what_if.what_if_tally import Count, Line, Tally

_QUARTER: Final = 3


class Due(Struct, frozen=True):
    """What one version's schedule owes for a period: "2026-03", "2026-Q1" or "2026".

    `percent` of the basis is exact, as a fraction: "25/2" is 12.5 %. `open_caps` bind whoever knows
    the amounts. `right`: what misses in a row give a right to.
    """

    version: str
    period: str
    months: tuple[str, ...]
    percent: str
    basis: Basis
    nature: str
    open_caps: tuple[Cap, ...] = ()
    right: str | None = None

    @property
    def share(self) -> Fraction:
        """Of the basis: 1 is all of it."""
        return Fraction(self.percent) / 100


def due(tally: Tally, version: str, content: Content) -> tuple[Due, ...]:
    """Of one version, the earliest period first; periods that earn nothing are left out.

    A miss that a change of the ticket caused earns none (PRACTICE 14).
    """
    schedule = content.credits
    if schedule is None:
        return ()
    return tuple(_due(tally, version, content, schedule))


def _due(tally: Tally, version: str, content: Content, schedule: Schedule) -> Iterator[Due]:
    in_a_row, last = 0, ""
    for period, months in _periods(tally.months(), schedule):
        lines = [
            line
            for line in tally.lines
            if line.cell.version == version and line.cell.month in months
        ]
        measured = list(_measured(lines, content))
        missed = credit_schedule.due(schedule, measured) is not None
        follows = not last or _next(last) == months[0]
        in_a_row, last = ((in_a_row if follows else 0) + 1 if missed else 0), months[-1]
        earned = credit_schedule.due(schedule, measured, in_a_row)
        if earned is not None:
            yield _said(version, period, tuple(months), schedule, earned)


def _periods(months: Sequence[str], schedule: Schedule) -> list[tuple[str, list[str]]]:
    """Whole periods that hold any of these months, with all the months of each."""
    named = dict.fromkeys(_period(month, schedule) for month in months)
    return [(period, _months(period)) for period in named]


def _period(month: str, schedule: Schedule) -> str:
    if schedule.period == "month":
        return month
    year, number = month.split("-")
    if schedule.period == "year":
        return year
    return f"{year}-Q{(int(number) - 1) // _QUARTER + 1}"


def _months(period: str) -> list[str]:
    year, _, part = period.partition("-")
    if not part:
        return [f"{year}-{month:02}" for month in range(1, 13)]
    if part.startswith("Q"):
        first = _QUARTER * (int(part[1:]) - 1) + 1
        return [f"{year}-{month:02}" for month in range(first, first + _QUARTER)]
    return [period]


def _next(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _measured(lines: Iterable[Line], content: Content) -> Iterator[Measured]:
    found: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        about = (line.cell.metric, line.cell.ticket_type, line.cell.priority)
        found.setdefault(about, []).append(line)
    counts = {about: sum((line.count for line in each), Count()) for about, each in found.items()}
    forgiven = _forgiven(counts, content)
    for about, each in found.items():
        count, (metric, ticket_type, priority) = counts[about], about
        missed = count.breached - count.caused_by_change
        yield Measured(
            metric=metric,
            kept=count.met,
            counted=0 if about in forgiven else count.met + missed,
            overs_us=() if about in forgiven else tuple(o for line in each for o in line.overs),
            ticket_type=ticket_type,
            priority=priority,
        )


_About = tuple[str, str, str]


def _forgiven(counts: dict[_About, Count], content: Content) -> set[_About]:
    """Too small a sample, by a commitment's own clause, which counts as kept."""
    governed: dict[clause.Commitment, list[_About]] = {}
    for about in counts:
        given = clause.commitment(content.commitments, *about)
        if given is not None and given.small_sample is not None:
            governed.setdefault(given, []).append(about)
    return {
        about for given, each in governed.items() if _small(given, each, counts) for about in each
    }


def _small(given: clause.Commitment, each: list[_About], counts: dict[_About, Count]) -> bool:
    total = sum((counts[about] for about in each), Count())
    missed = total.breached - total.caused_by_change
    small = given.small_sample
    is_small = small is not None and total.met + missed < small.below
    return is_small and bool(clause.is_kept(given, total.met, missed))


def _said(
    version: str, period: str, months: tuple[str, ...], schedule: Schedule, earned: Entitlement
) -> Due:
    return Due(
        version=version,
        period=period,
        months=months,
        percent=str(earned.percent),
        basis=earned.basis,
        nature=schedule.nature,
        open_caps=earned.open_caps,
        right=earned.right.right if earned.right else None,
    )
