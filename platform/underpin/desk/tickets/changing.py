"""The same kind of change to many tickets at once, in as many statements as to one.

What `recording.change` does with one ticket, for what contracts carry out on a burst of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from contracts.clocks import running
from contracts.clocks.running import Heard
from contracts.facts import Fact
from contracts.subject import Due
from underpin.desk.queues import ranking
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Change:
    """`ticket` is as it shall be, but for what its clocks say; `said` are its facts, and `told`
    what else its log tells of it after them."""

    ticket: Ticket
    said: Sequence[Fact]
    told: Sequence[events.New] = ()
    reason: str | None = None


async def held(act: Act, ticket_ids: Sequence[UUID]) -> dict[UUID, Ticket]:
    """Tickets this transaction has locked already."""
    rows = await db.rows(
        f"SELECT {tickets.COLUMNS} FROM ticket WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
        act.tenant_id,
        list(ticket_ids),
    )
    return {row["id"]: tickets.of(row) for row in rows}


async def record(act: Act, changes: Sequence[Change]) -> None:
    """Events first, then the contract's clocks, then the rows. No ticket is named twice."""
    if not changes:
        return
    await events.emit(act, *(event for each in changes for event in _events(each)))
    heard = [Heard(each.ticket.under, each.said) for each in changes]
    dues = await running.follow_many(act, heard)
    await _write(act, [_row(act, each.ticket, dues[each.ticket.id]) for each in changes])


def _events(change: Change) -> list[events.New]:
    return [*(recording.event(fact, change.reason) for fact in change.said), *change.told]


def _row(act: Act, ticket: Ticket, due: Due) -> Mapping[str, Any]:
    major = ticket.major_id is not None
    standing = ranking.Standing(ticket.priority, ticket.raised_at, act.now, major=major)
    kept = {name: getattr(ticket, name) for name in ("id", *FOLLOWING)}
    return {
        **kept,
        "touched_at": recording.touched(act, ticket),
        **recording.due_columns(due, standing),
    }


FOLLOWING: Final = (
    "tier",
    "assignee_id",
    "agreement_version_id",
    "calendar_version_id",
    "state",
    "resolved_at",
    "closed_at",
)
WRITTEN: Final = (
    "due_at",
    "next_due",
    "next_metric",
    "next_warn_at",
    "breached",
    "touched_at",
    *FOLLOWING,
)
WRITE: Final = f"""
UPDATE ticket t SET {", ".join(f"{name} = u.{name}" for name in WRITTEN)},
    live = u.state NOT IN ('resolved', 'closed'), version = t.version + 1
FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::timestamptz[],
            $7::boolean[], $8::timestamptz[], $9::int[], $10::uuid[], $11::uuid[], $12::uuid[],
            $13::text[], $14::timestamptz[], $15::timestamptz[])
     AS u(id, {", ".join(WRITTEN)})
WHERE t.tenant_id = $1 AND t.id = u.id
"""


async def _write(act: Act, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = ([row[name] for row in rows] for name in ("id", *WRITTEN))
    await db.execute(WRITE, act.tenant_id, *columns)
