"""A verification as it is kept and shown; a code's digest is never read out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.verification import validity
from underpin.desk.verification.validity import Method, Standing
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Verification:
    """That it was `person` who asked. `by`: who of ours took the code or called `approver` back.
    `attempts_left` at a code that waits."""

    id: UUID
    person_id: UUID
    person: str
    method: Method
    standing: Standing
    begun_at: datetime
    expires_at: datetime
    attempts_left: int
    approver: str | None
    by: str | None
    verified_at: datetime | None
    valid_until: datetime | None
    note: str


ROWS: Final = """
SELECT v.id, v.person_id, p.name AS person, v.method, v.attempts, v.begun_at, v.expires_at,
       a.name AS approver, s.name AS by, v.verified_at, v.valid_until, v.note
FROM verification v JOIN person p ON p.tenant_id = v.tenant_id AND p.id = v.person_id
LEFT JOIN person a ON a.tenant_id = v.tenant_id AND a.id = v.approver_id
LEFT JOIN staff s ON s.id = v.verified_by
WHERE v.tenant_id = $1 AND v.ticket_id = $2
ORDER BY v.begun_at DESC, v.id DESC LIMIT 50
"""


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Verification]:
    """The latest first. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    return await every(act, tenant, ticket.id)


async def every(act: Act, tenant: int, ticket_id: UUID) -> list[Verification]:
    return [_of(act, row) for row in await db.rows(ROWS, tenant, ticket_id)]


def _of(act: Act, row: db.Row) -> Verification:
    attempts = row["attempts"]
    plain = {name: row[name] for name in Verification.__slots__ if name in row}
    found = validity.standing(attempts, row["expires_at"], row["valid_until"], act.now)
    left = validity.ATTEMPTS - attempts if found == "waiting" else 0
    return Verification(**plain, standing=found, attempts_left=left)


async def holds(act: Act, ticket_id: UUID, person_id: UUID) -> bool:
    """Whether this person is verified on the ticket at this moment."""
    found: bool = await db.value(
        "SELECT EXISTS (SELECT FROM verification WHERE tenant_id = $1 AND ticket_id = $2 "
        "AND person_id = $3 AND verified_at IS NOT NULL AND valid_until > $4)",
        *(act.tenant_id, ticket_id, person_id, act.now),
    )
    return found
