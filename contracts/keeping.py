"""Whether what stands behind an SLA keeps what it promises: the verdict for each promise that the
stages of a ticket's way have to keep (PRACTICE 27). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from contracts import (
    chains,
    coherence,
    coherence_past,
    coherence_shown,
    coherence_suggestion,
    coherence_verdict,
    coherence_window,
    instant,
)
from contracts.agreed import Content, Target
from contracts.calendar import Calendar
from contracts.chains import Asked, Behind, Path
from contracts.coherence import Coherence, Promise
from contracts.coherence_line import (
    UNCHECKED,
    Expected,
    Line,
    Shown,
    Suggestion,
    Way,
    refuses,
)
from contracts.coherence_past import Past, Taken
from contracts.coherence_verdict import Judgement, Verdict
from contracts.escalation import Step

__all__ = ["UNCHECKED", "Line", "Question", "Suggestion", "lines", "refuses"]


@dataclass(frozen=True, slots=True)
class Question:
    """An SLA version and what it is checked against; arrivals from `first` up to, not including,
    `end`, as its calendars count dates."""

    sla: Content
    calendars: Mapping[UUID, Calendar]
    commitment_percent: Decimal | None
    steps: Sequence[Step]
    behind: Behind
    first: date
    end: date
    past: Past = field(default_factory=Past)


def lines(question: Question) -> tuple[Line, ...]:
    """One for each promise that stages keep, in the version's order; the same promise over the
    same ways is worked out once."""
    known: dict[_Case, _Answer] = {}
    promised = (target for target in question.sla.targets if target.metric in chains.CHECKED)
    return tuple(_line(question, target, known) for target in promised)


class _Case(NamedTuple):
    """What decides an answer. `taken` as pairs, so that cases can be compared."""

    metric: str
    promise: Promise
    ways: tuple[Path, ...]
    taken: tuple[tuple[str, Fraction], ...]


class _Checked(NamedTuple):
    path: Path
    found: Coherence
    share_missed: Fraction


class _Answer(NamedTuple):
    """`worst` is the way that stands worst, whatever its weight."""

    worst: _Checked
    judged: Judgement
    suggestion: Suggestion | None
    shown: Shown


def _line(question: Question, target: Target, known: dict[_Case, _Answer]) -> Line:
    asked = Asked(target.metric, target.ticket_type, target.priority, question.steps)
    ways = chains.paths(asked, question.behind)
    unknown = next((way for way in ways if way.missing), None)
    told = tuple(way for way in ways if not way.missing)
    answer = _answer(question, target, told, known) if told else None
    if answer is None or (unknown and answer.judged.verdict is not Verdict.NOT_KEPT):
        assert unknown is not None, "a ticket has at least one way"  # noqa: S101
        return _unchecked(target, unknown)
    return _found(target, answer)


def _answer(
    question: Question, target: Target, ways: tuple[Path, ...], known: dict[_Case, _Answer]
) -> _Answer:
    taken = question.past.of(target.metric, target.priority)
    calendar = question.calendars[question.sla.calendar_of(target)]
    promise = Promise(calendar, target.allowed_us)
    case = _Case(target.metric, promise, ways, tuple(sorted(taken.items())))
    if case not in known:
        known[case] = _answered(question, case)
    return known[case]


def _answered(question: Question, case: _Case) -> _Answer:
    promise, past, taken = case.promise, question.past, dict(case.taken)
    window = coherence_window.between(
        question.first, question.end, promise.calendar.definition.time_zone
    )
    checked = [
        _Checked(way, found, past.share_missed(found))
        for way in coherence_past.with_shorter(case.ways, taken)
        for found in (coherence.check(promise, way.chain, *window),)
    ]
    weights = coherence_past.weights([(each.path, each.share_missed) for each in checked], taken)
    judged = _judged(question, checked, weights)
    worst = next(each for each in checked if each.found is judged.worst.coherence)
    return _Answer(
        worst,
        judged,
        _suggested(judged, promise, worst, window),
        _shown(case, worst, _expected(past, taken, checked, judged, weights)),
    )


def _judged(
    question: Question, checked: Sequence[_Checked], weights: Sequence[Fraction]
) -> Judgement:
    return coherence_verdict.judge(
        [
            coherence_verdict.Path(each.found, weight, each.share_missed)
            for each, weight in zip(checked, weights, strict=True)
        ],
        _share(question.commitment_percent),
    )


def _suggested(
    judged: Judgement, promise: Promise, worst: _Checked, window: tuple[int, int]
) -> Suggestion | None:
    if judged.verdict is Verdict.ALWAYS_KEPT:
        return None
    change = coherence_suggestion.suggest(promise, worst.path.chain, *window, now=worst.found)
    if change is None:
        return None
    return Suggestion(change.kind.value, change.stage, change.to, change.by)


def _shown(case: _Case, worst: _Checked, expected: Expected) -> Shown:
    return Shown(
        uncovered=coherence_shown.uncovered(worst.found),
        timeline=coherence_shown.timeline(worst.found, worst.path),
        sla_hours=coherence_shown.sla_hours(worst.found, case.promise, case.metric),
        expected=expected,
    )


def _expected(
    past: Past,
    taken: Taken,
    checked: Sequence[_Checked],
    judged: Judgement,
    weights: Sequence[Fraction],
) -> Expected:
    every = sum(weights, Fraction(0))
    ways = (
        Way(each.path.name, str(weight / every), str(each.share_missed))
        for each, weight in zip(checked, weights, strict=True)
    )
    return Expected(
        str(judged.expected_attainment), past.frequency(taken), past.coming, tuple(ways)
    )


def _unchecked(target: Target, path: Path) -> Line:
    said = f"{path.name} ({', '.join(path.missing)}: no time agreed)"
    return Line(
        *target.about, said, UNCHECKED, target.allowed_us, None, None, sum_us=0, share_missed="0"
    )


def _found(target: Target, answer: _Answer) -> Line:
    found, witness = answer.worst.found, answer.worst.found.witness
    slack = None if found.worst is None else target.allowed_us - found.worst
    return Line(
        *target.about,
        path=answer.worst.path.name,
        verdict=answer.judged.verdict.value,
        allowed_us=target.allowed_us,
        worst_us=found.worst,
        slack_us=slack,
        sum_us=found.sum_rule,
        share_missed=str(found.share_missed),
        raised_at=None if witness is None else instant.at(witness.raised),
        done_at=None if witness is None or witness.done is None else instant.at(witness.done),
        suggestion=answer.suggestion,
        shown=answer.shown,
    )


def _share(percent: Decimal | None) -> Fraction | None:
    return None if percent is None else Fraction(percent) / 100
