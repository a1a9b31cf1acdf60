"""One promise over the ways its tickets take: verdict, credits, what a page shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from contracts.agreements import credit_clause, credit_schedule
from contracts.agreements.credit_schedule import Schedule
from contracts.calendars.calendar import Calendar
from contracts.coherence import (
    coherence,
    coherence_gaps,
    coherence_past,
    coherence_shown,
    coherence_suggestion,
    coherence_verdict,
)
from contracts.coherence.chains import Path
from contracts.coherence.coherence import Coherence, Promise, Span
from contracts.coherence.coherence_line import Arriving, Credit, Expected, Shown, Suggestion, Way
from contracts.coherence.coherence_past import Past
from contracts.coherence.coherence_verdict import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """What decides an answer: cases that are equal have the same one. Arrivals in the window,
    inside or outside `hours`. `taken` as pairs; `commitment` a share of 1."""

    metric: str
    promise: Promise
    ways: tuple[Path, ...]
    window: Span
    arriving: Arriving = "any"
    hours: Calendar | None = None
    taken: tuple[tuple[str, Fraction], ...] = ()
    commitment: Fraction | None = None

    @property
    def raisable(self) -> tuple[Span, ...]:
        if self.hours is None or self.arriving == "any":
            return (self.window,) if self.window[0] < self.window[1] else ()
        inside = self.hours.intervals(*self.window)
        if self.arriving == "inside":
            return tuple(inside)
        return tuple(coherence_gaps.without([self.window], inside, *self.window))


class Checked(NamedTuple):
    path: Path
    found: Coherence
    share_missed: Fraction


class Answer(NamedTuple):
    """`worst` is the way that stands worst, whatever its weight."""

    worst: Checked
    judged: Judgement
    suggestion: Suggestion | None
    shown: Shown


def of(case: Case, past: Past) -> Answer:
    """Only of ways that have nothing missing, and at least one."""
    taken, raisable = dict(case.taken), case.raisable
    checked = [
        Checked(way, found, past.share_missed(found))
        for way in coherence_past.with_shorter(case.ways, taken)
        for found in (coherence.of_arrivals(case.promise, way.chain, raisable, *case.window),)
    ]
    weights = coherence_past.weights([(each.path, each.share_missed) for each in checked], taken)
    judged = _judged(checked, weights, case.commitment)
    worst = next(each for each in checked if each.found is judged.worst.coherence)
    expected = Expected(
        str(judged.expected_attainment),
        past.frequency(taken),
        past.coming,
        tuple(_ways(checked, weights)),
    )
    return Answer(worst, judged, _suggested(case, judged, worst), _shown(case, worst, expected))


def with_credit(shown: Shown, schedule: Schedule | None, about: tuple[str, str, str]) -> Shown:
    """With what the schedule owes for the expected attainment of that metric, type and priority.

    What is owed by the ticket or by the minute depends on how many there are, and is left out.
    """
    expected = shown.expected
    if schedule is None or expected is None:
        return shown
    shares = tuple(
        clause
        for clause in schedule.clauses
        if clause.per_unit is None or clause.per_unit.unit == "percent"
    )
    attained = credit_clause.at(Fraction(expected.attainment), *about)
    earned = credit_schedule.due(replace(schedule, clauses=shares), [attained])
    if earned is None:
        return shown
    credit = Credit(str(earned.percent), earned.basis, schedule.period, schedule.nature)
    return replace(shown, expected=replace(expected, credit=credit))


def _judged(
    checked: Sequence[Checked], weights: Sequence[Fraction], commitment: Fraction | None
) -> Judgement:
    return coherence_verdict.judge(
        [
            coherence_verdict.Path(each.found, weight, each.share_missed)
            for each, weight in zip(checked, weights, strict=True)
        ],
        commitment,
    )


def _suggested(case: Case, judged: Judgement, worst: Checked) -> Suggestion | None:
    if judged.verdict is Verdict.ALWAYS_KEPT:
        return None
    change = coherence_suggestion.suggest(
        case.promise, worst.path.chain, *case.window, now=worst.found
    )
    if change is None:
        return None
    return Suggestion(change.kind.value, change.stage, change.to, change.by)


def _shown(case: Case, worst: Checked, expected: Expected) -> Shown:
    return Shown(
        uncovered=coherence_shown.uncovered(worst.found),
        timeline=coherence_shown.timeline(worst.found, worst.path),
        sla_hours=coherence_shown.sla_hours(worst.found, case.promise, case.metric),
        expected=expected,
    )


def _ways(checked: Sequence[Checked], weights: Sequence[Fraction]) -> list[Way]:
    every = sum(weights, Fraction(0))
    return [
        Way(each.path.name, str(weight / every), str(each.share_missed))
        for each, weight in zip(checked, weights, strict=True)
    ]
