"""Who else of the client a mail was written to. Being copied in gives no part in a ticket and no
history; it is told to staff, who may let them watch."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.watching.watchers import Watcher
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

COPIED: Final = "ticket.copied_in"
MOST: Final = 50
KNOWN: Final = f"""
SELECT id FROM person WHERE tenant_id = $1 AND email = ANY ($2::text[])
AND state IN ('active', 'invited') AND id <> ALL ($3::uuid[]) ORDER BY id LIMIT {MOST}
"""
# Named since the ticket began, and with no part in it yet.
OFFERED: Final = """
SELECT p.id AS person_id, p.name FROM person p
WHERE p.tenant_id = $1 AND p.state IN ('active', 'invited') AND p.id <> $3 AND p.id IN (
    SELECT u.id::uuid FROM event e, json_array_elements_text(e.body::json -> 'people') AS u(id)
    WHERE e.tenant_id = $1 AND e.subject_id = $2 AND e.kind = $4)
AND NOT EXISTS (SELECT FROM ticket_watcher w
                WHERE w.tenant_id = $1 AND w.ticket_id = $2 AND w.person_id = p.id)
ORDER BY p.name, p.id LIMIT 100
"""


async def note(
    act: Act, ticket: Ticket, addresses: Collection[str], author_id: UUID | None
) -> None:
    """Keep which people of the client, known by their exact addresses, a mail went to as well."""
    written = sorted({each.lower() for each in addresses})
    if len(written) < 2:
        return
    part = [each for each in (ticket.requester_id, author_id) if each is not None]
    rows = await db.rows(KNOWN, act.tenant_id, written, part)
    if rows:
        people = {"people": [str(row["id"]) for row in rows]}
        await events.emit(act, events.New(COPIED, ticket.id, people))


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Watcher]:
    """Those of them who do not watch it, by name. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(OFFERED, tenant, ticket.id, ticket.requester_id, COPIED)
    return [Watcher(**row) for row in rows]
