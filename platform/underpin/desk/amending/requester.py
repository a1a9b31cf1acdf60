"""Somebody else's ticket than was thought: forwarded, logged in a wrong name, or handed on."""

from __future__ import annotations

from typing import Final

from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.watching import watchers
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

CHANGED: Final = "ticket.requester_changed"
WHO: Final = """
SELECT id, site_id FROM person
WHERE tenant_id = $1 AND email = lower($2) AND state IN ('active', 'invited')
"""


@write("ticket.work", STAFF)
async def give(
    act: Act, number: int, address: str, *, watches: bool = False, version: int | None = None
) -> Ticket:
    """To the person of this client with that address, who sees all of it that is public from then
    on, and whose site it is at. Who had it sees it no more, unless they watch it (`watches` lets
    them). Raises Malformed, NotFound, StaleVersion."""
    ticket = await tickets.held(act, number, version)
    who = await db.row(WHO, act.tenant_id, address.strip())
    if who is None:
        raise Malformed("address: nobody of this client has it; add them first.", field="address")
    if who["id"] == ticket.requester_id:
        return ticket
    if watches:
        await db.execute(watchers.ADD, act.tenant_id, ticket.id, ticket.requester_id)
    changes = {"requester_id": who["id"], "site_id": who["site_id"]}
    changed = await recording.change(act, ticket, [], changes)
    said = {"old": str(ticket.requester_id), "new": str(who["id"])}
    await events.emit(act, events.New(CHANGED, ticket.id, said))
    return changed
