"""The time of a ticket, for whoever works it: what was worked, what is charged, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.subject import Standing
from underpin.desk.chargeable import held_back
from underpin.desk.chargeable.covering import Allowance
from underpin.desk.tickets import recording, time_entry
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


class AlreadyPosted(Conflict):
    code = "already-posted"
    title = "This entry is in the ledger already: correct it there"


@dataclass(frozen=True, slots=True)
class Entry:
    """`waits`: not covered, so that it cannot be posted until an estimate is accepted."""

    id: UUID
    staff: str
    worked_minutes: int
    billable_minutes: int
    work_type: str
    coverage: str
    text: str
    happened_at: datetime
    posted_at: datetime | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """`standing`: whether a contract covers the ticket (PRACTICE 9)."""

    standing: Standing
    po_number: str | None
    allowance: Allowance
    short_of: int
    entries: list[Entry]


ROWS: Final = """
SELECT e.id, coalesce(s.name, '') AS staff, e.worked_minutes, e.billable_minutes, e.work_type,
       e.coverage, e.text, e.happened_at, e.posted_at
FROM time_entry e LEFT JOIN staff s ON s.id = e.staff_id
WHERE e.tenant_id = $1 AND e.ticket_id = $2 ORDER BY e.happened_at, e.id LIMIT 1000
"""


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> Worked:
    """Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    charged = await held_back.of(tenant, ticket)
    rows = await db.rows(ROWS, tenant, ticket.id)
    order = await db.value(
        "SELECT po_number FROM ticket WHERE tenant_id = $1 AND id = $2", tenant, ticket.id
    )
    entries = [Entry(**row, waits=row["id"] in charged.waiting) for row in rows]
    return Worked(ticket.pinned.standing, order, charged.allowance, charged.short_of, entries)


@write("time.post", STAFF)
async def cover(act: Act, entry_id: UUID, coverage: str, reason: str) -> None:
    """Take an entry as included, chargeable or free of charge, before it is posted. Raises
    Malformed, NotFound, AlreadyPosted."""
    if coverage not in time_entry.COVERAGES:
        among = ", ".join(time_entry.COVERAGES)
        raise Malformed(f"coverage: one of {among}.", field="coverage")
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: why, in 1 to 2,000 characters.", field="reason")
    keys = {"tenant_id": act.tenant_id, "id": entry_id}
    of = "SELECT ticket_id FROM time_entry WHERE tenant_id = $1 AND id = $2"
    found = await db.value(of, *keys.values())
    if found is None:
        raise NotFound
    ticket = await tickets.held_by_id(act, found)
    await tickets.held(act, ticket.number)
    changed = await db.execute(
        "UPDATE time_entry SET coverage = $3 "
        "WHERE tenant_id = $1 AND id = $2 AND posted_at IS NULL",
        *(*keys.values(), coverage),
    )
    if not changed:
        raise AlreadyPosted
    body = {"entry_id": str(entry_id), "coverage": coverage}
    await events.emit(act, events.New("ticket.time_covered", found, body, reason=reason.strip()))
    await recording.change(act, ticket, [])
