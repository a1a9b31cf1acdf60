"""Every act of staff that moved a due time later, and how much of the target was used by then.

Pauses, falls of priority or type, merges, "no reply needed", and whatever was dated back by more
than five minutes (PRACTICE 15). Read from the ticket's log and its clocks' events; nothing is kept
of its own, so nothing can be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.calendars import compiled
from contracts.clocks import clock_history
from contracts.clocks.clock_history import History
from contracts.compliance.counted import later_due_moves
from contracts.compliance.counted.later_due_moves import Move
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Moved:
    """`what`: paused, retargeted, released, merged, ended or dated_back. `used` percent of the
    target at that instant, rounded down. `due_after` None: none was armed afterwards, or never
    again; of a pause it is the due once it ran on."""

    event_id: UUID
    ticket_id: UUID
    clock_id: UUID
    metric: str
    priority: str
    what: str
    by: UUID | None
    happened_at: datetime
    recorded_at: datetime
    reason: str | None
    used: str
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `before` asks for the next page; None at the end. A page of acts that moved
    nothing is empty and has one all the same."""

    moved: tuple[Moved, ...]
    before: UUID | None


ACTS: Final = """
SELECT e.id, e.subject_id, e.actor_id, e.kind, e.happened_at, e.recorded_at, e.reason
FROM event e
WHERE e.tenant_id = $1 AND e.actor_kind = 'staff' AND (
    e.kind IN ('ticket.state_changed', 'ticket.reprioritised', 'ticket.type_changed',
               'ticket.no_reply_needed', 'ticket.merged')
    OR e.recorded_at - e.happened_at > interval '5 minutes')
  AND ($2::uuid IS NULL OR e.actor_id = $2)
  AND ($3::uuid IS NULL OR (e.recorded_at, e.id) < (
      SELECT b.recorded_at, b.id FROM event b WHERE b.tenant_id = $1 AND b.id = $3))
ORDER BY e.recorded_at DESC, e.id DESC LIMIT $4
"""

CLOCKS: Final = """
SELECT c.id, c.ticket_id, c.metric, c.priority FROM clock c
WHERE c.tenant_id = $1 AND c.kind = 'SLA' AND c.ticket_id = ANY ($2::uuid[])
ORDER BY c.ticket_id, c.metric, c.number
"""


@read("later_due.read", STAFF)
async def of_tenant(
    act: Act, tenant: int, *, person: UUID | None = None, before: UUID | None = None
) -> Page:
    """Of everybody of ours, or of one person."""
    acts = await db.rows(ACTS, tenant, person, before, PAGE)
    clocks = await db.rows(CLOCKS, tenant, sorted({row["subject_id"] for row in acts}))
    told = await _told(tenant, [row["id"] for row in clocks])
    found = tuple(_moved(acts, clocks, told))
    return Page(found, acts[-1]["id"] if len(acts) == PAGE else None)


async def _told(tenant: int, clock_ids: Sequence[UUID]) -> Mapping[UUID, History]:
    kept = await clock_history.read(tenant, clock_ids)
    calendars = await compiled.of_tenant(tenant, clock_history.versions(kept.values()))
    found = {clock_id: clock_history.told(each, calendars) for clock_id, each in kept.items()}
    return {clock_id: each for clock_id, each in found.items() if each is not None}


def _moved(
    acts: Sequence[db.Row], clocks: Sequence[db.Row], told: Mapping[UUID, History]
) -> Iterator[Moved]:
    for done in acts:
        for clock in clocks:
            if clock["ticket_id"] != done["subject_id"] or clock["id"] not in told:
                continue
            act = later_due_moves.Done(done["happened_at"], done["recorded_at"])
            move = later_due_moves.of(told[clock["id"]], act)
            if move is not None:
                yield _said(done, clock, move)


def _said(done: db.Row, clock: db.Row, move: Move) -> Moved:
    return Moved(
        event_id=done["id"],
        ticket_id=done["subject_id"],
        clock_id=clock["id"],
        metric=clock["metric"],
        priority=clock["priority"],
        what=move.what,
        by=done["actor_id"],
        happened_at=done["happened_at"],
        recorded_at=done["recorded_at"],
        reason=done["reason"],
        used=move.used,
        due_before=move.due_before,
        due_after=move.due_after,
    )
