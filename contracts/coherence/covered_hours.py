"""The hours in which a round-the-clock promise runs and nobody is on duty (PRACTICE 24), as far as
the calendars of the tiers tell. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts import metric
from contracts.agreements.agreed import Target
from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence_gaps, coherence_window, keeping
from contracts.coherence.keeping import Question

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of the week, in microseconds of wall clock since Monday 00:00 in the SLA's zone,
    and in how many weeks of the checked time."""

    opens_us: int
    closes_us: int
    times: int


@dataclass(frozen=True, slots=True)
class Unattended:
    """The promises ("resolution incident P1") that run on through the same hours."""

    promises: tuple[str, ...]
    hours: tuple[Hours, ...]


def unattended(question: Question) -> tuple[Unattended, ...]:
    """For targets that never close in the checked time, the hours in which no tier that picks up
    such tickets is open. Where no tier has agreed to pick them up nothing can be said."""
    found: dict[tuple[Hours, ...], list[str]] = {}
    for given in keeping.promises(question.sla):
        hours = tuple(_uncovered(question, given.target))
        said = " ".join(given.target.about)
        if said not in found.setdefault(hours, []):
            found[hours].append(said)
    return tuple(Unattended(tuple(said), hours) for hours, said in found.items() if hours)


def nobody(sla: Calendar, tiers: tuple[Calendar, ...], start: int, end: int) -> Iterator[Span]:
    """The SLA's open time in [start, end) in which none of the tiers is open, in order."""
    left: list[Span] = list(sla.intervals(start, end))
    for tier in tiers:
        works = tier.intervals(start, end)
        left = list(coherence_gaps.without(left, works, start, end))
    yield from left


def _uncovered(question: Question, target: Target) -> Iterator[Hours]:
    sla = question.calendars[question.sla.calendar_of(target)]
    zone = sla.definition.time_zone
    start, end = coherence_window.between(question.first, question.end, zone)
    tiers = tuple(_on_duty(question, target))
    if not tiers or sla.between(start, end) < end - start:
        return
    spans = nobody(sla, tiers, start, end)
    yield from (Hours(*each) for each in coherence_gaps.weekly(spans, zone))


def _on_duty(question: Question, target: Target) -> Iterator[Calendar]:
    """Of each tier that picks up tickets of this kind, once."""
    about = (metric.PICKUP, target.ticket_type, target.priority)
    found = {
        question.behind.calendars[ola.calendar_of(each)]: None
        for ola in question.behind.olas.values()
        for each in ola.targets
        if each.about == about
    }
    yield from found
