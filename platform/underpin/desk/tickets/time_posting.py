"""What becomes of logged time: a lead reads it, sets right what is billed, posts or refuses it
(PRACTICE 32). What was refused goes back to whoever logged it, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from underpin.desk.tickets import time_entry
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 50
POSTS: Final = "time.post"


class Posted(Conflict):
    code = "time-posted"
    title = "This time is posted: it stands in the client's ledger"


@dataclass(frozen=True, slots=True)
class Entry:
    """Time that is not posted. `refused_for`: why a lead sent it back, None where nobody did."""

    id: UUID
    key: str
    client: str
    ticket: int
    subject: str
    staff_id: UUID
    staff: str
    worked_minutes: int
    billable_minutes: int
    work_type: str
    coverage: str
    text: str
    happened_at: datetime
    refused_for: str | None


SELECT: Final = """
SELECT e.id, n.key, n.name AS client, t.number AS ticket, t.subject, e.staff_id, s.name AS staff,
       e.worked_minutes, e.billable_minutes, e.work_type, e.coverage, e.text, e.happened_at,
       e.refused_for
FROM time_entry e JOIN tenant n ON n.id = e.tenant_id
JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
JOIN staff s ON s.id = e.staff_id WHERE
"""


async def entries(where: str, *words: object) -> list[Entry]:
    return [Entry(**row) for row in await db.rows(f"{SELECT} {where}", *words)]


@read("time.post", STAFF)
async def waiting(act: Act, after: UUID | None = None) -> list[Entry]:
    """What a lead has to read, of all clients they work for, the oldest first; a page, behind
    `after`. What was refused waits for whoever logged it."""
    where = (
        "e.posted_at IS NULL AND e.refused_at IS NULL AND ($1::uuid IS NULL OR "
        "(e.happened_at, e.tenant_id, e.id) > (SELECT b.happened_at, b.tenant_id, b.id "
        "FROM time_entry b WHERE b.id = $1)) ORDER BY e.happened_at, e.tenant_id, e.id LIMIT $2"
    )
    return await entries(where, after, PAGE)


@write("time.log", STAFF)
async def amend(act: Act, entry_id: UUID, billable_minutes: int, coverage: str, text: str) -> None:
    """By whoever logged it, or a lead. It is no longer refused. Raises NotFound, Forbidden,
    Posted, Malformed."""
    row = await _held(act, entry_id)
    if row["staff_id"] != act.person_id and not act.principal.may(POSTS):
        raise Forbidden("A lead sets right what others have logged.")
    if not 0 <= billable_minutes <= 24 * 60:
        raise Malformed("billable_minutes: 0 to 1440.", field="billable_minutes")
    if coverage not in time_entry.COVERAGES:
        known = ", ".join(time_entry.COVERAGES)
        raise Malformed(f"coverage: one of {known}.", field="coverage")
    said = {"billable_minutes": billable_minutes, "coverage": coverage, "text": text.strip()}
    nobody = {"refused_by": None, "refused_at": None, "refused_for": None}
    await _write(act, entry_id, **said, **nobody)


@write("time.post", STAFF)
async def refuse(act: Act, entry_id: UUID, reason: str) -> None:
    """Back to whoever logged it. Raises NotFound, OwnEntry, Posted, Malformed."""
    row = await _held(act, entry_id)
    said = reason.strip()
    if not 1 <= len(said) <= 300:
        raise Malformed("reason: why, in 1 to 300 characters.", field="reason")
    if row["staff_id"] == act.person_id:
        raise time_entry.OwnEntry
    await _write(act, entry_id, refused_by=act.person_id, refused_at=act.now, refused_for=said)


async def _held(act: Act, entry_id: UUID) -> db.Row:
    """Locked. Raises NotFound, Posted."""
    row = await db.row(
        "SELECT staff_id, posted_at FROM time_entry WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, entry_id),
    )
    if row is None:
        raise NotFound
    if row["posted_at"] is not None:
        raise Posted
    return row


async def _write(act: Act, entry_id: UUID, **columns: Any) -> None:
    await db.update("time_entry", {"tenant_id": act.tenant_id, "id": entry_id}, columns)
