"""A message becomes a ticket of its own, which starts at that message (PRACTICE 18)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.desk.links import link
from underpin.desk.tickets import raising
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

FIND: Final = """
SELECT author_kind, author_id, body, channel, happened_at FROM message
WHERE tenant_id = $1 AND ticket_id = $2 AND id = $3 AND visibility = 'public'
"""


@write("ticket.work", STAFF)
async def split(
    act: Act, number: int, message_id: UUID, subject: str, *, service_id: UUID | None = None
) -> Ticket:
    """What the client wrote there is another matter: theirs who wrote it, reached us then. The
    message stays where it was, too. Raises NotFound, Malformed."""
    ticket = await tickets.held(act, number)
    said = await db.row(FIND, act.tenant_id, ticket.id, message_id)
    if said is None:
        raise NotFound
    if said["author_kind"] != "member":
        raise Malformed("message_id: split off what the client wrote.", field="message_id")
    new = NewTicket(
        subject,
        said["body"],
        type=ticket.type,
        impact=ticket.impact,
        urgency=ticket.urgency,
        service_id=service_id or ticket.service_id,
        requester_id=said["author_id"] or ticket.requester_id,
        channel=said["channel"],
        confidential=ticket.confidential,
        raised_at=said["happened_at"],
    )
    made: Ticket = await raising.raise_ticket(act, new)
    await link.keep(act, made.id, ticket.id, "split_from")
    return made
