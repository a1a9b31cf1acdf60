"""Whether what stands behind an SLA keeps what it promises: the verdict for each promise that the
stages of a ticket's way have to keep (PRACTICE 27). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from contracts import instant
from contracts.agreements import arrival, clause
from contracts.agreements.agreed import Content, Target
from contracts.calendars.calendar import Calendar
from contracts.coherence import chains, coherence_answer, coherence_window
from contracts.coherence.chains import Asked, Behind, Path
from contracts.coherence.coherence import Promise
from contracts.coherence.coherence_answer import Answer, Case
from contracts.coherence.coherence_line import UNCHECKED, Arriving, Line, Suggestion, refuses
from contracts.coherence.coherence_past import Past
from contracts.coherence.coherence_verdict import Verdict
from contracts.escalation.escalation import Step

__all__ = ["UNCHECKED", "Line", "Question", "Suggestion", "lines", "promises", "refuses"]


@dataclass(frozen=True, slots=True)
class Question:
    """An SLA version and what it is checked against; arrivals from `first` up to, not including,
    `end`, as its calendars count dates. `commitment_percent` counts where the content commits to
    nothing for a metric."""

    sla: Content
    calendars: Mapping[UUID, Calendar]
    commitment_percent: Decimal | None
    steps: Sequence[Step]
    behind: Behind
    first: date
    end: date
    past: Past = field(default_factory=Past)


class Promised(NamedTuple):
    """A target, and the arrivals it is for: any, or those inside or outside of some hours."""

    target: Target
    arriving: Arriving = "any"
    hours: UUID | None = None


def lines(question: Question) -> tuple[Line, ...]:
    """One for each promise that stages keep, in the version's order; the same promise over the
    same ways is worked out once."""
    known: dict[Case, Answer] = {}
    return tuple(_line(question, each, known) for each in promises(question.sla))


def promises(content: Content) -> Iterator[Promised]:
    """Those that stages keep; two of a target that depends on the hours of arrival."""
    outside = {
        given.about: (given.outside, target) for given, target in arrival.outside_hours(content)
    }
    for target in content.targets:
        if target.metric not in chains.CHECKED:
            continue
        if target.about not in outside:
            yield Promised(target)
            continue
        hours, instead = outside[target.about]
        yield Promised(target, "inside", hours)
        yield Promised(instead, "outside", hours)


def _line(question: Question, given: Promised, known: dict[Case, Answer]) -> Line:
    target = given.target
    starts = clause.starting_tier(question.sla.starting_tiers, target.ticket_type, target.priority)
    apart = question.sla.settings.exclude_vendor_time
    ways = chains.paths(Asked(*target.about, question.steps, starts, apart), question.behind)
    unknown = next((way for way in ways if way.missing), None)
    told = tuple(way for way in ways if not way.missing)
    answer = _answer(question, given, told, known) if told else None
    if answer is None or (unknown and answer.judged.verdict is not Verdict.NOT_KEPT):
        assert unknown is not None, "a ticket has at least one way"  # noqa: S101
        return _unchecked(given, unknown)
    return _found(question, given, answer)


def _answer(
    question: Question, given: Promised, ways: tuple[Path, ...], known: dict[Case, Answer]
) -> Answer:
    target = given.target
    calendar = question.calendars[question.sla.calendar_of(target)]
    taken = question.past.of(target.metric, target.priority)
    case = Case(
        target.metric,
        Promise(calendar, target.allowed_us),
        ways,
        coherence_window.between(question.first, question.end, calendar.definition.time_zone),
        given.arriving,
        None if given.hours is None else question.calendars[given.hours],
        tuple(sorted(taken.items())),
        _committed(question, target),
    )
    if case not in known:
        known[case] = coherence_answer.of(case, question.past)
    return known[case]


def _committed(question: Question, target: Target) -> Fraction | None:
    """As a share of 1; what the version says of the metric, else of all."""
    own = clause.commitment(question.sla.commitments, *target.about)
    percent = question.commitment_percent if own is None else own.percent
    return None if percent is None else Fraction(percent) / 100


def _unchecked(given: Promised, path: Path) -> Line:
    return Line(
        *given.target.about,
        given.arriving,
        path=f"{path.name} ({', '.join(path.missing)}: no time agreed)",
        verdict=UNCHECKED,
        allowed_us=given.target.allowed_us,
        worst_us=None,
        slack_us=None,
        sum_us=0,
        share_missed="0",
    )


def _found(question: Question, given: Promised, answer: Answer) -> Line:
    found, target = answer.worst.found, given.target
    witness = found.witness
    return Line(
        *target.about,
        given.arriving,
        path=answer.worst.path.name,
        verdict=answer.judged.verdict.value,
        allowed_us=target.allowed_us,
        worst_us=found.worst,
        slack_us=None if found.worst is None else target.allowed_us - found.worst,
        sum_us=found.sum_rule,
        share_missed=str(found.share_missed),
        raised_at=None if witness is None else instant.at(witness.raised),
        done_at=None if witness is None or witness.done is None else instant.at(witness.done),
        suggestion=answer.suggestion,
        shown=coherence_answer.with_credit(answer.shown, question.sla.credits, target.about),
    )
