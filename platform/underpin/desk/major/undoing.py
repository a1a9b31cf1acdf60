"""One client's ticket was not over with the major incident."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.desk.tickets import finishing
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

NOT_OVER: Final = "not over with the major incident"
UNDONE: Final = """
UPDATE major_ticket SET undone_by = $3, undone_at = $4
WHERE tenant_id = $1 AND ticket_id = $2 AND resolved_at IS NOT NULL AND undone_at IS NULL
RETURNING major_id
"""


@write("ticket.reopen", STAFF)
async def undo(act: Act, number: int, *, reason: str = "") -> Ticket:
    """It is open again by itself, no longer part of the incident. Raises NotFound for one that was
    not resolved with one, WrongState."""
    ticket = await tickets.held(act, number)
    major_id: UUID | None = await db.value(
        UNDONE, *(act.tenant_id, ticket.id, act.person_id, act.now)
    )
    if major_id is None:
        raise NotFound
    said = reason.strip() or NOT_OVER
    again: Ticket = await finishing.reopen(act, number, reason=said)
    return again
