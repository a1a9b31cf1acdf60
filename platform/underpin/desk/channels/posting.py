"""What somebody said in a channel, as a ticket or as a message on one. It counts from when it
reached us, however long it waited (PRACTICE 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.channels.adapter import Said
from underpin.desk.lifetime import afterword
from underpin.desk.tickets import messages, raising, states, talking, visibility
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import Audience

LONGEST_SUBJECT: Final = 100

# As the member's own row policy says (desk/tickets/visibility), of a person named by id.
SEES: Final = """
SELECT EXISTS (SELECT FROM ticket t WHERE t.tenant_id = $1 AND t.id = $2 AND (
    t.requester_id = $3
    OR EXISTS (SELECT FROM ticket_watcher w WHERE w.tenant_id = $1 AND w.ticket_id = t.id
               AND w.person_id = $3)
    OR (NOT t.confidential AND EXISTS (
        SELECT FROM member_grant g WHERE g.tenant_id = $1 AND g.person_id = $3
        AND (g.reach = 'company' OR (g.reach = 'site' AND t.site_id = (
            SELECT p.site_id FROM person p WHERE p.tenant_id = $1 AND p.id = $3)))))))
"""
STAFF_SEES: Final = f"""
SELECT EXISTS (SELECT FROM ticket t WHERE t.tenant_id = $1 AND t.id = $2
               AND {visibility.staff_sees("t", "$3")})
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A message that is to be posted: under whose name is the act's. `message_id` is the
    delivery's own, so that handling it again makes no other."""

    said: Said
    received_at: datetime
    message_id: UUID


async def takes_part(act: Act, ticket: Ticket) -> bool:
    """Whether who acts may write on it: any of our people who work for this client; of the
    client's, who may see it."""
    sees = STAFF_SEES if act.audience is Audience.STAFF else SEES
    seen: bool = await db.value(sees, act.tenant_id, ticket.id, act.person_id)
    return seen


async def open_ticket(act: Act, word: Word, service_id: UUID | None) -> Ticket:
    """In the name of who acts, a person of the client's."""
    new = NewTicket(
        _subject(word.said),
        word.said.text,
        service_id=service_id,
        requester_id=act.person_id,
        channel=act.source,
        raised_at=word.received_at,
        ticket_id=ids.derive(word.message_id, "ticket"),
    )
    ticket: Ticket = await raising.raise_ticket(act, new)
    return ticket


def _subject(said: Said) -> str:
    first = (said.subject or said.text).strip().splitlines()[0]
    return first if len(first) <= LONGEST_SUBJECT else f"{first[: LONGEST_SUBJECT - 1]}…"


async def post(act: Act, ticket: Ticket, word: Word) -> None:
    """On the ticket, or on that into which it went; on one that is done it asks for a look."""
    if act.audience is Audience.STAFF:
        await talking.reply(act, ticket.number, word.said.text, message_id=word.message_id)
        return
    goes_on = ticket
    if ticket.merged_into is not None:
        goes_on = await tickets.held_by_id(act, ticket.merged_into)
    message = await messages.write_clients(
        act,
        ticket,
        word.said.text,
        message_id=word.message_id,
        author_id=act.person_id,
        author_name=act.principal.name,
        at=word.received_at,
    )
    if goes_on.state in states.DONE:
        await afterword.waits(act, goes_on, message)
    else:
        await talking.from_client(act, goes_on, word.received_at)
