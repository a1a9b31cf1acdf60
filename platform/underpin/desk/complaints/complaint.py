"""A complaint goes to who leads, never to who is complained of; if it is confidential, that person
does not see it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from contracts.facts import Assigned
from underpin.desk.complaints import leading
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.events import Consumer, Event

TYPE: Final = "complaint"
MADE: Final = "ticket.complained"


class ComplainedOf(Conflict):
    code = "complained-of"
    title = "The complaint is about this person: somebody else must answer it"


INSERT: Final = """
INSERT INTO complaint (tenant_id, ticket_id, about_ticket_id, about_staff_id)
VALUES ($1, $2, $3, $4)
"""


async def settle(act: Act, ticket: Ticket, about: int | None) -> Ticket:
    """Within the verb that raised it: given to who leads the client's service, else to its account
    manager. `about` is the ticket complained of, and so whoever holds that. Raises Malformed."""
    of = await _about(act, about)
    person = of.assignee_id if of else None
    await db.execute(INSERT, act.tenant_id, ticket.id, of.id if of else None, person)
    leaders = await leading.of(act.tenant_id, but=person)
    await leading.confide(act, ticket, leaders)
    await events.emit(act, events.New(MADE, ticket.id))
    holder = next((each.id for each in leaders if each.assigned), None)
    if holder is None:
        return ticket
    given = Assigned(**recording.by(act, ticket), assignee=holder, tier=ticket.tier)
    return await recording.change(act, ticket, [given], {"assignee_id": holder})


async def _about(act: Act, number: int | None) -> Ticket | None:
    if number is None:
        return None
    try:
        return await tickets.held(act, number)
    except NotFound as unknown:
        raise Malformed("about: a ticket that you may see.", field="about") from unknown


ABOUT: Final = "SELECT about_staff_id FROM complaint WHERE tenant_id = $1 AND ticket_id = $2"


async def check(act: Act, ticket: Ticket, person: UUID | None) -> None:
    """Raises ComplainedOf for who may neither hold this ticket nor be told of it."""
    if ticket.type != TYPE or person is None:
        return
    if await db.value(ABOUT, act.tenant_id, ticket.id) == person:
        raise ComplainedOf


async def hear(act: Act, event: Event) -> None:
    """The consumer: who leads is told by mail."""
    person = await db.value(ABOUT, act.tenant_id, event.subject_id)
    for leader in await leading.of(act.tenant_id, but=person):
        await leading.tell(act, event.id, event.subject_id, "complained", leader)


CONSUMER: Final = Consumer("complaint", "mail", (MADE,), hear, frozenset({"replay", "demo"}))
