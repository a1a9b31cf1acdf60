"""A ticket's clocks run: what governs it when it is raised, and what each fact means for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from contracts import course as courses
from contracts import due, facts, instant, ledgers, lived, pins, ticket_clocks
from contracts.choosing import choose
from contracts.course import Course
from contracts.facts import Fact
from contracts.ledgers import KeptLedger
from contracts.lived import Lived
from contracts.subject import Due, Pinned, Subject
from underpin.kernel import db
from underpin.kernel.act import Act

__all__ = ["Due", "Pinned", "Subject", "choose", "follow"]

ALL_CLOCKS: Final = (facts.Reprioritised, facts.TypeChanged, facts.Merged, facts.Absorbed)
MOVES_ON: Final = (facts.Resolved, facts.Closed, facts.Merged, facts.TierMoved)
NO_FACTS_OF_OURS: Final = (facts.BreachRecorded, facts.BreachWithdrawn)
PREFIX: Final = "ticket."
ALARM: Final = "alarm"


async def follow(act: Act, subject: Subject, told: Sequence[Fact]) -> Due:
    """Move the ticket's clocks, write what happened to each, set their timers.

    In the desk's transaction, the ticket locked and `told` already among its events. A fact that
    lies before one known already makes the whole life be lived again. Returns the next due.
    """
    kept = await _read(act, subject, told)
    if not told:
        return _due(kept, kept.ledger)
    try:
        return await _onward(act, subject, kept, told)
    except ticket_clocks.OutOfOrder:
        return await _anew(act, subject, told)


async def _read(act: Act, subject: Subject, told: Sequence[Fact]) -> KeptLedger:
    found = await ledgers.read(
        act,
        [subject.ticket_id],
        every_clock=any(isinstance(fact, ALL_CLOCKS) for fact in told),
        in_force=any(isinstance(fact, pins.HAND_OVERS) for fact in told),
    )
    return found[subject.ticket_id]


async def _onward(act: Act, subject: Subject, kept: KeptLedger, told: Sequence[Fact]) -> Due:
    start = Course(
        courses.taken_back(kept.ledger, told[0].at),
        kept.pins or pins.at_start(subject.pinned),
        courses.labels(kept.clocks),
    )
    course = await courses.live(act.tenant_id, subject.service_id, start, told, kept.in_force)
    course = courses.caught_up(course, kept.clocks)
    await lived.write(act, _left(act, kept, course, told, kept.history))
    return _due(kept, course.ledger)


async def _anew(act: Act, subject: Subject, told: Sequence[Fact]) -> Due:
    """All that ever happened, in the order in which it did, under a new history of each clock."""
    known = await ledgers.read(act, [subject.ticket_id], every_clock=True, in_force=True)
    kept = known[subject.ticket_id]
    start = courses.fresh(kept.pins or pins.at_start(subject.pinned))
    every = courses.ordered(await _all_facts(act, subject.ticket_id))
    course = await courses.live(act.tenant_id, subject.service_id, start, every, kept.in_force)
    course = courses.caught_up(course, kept.clocks)
    await lived.write(act, _left(act, kept, course, told, kept.history + 1))
    return _due(kept, course.ledger)


def _left(act: Act, kept: KeptLedger, course: Course, told: Sequence[Fact], history: int) -> Lived:
    clocks = courses.touched(kept.ticket_id, course, kept.clocks, history)
    return Lived(
        ticket_id=kept.ticket_id,
        standing=course.ledger.standing,
        pins=course.pins,
        history=history,
        touched_at=_touched(act, kept.touched_at, told),
        clocks=[*clocks, *courses.gone(course, kept.clocks, history)],
        changes=course.changes,
        moved_on=any(isinstance(fact, MOVES_ON) for fact in told),
    )


async def _all_facts(act: Act, ticket_id: UUID) -> list[Fact]:
    kinds = [PREFIX + kind for kind, fact in facts.KINDS.items() if fact not in NO_FACTS_OF_OURS]
    rows = await db.rows(
        "SELECT kind, body FROM event WHERE tenant_id = $1 AND subject_id = $2 "
        "AND kind = ANY ($3::text[]) ORDER BY position",
        act.tenant_id,
        ticket_id,
        kinds,
    )
    return [
        facts.from_json(row["kind"].removeprefix(PREFIX), msgspec.json.decode(row["body"]))
        for row in rows
    ]


def _touched(act: Act, before: datetime | None, told: Sequence[Fact]) -> datetime | None:
    """When somebody of ours last did something; an alarm's own act is no touch."""
    ours = [fact.at for fact in told if fact.actor in ("staff", "system")]
    if act.source == ALARM or not ours:
        return before
    latest = instant.at(max(ours))
    return latest if before is None else max(before, latest)


def _due(kept: KeptLedger, ledger: ticket_clocks.Ledger) -> Due:
    return due.of(ledger.clocks, missed_before=kept.missed_before)
