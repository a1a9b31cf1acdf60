"""Whether what stands behind an SLA keeps what it promises: the verdict for each promise of a
resolution (PRACTICE 27). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from contracts import (
    chains,
    coherence,
    coherence_suggestion,
    coherence_verdict,
    coherence_window,
    instant,
    metric,
)
from contracts.agreed import Content, Target
from contracts.calendar import Calendar
from contracts.chains import Behind, Path
from contracts.coherence import Coherence, Promise
from contracts.coherence_verdict import Verdict
from contracts.escalation import Step

UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The smallest single change that closes the gap: of `stage`, or of the target where it is
    None; `to_us` is None where the stage takes on the SLA's hours."""

    kind: str
    stage: str | None
    to_us: int | None
    by_us: int


@dataclass(frozen=True, slots=True)
class Line:
    """One promise. `worst_us` of the SLA's working time is what the longest way can take, `sum_us`
    the plain sum of its stages; None: some arrival never ends. `raised_at` and `done_at` show it.

    `verdict`: always_kept, commitment_kept, not_kept; unchecked where a stage of `path` has no
    agreed time, so that nothing can be said. `share_missed` is an exact fraction.
    """

    ticket_type: str
    priority: str
    path: str
    verdict: str
    allowed_us: int
    worst_us: int | None
    sum_us: int
    share_missed: str
    raised_at: datetime | None = None
    done_at: datetime | None = None
    suggestion: Suggestion | None = None

    @property
    def slack_us(self) -> int | None:
        return None if self.worst_us is None else self.allowed_us - self.worst_us


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


def lines(question: Question) -> tuple[Line, ...]:
    """One for each resolution target; the same promise over the same chain is worked out once."""
    known: dict[_Asked, _Answer] = {}
    return tuple(_lines(question, known))


def refuses(found: Sequence[Line]) -> bool:
    """Whether somebody has to accept a risk before this becomes active."""
    return any(line.verdict == Verdict.NOT_KEPT for line in found)


_Asked = tuple[Promise, tuple[Path, ...]]


class _Answer(NamedTuple):
    path: Path
    coherence: Coherence
    verdict: Verdict
    suggestion: Suggestion | None


def _lines(question: Question, known: dict[_Asked, _Answer]) -> Iterator[Line]:
    for target in question.sla.targets:
        if target.metric != metric.RESOLUTION:
            continue
        ways = chains.paths(question.steps, target.ticket_type, target.priority, question.behind)
        unknown = next((way for way in ways if way.missing or not way.chain), None)
        if unknown is not None:
            yield _unchecked(target, unknown)
            continue
        calendar = question.calendars[question.sla.calendar_of(target)]
        asked = (Promise(calendar, target.allowed_us), ways)
        if asked not in known:
            known[asked] = _answered(question, *asked)
        yield _line(target, known[asked])


def _answered(question: Question, promise: Promise, ways: Sequence[Path]) -> _Answer:
    zone = promise.calendar.definition.time_zone
    window = coherence_window.between(question.first, question.end, zone)
    checked = [coherence.check(promise, way.chain, *window) for way in ways]
    judged = coherence_verdict.judge(
        [coherence_verdict.Path(each) for each in checked], _share(question.commitment_percent)
    )
    worst = ways[checked.index(judged.worst.coherence)]
    change = (
        coherence_suggestion.suggest(promise, worst.chain, *window)
        if judged.verdict is Verdict.NOT_KEPT
        else None
    )
    return _Answer(worst, judged.worst.coherence, judged.verdict, _said(change))


def _unchecked(target: Target, path: Path) -> Line:
    said = f"{path.name} ({', '.join(path.missing)}: no time agreed)"
    return Line(
        target.ticket_type, target.priority, said, UNCHECKED, target.allowed_us, None, 0, "0"
    )


def _line(target: Target, answer: _Answer) -> Line:
    found, witness = answer.coherence, answer.coherence.witness
    return Line(
        ticket_type=target.ticket_type,
        priority=target.priority,
        path=answer.path.name,
        verdict=answer.verdict.value,
        allowed_us=target.allowed_us,
        worst_us=found.worst,
        sum_us=found.sum_rule,
        share_missed=str(found.share_missed),
        raised_at=None if witness is None else instant.at(witness.raised),
        done_at=None if witness is None or witness.done is None else instant.at(witness.done),
        suggestion=answer.suggestion,
    )


def _said(change: coherence_suggestion.Change | None) -> Suggestion | None:
    if change is None:
        return None
    return Suggestion(change.kind.value, change.stage, change.to, change.by)


def _share(percent: Decimal | None) -> Fraction | None:
    return None if percent is None else Fraction(percent) / 100
