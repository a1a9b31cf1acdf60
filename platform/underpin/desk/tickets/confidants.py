"""Who of the staff may know of a confidential ticket, besides whoever holds it (PRACTICE 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.desk.complaints import complaint
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets import visibility
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Confidant:
    """`named_by`: the staff person who named them."""

    staff_id: UUID
    name: str
    named_by: UUID | None
    named_at: datetime


INSERT = """
INSERT INTO ticket_confidant (tenant_id, ticket_id, staff_id, named_by, named_at)
SELECT $1, $2, a.staff_id, $4, $5 FROM assignment a WHERE a.tenant_id = $1 AND a.staff_id = $3
ON CONFLICT DO NOTHING
"""
WORKS_HERE = "SELECT EXISTS (SELECT FROM assignment WHERE tenant_id = $1 AND staff_id = $2)"


@write("ticket.work", STAFF)
async def name(act: Act, number: int, staff_id: UUID) -> None:
    """Let a colleague who works for this client know of it; named twice they are named once. Who
    may not know of the ticket names nobody. Raises ComplainedOf, NotFound, Malformed."""
    ticket = await _known(act, number)
    await complaint.check(act, ticket, staff_id)
    if not await db.value(WORKS_HERE, act.tenant_id, staff_id):
        raise Malformed("staff_id: nobody with this id works for this client.", field="staff_id")
    await db.execute(INSERT, act.tenant_id, ticket.id, staff_id, act.person_id, act.now)


@write("ticket.work", STAFF)
async def unname(act: Act, number: int, staff_id: UUID) -> None:
    """Raises NotFound for somebody who was not named."""
    ticket = await _known(act, number)
    gone = await db.execute(
        "DELETE FROM ticket_confidant WHERE tenant_id = $1 AND ticket_id = $2 AND staff_id = $3",
        *(act.tenant_id, ticket.id, staff_id),
    )
    if not gone:
        raise NotFound


async def _known(act: Act, number: int) -> Ticket:
    ticket = await tickets.held(act, number)
    sees = f"SELECT {visibility.staff_sees('t', '$3')} FROM ticket t WHERE t.tenant_id = $1 "
    if not await db.value(f"{sees}AND t.id = $2", act.tenant_id, ticket.id, act.person_id):
        raise NotFound
    return ticket


NAMED = f"""
SELECT c.staff_id, s.name, c.named_by, c.named_at
FROM ticket t JOIN ticket_confidant c ON c.tenant_id = t.tenant_id AND c.ticket_id = t.id
JOIN staff s ON s.id = c.staff_id
WHERE t.tenant_id = $1 AND t.number = $2 AND {visibility.staff_sees("t", "$3")}
ORDER BY s.name, s.id
"""


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Confidant]:
    """By name; empty where nobody was named."""
    return [Confidant(**row) for row in await db.rows(NAMED, tenant, number, act.person_id)]
