"""A problem is made of incidents that look like one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from underpin.desk.links import link
from underpin.desk.problems import problem
from underpin.desk.tickets import raising
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

MOST: Final = 100
CAUSED: Final = "caused_by"


@write("ticket.work", STAFF)
async def make(
    act: Act,
    subject: str,
    incidents: Sequence[int],
    *,
    body: str = "",
    ticket_id: UUID | None = None,
) -> Ticket:
    """As urgent as the most urgent of them, in the name of who asked first, and of their service
    where it is one. Each incident is said to be caused by it. Raises Malformed, NotFound."""
    if not 1 <= len(set(incidents)) <= MOST:
        raise Malformed(f"tickets: 1 to {MOST} incidents.", field="tickets")
    found = [await tickets.held(act, number) for number in sorted(set(incidents))]
    made: Ticket = await raising.raise_ticket(act, _new(subject, body, found, ticket_id))
    for each in found:
        await link.keep(act, each.id, made.id, CAUSED)
    return made


def _new(subject: str, body: str, found: Sequence[Ticket], ticket_id: UUID | None) -> NewTicket:
    if any(each.type == problem.TYPE for each in found):
        raise Malformed("tickets: a problem is not caused by another one.", field="tickets")
    first = min(found, key=lambda each: each.raised_at)
    worst = min(found, key=lambda each: (each.priority, each.number))
    services = {each.service_id for each in found}
    return NewTicket(
        subject,
        body,
        type=problem.TYPE,
        impact=worst.impact,
        urgency=worst.urgency,
        service_id=services.pop() if len(services) == 1 else None,
        requester_id=first.requester_id,
        channel="desk",
        confidential=any(each.confidential for each in found),
        ticket_id=ticket_id,
    )
