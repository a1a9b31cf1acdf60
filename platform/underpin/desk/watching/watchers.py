"""Who of the client watches a ticket: they see it, and its public messages are mailed to them.

Staff who know of a ticket may name anybody of the client; naming somebody on a confidential one is
how they come to see it (PRACTICE 2). A member begins and ends their own watching only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.events import New
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Watcher:
    person_id: UUID
    name: str


ADD: Final = """
INSERT INTO ticket_watcher (tenant_id, ticket_id, person_id)
SELECT $1, $2, p.id FROM person p
WHERE p.tenant_id = $1 AND p.id = $3 AND p.state IN ('active', 'invited')
ON CONFLICT DO NOTHING
"""
HERE: Final = """
SELECT EXISTS (SELECT FROM person WHERE tenant_id = $1 AND id = $2
               AND state IN ('active', 'invited'))
"""
# Both sides are told who watches; a member's own scope shows them themselves.
OF_TICKET: Final = """
SELECT w.person_id, p.name FROM ticket_watcher w
JOIN person p ON p.tenant_id = w.tenant_id AND p.id = w.person_id
WHERE w.tenant_id = $1 AND w.ticket_id = $2 ORDER BY p.name, p.id LIMIT 500
"""


@write("ticket.reply", STAFF, MEMBER)
async def add(act: Act, number: int, person_id: UUID) -> None:
    """Added twice they watch once. Raises NotFound, Malformed."""
    ticket = await tickets.held(act, number)
    _check_own(act, person_id)
    if not await db.value(HERE, act.tenant_id, person_id):
        raise Malformed("person_id: nobody of this client has this id.", field="person_id")
    if await db.execute(ADD, act.tenant_id, ticket.id, person_id):
        await events.emit(act, New("ticket.watched", ticket.id, {"person_id": str(person_id)}))


@write("ticket.reply", STAFF, MEMBER)
async def remove(act: Act, number: int, person_id: UUID) -> None:
    """Raises NotFound, also for somebody who does not watch."""
    ticket = await tickets.held(act, number)
    _check_own(act, person_id)
    gone = await db.execute(
        "DELETE FROM ticket_watcher WHERE tenant_id = $1 AND ticket_id = $2 AND person_id = $3",
        *(act.tenant_id, ticket.id, person_id),
    )
    if not gone:
        raise NotFound
    await events.emit(act, New("ticket.unwatched", ticket.id, {"person_id": str(person_id)}))


def _check_own(act: Act, person_id: UUID) -> None:
    """A member may not know who else there is. Raises NotFound."""
    if act.audience is Audience.MEMBER and person_id != act.principal.person_id:
        raise NotFound


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Watcher]:
    """By name; a member finds themselves or nobody. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    return [Watcher(**row) for row in await db.rows(OF_TICKET, tenant, ticket.id)]
