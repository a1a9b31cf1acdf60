"""One vendor case for all tickets of a major incident: the leading ticket's."""

from __future__ import annotations

from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.errors import Conflict


class CaseElsewhere(Conflict):
    code = "case-elsewhere"
    title = "The vendor has this major incident by its leading ticket: open the case there"


async def check(ticket: Ticket) -> None:
    """Raises CaseElsewhere for a ticket that another one leads."""
    if ticket.major_id is None:
        return
    lead = await db.value(
        "SELECT lead_ticket_id FROM major_incident WHERE id = $1", ticket.major_id
    )
    if lead != ticket.id:
        raise CaseElsewhere
