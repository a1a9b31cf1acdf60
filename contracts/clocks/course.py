"""A ticket's facts lived through: ledger, pins and what each clock is held to, fact by fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from contracts import metric
from contracts.clocks import clock, governing, late, pins, ticket_clocks
from contracts.clocks.clock_events import Retargeted
from contracts.clocks.clock_page import Change
from contracts.clocks.clock_rows import Held, id_of
from contracts.clocks.clock_standing import Key, Standing
from contracts.clocks.clock_state import RELEASED, Clock
from contracts.clocks.pins import InForce, Pins
from contracts.clocks.ticket_clocks import Ledger
from contracts.facts import Fact

Label = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Course:
    """`labels` are the type and priority each clock is held to, or was decided under."""

    ledger: Ledger
    pins: Pins
    labels: Mapping[Key, Label] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


async def live(
    tenant: int, service: UUID | None, course: Course, told: Iterable[Fact], in_force: InForce
) -> Course:
    """Raises OutOfOrder for a fact that lies before one lived through already."""
    for fact in told:
        governed = pins.after(course.pins, fact, in_force, service)
        terms = await governing.terms(tenant, governed)
        followed = ticket_clocks.follow(_in_order(course.ledger), fact, terms)
        course = Course(
            ledger=followed.ledger,
            pins=governed,
            labels=_relabelled(course.labels, followed),
            changes=(*course.changes, *followed.changes),
        )
    return course


def _in_order(ledger: Ledger) -> Ledger:
    """Clocks in one order however they were come by, so that their events are numbered alike."""
    return Ledger(ledger.standing, dict(sorted(ledger.clocks.items())))


def _relabelled(labels: Mapping[Key, Label], followed: ticket_clocks.Followed) -> dict[Key, Label]:
    """An open clock is held to the ticket's priority; one decided keeps its own, unless judged
    anew."""
    standing, clocks = followed.ledger.standing, followed.ledger.clocks
    anew = {each.key for each in followed.changes if isinstance(each.event, Retargeted)}
    now = (standing.type, standing.priority)
    changed = {
        key for key in clocks if key not in labels or clocks[key].ended is None or key in anew
    }
    return {**labels, **dict.fromkeys(changed, now)}


def taken_back(ledger: Ledger, at: int) -> Ledger:
    """As it was before any alarm from `at` on was recorded."""
    clocks = {key: late.as_of(each, at) for key, each in ledger.clocks.items()}
    return Ledger(ledger.standing, clocks)


def caught_up(course: Course, before: Mapping[Key, Held]) -> Course:
    """With alarms recorded again as far as they had been."""
    clocks = dict(course.ledger.clocks)
    for key, held in before.items():
        until = late.seen_until(held.clock)
        if until is not None and key in clocks:
            clocks[key] = clock.advance(clocks[key], until)
    return replace(course, ledger=Ledger(course.ledger.standing, clocks))


def touched(
    ticket_id: UUID, course: Course, before: Mapping[Key, Held], history: int
) -> list[Held]:
    """The clocks as they are now, those left out to which nothing happened at all."""
    found = [
        replace(_as_it_is(course, before.get(key) or _new(ticket_id, key, each)), history=history)
        for key, each in course.ledger.clocks.items()
    ]
    return [held for held in found if held != before.get(held.key)]


def gone(course: Course, before: Mapping[Key, Held], history: int) -> list[Held]:
    """Clocks that, as is known by now, never should have begun: nothing is promised there."""
    return [
        replace(held, clock=_void(held.clock), history=history)
        for key, held in before.items()
        if key not in course.ledger.clocks
    ]


def _new(ticket_id: UUID, key: Key, each: Clock) -> Held:
    return Held(id_of(ticket_id, key), ticket_id, key, each, "", "")


def _as_it_is(course: Course, held: Held) -> Held:
    each = course.ledger.clocks[held.key]
    ticket_type, priority = course.labels[held.key]
    return replace(
        held,
        clock=each,
        ticket_type=ticket_type,
        priority=priority,
        same_silence=_same_silence(course.ledger, held.key, each),
    )


def _same_silence(ledger: Ledger, key: Key, each: Clock) -> bool:
    if key.metric != metric.NEXT_REPLY:
        return False
    first = ledger.standing.latest(metric.FIRST_RESPONSE)
    return ticket_clocks.one_silence(ledger.clocks[first] if first else None, each)


def _void(each: Clock) -> Clock:
    return Clock(
        each.calendar,
        each.target,
        started_at=each.started_at,
        ended=RELEASED,
        ended_at=each.started_at,
        last=each.last,
    )


def labels(held: Mapping[Key, Held]) -> dict[Key, Label]:
    return {key: (each.ticket_type, each.priority) for key, each in held.items()}


def fresh(given: Pins) -> Course:
    return Course(Ledger(Standing(), {}), pins.again(given))


def ordered(told: Sequence[Fact]) -> list[Fact]:
    """By instant, and else as told."""
    return sorted(told, key=lambda fact: fact.at)
