"""An approver of the client was called back, at a number we know, and vouched for who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.verification import verification
from underpin.desk.verification.validity import HOLDS
from underpin.desk.verification.verification import Verification
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

VOUCHES: Final = """
SELECT EXISTS (SELECT FROM person p JOIN member_role r
    ON r.tenant_id = p.tenant_id AND r.person_id = p.id
    WHERE p.tenant_id = $1 AND p.id = $2 AND p.state = 'active'
    AND r.role IN ('approver', 'client_admin'))
"""


@dataclass(frozen=True, slots=True)
class Approver:
    """Who may vouch for somebody."""

    id: UUID
    name: str


@read("ticket.read", STAFF)
async def approvers(act: Act, tenant: int, number: int) -> list[Approver]:
    """Whom of the client to call back, by name: never the requester. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        "SELECT p.id, p.name FROM person p WHERE p.tenant_id = $1 AND p.id <> $2 "
        "AND p.state = 'active' AND EXISTS (SELECT FROM member_role r "
        "WHERE r.tenant_id = p.tenant_id AND r.person_id = p.id "
        "AND r.role IN ('approver', 'client_admin')) ORDER BY p.name, p.id LIMIT 100",
        *(tenant, ticket.requester_id),
    )
    return [Approver(**row) for row in rows]


INSERT: Final = """
INSERT INTO verification (tenant_id, id, ticket_id, person_id, method, attempts, begun_by, begun_at,
                          expires_at, approver_id, note, verified_by, verified_at, valid_until)
VALUES ($1, $2, $3, $4, 'call_back', 0, $5, $6, $8, $7, $9, $5, $6, $8)
"""


@write("ticket.work", STAFF)
async def record(act: Act, number: int, approver_id: UUID, note: str) -> Verification:
    """`note`: at which number, and what was said. Nobody vouches for themselves. Raises Malformed,
    NotFound."""
    ticket = await tickets.held(act, number)
    if not 1 <= len(note.strip()) <= 2000:
        raise Malformed("note: at which number, and what was said.", field="note")
    if approver_id == ticket.requester_id:
        raise Malformed("approver_id: nobody vouches for themselves.", field="approver_id")
    if not await db.value(VOUCHES, act.tenant_id, approver_id):
        raise Malformed("approver_id: an active approver of this client.", field="approver_id")
    made, until = ids.new(), act.now + HOLDS["call_back"]
    words = (ticket.id, ticket.requester_id, act.person_id, act.now, approver_id, until)
    await db.execute(INSERT, act.tenant_id, made, *words, note.strip())
    body = {"verification_id": str(made), "method": "call_back"}
    await events.emit(act, events.New("ticket.verified", ticket.id, body))
    found = await verification.every(act, act.tenant_id, ticket.id)
    return next(each for each in found if each.id == made)
