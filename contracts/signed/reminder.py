"""What account managers are reminded of: renewals, notice, uplifts and ends of their clients'
contracts. Staff only (PRACTICE 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE, LONGEST_PAGE = 50, 200


class Settled(Conflict):
    code = "reminder-settled"
    title = "Somebody marked this done, or the contract's terms took the occasion away"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`occasion`: renewal (the first day of the next term), notice (the last day to give it),
    uplift, or end (the contract's last day). `client` is the tenant's key."""

    id: UUID
    client: str
    contract_id: UUID
    contract: str
    occasion: str
    due_on: date
    raised_at: datetime
    done_at: datetime | None
    done_by: UUID | None
    note: str


@read("contract.write", STAFF)
async def waiting(
    act: Act, after: tuple[date, UUID] | None = None, limit: int = PAGE
) -> list[Reminder]:
    """Those nobody has marked done, of all clients the asker has, the nearest day first; `after`
    the day and id of the last one of the page before."""
    day, last = after or (None, None)
    rows = await db.rows(f"{WAITING} ORDER BY r.due_on, r.id LIMIT $3", day, last, limit)
    return [Reminder(**row) for row in rows]


@write("contract.write", STAFF)
async def done(act: Act, reminder_id: UUID, note: str = "") -> Reminder:
    """Raises NotFound, Settled, Malformed."""
    if len(note) > 2000:
        raise Malformed("note: up to 2000 characters.", field="note")
    words = (act.tenant_id, reminder_id, act.now, act.person_id, note.strip())
    changed = await db.execute(DONE, *words)
    row = await db.row(f"{SELECT} WHERE r.tenant_id = $1 AND r.id = $2", *words[:2])
    if row is None:
        raise NotFound
    if not changed:
        raise Settled
    return Reminder(**row)


SELECT = """
SELECT r.id, t.key AS client, r.contract_id, c.name AS contract, r.occasion, r.due_on, r.raised_at,
       r.done_at, r.done_by, r.note
FROM contract_reminder r
JOIN contract c ON c.tenant_id = r.tenant_id AND c.id = r.contract_id
JOIN tenant t ON t.id = r.tenant_id
"""
WAITING = f"""{SELECT}
WHERE r.done_at IS NULL AND r.withdrawn_at IS NULL
  AND ($1::date IS NULL OR (r.due_on, r.id) > ($1, $2::uuid))
"""
DONE = """
UPDATE contract_reminder SET done_at = $3, done_by = $4, note = $5
WHERE tenant_id = $1 AND id = $2 AND done_at IS NULL AND withdrawn_at IS NULL
"""
