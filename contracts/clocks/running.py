"""A ticket's clocks run: what governs it when it is raised, and what each fact means for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from contracts import facts, instant
from contracts.clocks import course as courses
from contracts.clocks import due, ledgers, lived, pins, ticket_clocks
from contracts.clocks.course import Course
from contracts.clocks.ledgers import KeptLedger
from contracts.clocks.lived import Lived
from contracts.compliance.frozen import compliance_period
from contracts.facts import Fact
from contracts.signed.choosing import choose
from contracts.subject import Due, Pinned, Subject
from underpin.kernel import db
from underpin.kernel.act import Act

__all__ = ["Due", "Heard", "Pinned", "Subject", "choose", "follow", "follow_many"]

ALL_CLOCKS: Final = (facts.Reprioritised, facts.TypeChanged, facts.Merged, facts.Absorbed)
MOVES_ON: Final = (facts.Resolved, facts.Closed, facts.Merged, facts.TierMoved)
NO_FACTS_OF_OURS: Final = (facts.BreachRecorded, facts.BreachWithdrawn)
PREFIX: Final = "ticket."
ALARM: Final = "alarm"
REPLAY: Final = "replay"
"""A replay goes on once what is due has fired: its months are opened there and then, where the
relay would open them a moment later."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is told of one ticket at once."""

    subject: Subject
    told: Sequence[Fact]


async def follow(act: Act, subject: Subject, told: Sequence[Fact]) -> Due:
    """Move the ticket's clocks, write what happened to each, set their timers.

    In the desk's transaction, the ticket locked and `told` already among its events. A fact that
    lies before one known already makes the whole life be lived again. Returns the next due.
    """
    return (await follow_many(act, [Heard(subject, told)]))[subject.ticket_id]


async def follow_many(act: Act, heard: Sequence[Heard]) -> dict[UUID, Due]:
    """The same of many tickets, each named once, in as many statements as of one."""
    kept = await _read(act, heard)
    following = [each for each in heard if each.told]
    left = [await _onward(act, each, kept[each.subject.ticket_id]) for each in following]
    late = [each for each, found in zip(following, left, strict=True) if found is None]
    written = [*(found for found in left if found), *(await _anew(act, late) if late else ())]
    if written:
        await lived.write(act, *(each.lived for each in written))
    if act.source == REPLAY and _raises(following):
        await compliance_period.opened(act, act.now)
    silent = [each.subject.ticket_id for each in heard if not each.told]
    dues = {ticket_id: _due(kept[ticket_id], kept[ticket_id].ledger) for ticket_id in silent}
    return dues | {each.lived.ticket_id: each.due for each in written}


def _raises(heard: Sequence[Heard]) -> bool:
    return any(isinstance(fact, facts.Raised) for each in heard for fact in each.told)


@dataclass(frozen=True, slots=True)
class _Left:
    lived: Lived
    due: Due


async def _read(act: Act, heard: Sequence[Heard]) -> dict[UUID, KeptLedger]:
    told = [fact for each in heard for fact in each.told]
    return await ledgers.read(
        act,
        [each.subject.ticket_id for each in heard],
        every_clock=any(isinstance(fact, ALL_CLOCKS) for fact in told),
        in_force=any(isinstance(fact, pins.HAND_OVERS) for fact in told),
    )


async def _onward(act: Act, heard: Heard, kept: KeptLedger) -> _Left | None:
    """None where a fact lies before one known already."""
    subject, told = heard.subject, heard.told
    start = Course(
        courses.taken_back(kept.ledger, told[0].at),
        kept.pins or pins.at_start(subject.pinned),
        courses.labels(kept.clocks),
    )
    try:
        course = await courses.live(act.tenant_id, subject.service_id, start, told, kept.in_force)
    except ticket_clocks.OutOfOrder:
        return None
    return _left(act, kept, courses.caught_up(course, kept.clocks), told, kept.history)


async def _anew(act: Act, late: Sequence[Heard]) -> list[_Left]:
    """All that ever happened, in the order in which it did, under a new history of each clock."""
    ticket_ids = [each.subject.ticket_id for each in late]
    known = await ledgers.read(act, ticket_ids, every_clock=True, in_force=True)
    told = await _all_facts(act, ticket_ids)
    return [
        await _lived_again(act, each, known[each.subject.ticket_id], told[each.subject.ticket_id])
        for each in late
    ]


async def _lived_again(act: Act, heard: Heard, kept: KeptLedger, every: Sequence[Fact]) -> _Left:
    subject = heard.subject
    start = courses.fresh(kept.pins or pins.at_start(subject.pinned))
    course = await courses.live(
        act.tenant_id, subject.service_id, start, courses.ordered(every), kept.in_force
    )
    course = courses.caught_up(course, kept.clocks)
    return _left(act, kept, course, heard.told, kept.history + 1)


def _left(act: Act, kept: KeptLedger, course: Course, told: Sequence[Fact], history: int) -> _Left:
    clocks = courses.touched(kept.ticket_id, course, kept.clocks, history)
    left = Lived(
        ticket_id=kept.ticket_id,
        standing=course.ledger.standing,
        pins=course.pins,
        history=history,
        touched_at=_touched(act, kept.touched_at, told),
        clocks=[*clocks, *courses.gone(course, kept.clocks, history)],
        changes=course.changes,
        moved_on=any(isinstance(fact, MOVES_ON) for fact in told),
    )
    return _Left(left, _due(kept, course.ledger))


async def _all_facts(act: Act, ticket_ids: Sequence[UUID]) -> dict[UUID, list[Fact]]:
    kinds = [PREFIX + kind for kind, fact in facts.KINDS.items() if fact not in NO_FACTS_OF_OURS]
    rows = await db.rows(
        "SELECT subject_id, kind, body FROM event WHERE tenant_id = $1 "
        "AND subject_id = ANY ($2::uuid[]) AND kind = ANY ($3::text[]) "
        "ORDER BY subject_id, position",
        act.tenant_id,
        list(ticket_ids),
        kinds,
    )
    found: dict[UUID, list[Fact]] = {ticket_id: [] for ticket_id in ticket_ids}
    for row in rows:
        body = msgspec.json.decode(row["body"])
        found[row["subject_id"]].append(facts.from_json(row["kind"].removeprefix(PREFIX), body))
    return found


def _touched(act: Act, before: datetime | None, told: Sequence[Fact]) -> datetime | None:
    """When somebody of ours last did something; an alarm's own act is no touch."""
    ours = [fact.at for fact in told if fact.actor in ("staff", "system")]
    if act.source == ALARM or not ours:
        return before
    latest = instant.at(max(ours))
    return latest if before is None else max(before, latest)


def _due(kept: KeptLedger, ledger: ticket_clocks.Ledger) -> Due:
    return due.of(ledger.clocks, missed_before=kept.missed_before)
