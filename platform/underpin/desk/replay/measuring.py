"""The figures of a lived log, measured from what the product itself recorded: the ticket's events
and its resolution clock.

Only the log's own acts count (source `replay`); what the escalation policy did is shown apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from underpin.desk.replay.comparison import Measured
from underpin.desk.replay.step import Source, Wait
from underpin.kernel import db
from underpin.kernel.database.scope import Work

ZERO = timedelta()
WAITS = {f"log:{wait}": wait for wait in Wait}


@dataclass(frozen=True, slots=True)
class Fired:
    """What alarms did in one tenant; counts."""

    breaches: int
    escalations: int
    cases: int


@dataclass
class _Course:
    """One ticket's course so far, as its events tell it."""

    raised_at: datetime
    at: datetime
    tier: int
    live: bool = True
    wait: Wait | None = None
    assigned: bool = False
    closed_at: datetime | None = None
    tiers: dict[int, timedelta] = field(default_factory=lambda: defaultdict(timedelta))
    waits: dict[Wait, timedelta] = field(default_factory=lambda: defaultdict(timedelta))
    queued: timedelta = ZERO
    moves: Counter[str] = field(default_factory=Counter)

    def pass_to(self, at: datetime) -> None:
        spent, self.at = at - self.at, at
        self.tiers[self.tier] += spent
        if self.wait is not None:
            self.waits[self.wait] += spent
        if self.live and not self.assigned:
            self.queued += spent


EVENTS = """
SELECT t.reference, e.subject_id, e.kind, e.happened_at, e.reason, e.body
FROM event e JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.subject_id
WHERE e.tenant_id = $1 AND e.source = 'replay' AND e.kind LIKE 'ticket.%'
  AND t.reference IS NOT NULL
ORDER BY t.reference, e.position
"""

CLOCKS = """
SELECT ticket_id, elapsed_us, breached_at FROM clock
WHERE tenant_id = $1 AND metric = 'resolution' AND kind = 'SLA' AND state = 'stopped'
"""

FIRED = """
SELECT (SELECT count(*) FROM clock WHERE tenant_id = $1 AND breached_at IS NOT NULL
        AND kind = 'SLA')::int AS breaches,
       (SELECT count(*) FROM escalation WHERE tenant_id = $1)::int AS escalations,
       (SELECT count(*) FROM vendor_case WHERE tenant_id = $1)::int AS cases
"""


async def fired(tenant: int) -> Fired:
    async with db.open(Work(tenant)):
        row = await db.row(FIRED, tenant)
    assert row is not None, "a SELECT without FROM gives a row"  # noqa: S101
    return Fired(**row)


async def measure(tenant: int, source: Source) -> list[Measured]:
    """Each case of a tenant."""
    async with db.open(Work(tenant)):
        events = await db.rows(EVENTS, tenant)
        clocks = {row["ticket_id"]: row for row in await db.rows(CLOCKS, tenant)}
    return [
        _measured(source, reference, list(course), clocks)
        for reference, course in groupby(events, key=lambda row: str(row["reference"]))
    ]


def _measured(
    source: Source, case: str, events: Sequence[db.Row], clocks: Mapping[UUID, db.Row]
) -> Measured:
    course = _course(events)
    if source is Source.VOLVO:
        return Measured(
            case,
            lifetime=course.at - course.raised_at,
            escalations=course.moves["up"],
            deescalations=course.moves["down"],
            handoffs=course.moves["handoff"],
            queued=course.queued,
            tiers=course.tiers,
            waits=course.waits,
        )
    clock = clocks.get(events[0]["subject_id"])
    return Measured(
        case,
        lifetime=None if course.closed_at is None else course.closed_at - course.raised_at,
        elapsed=None if clock is None else timedelta(microseconds=clock["elapsed_us"]),
        breached=None if clock is None else clock["breached_at"] is not None,
        handoffs=course.moves["handoff"],
        waits=course.waits,
    )


def _course(events: Sequence[db.Row]) -> _Course:
    first = events[0]
    raised: dict[str, Any] = msgspec.json.decode(first["body"])
    course = _Course(first["happened_at"], first["happened_at"], raised["tier"])
    for row in events[1:]:
        course.pass_to(row["happened_at"])
        _take(course, row["kind"], row["reason"] or "", msgspec.json.decode(row["body"]), row)
    return course


def _take(course: _Course, kind: str, reason: str, body: Mapping[str, Any], row: db.Row) -> None:
    match kind:
        case "ticket.tier_moved":
            course.moves["up" if body["new"] > course.tier else "down"] += 1
            course.tier = body["new"]
        case "ticket.handed_over":
            course.moves["handoff"] += 1
        case "ticket.assigned":
            course.assigned = body.get("assignee") is not None
        case "ticket.state_changed" if reason.startswith("log:"):
            course.wait = WAITS.get(reason)
        case "ticket.resolved":
            course.live, course.wait = False, None
        case "ticket.closed":
            course.live, course.wait, course.closed_at = False, None, row["happened_at"]
        case "ticket.reopened":
            course.live, course.wait = True, None
