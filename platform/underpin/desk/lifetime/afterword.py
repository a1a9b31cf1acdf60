"""A client's word on a ticket that is done: thanks, or still broken? (PRACTICE 17)

It reopens nothing by itself, because "thanks!" is not a reopening. Somebody looks and says what
it was; if nobody does in time, or the client says that it is not solved, the ticket is open again
from the moment of the word. Too long after the end it becomes a ticket of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from underpin.desk.lifetime import afterwords, terms
from underpin.desk.lifetime.afterwords import KIND, Afterword
from underpin.desk.links import link
from underpin.desk.tickets import finishing, messages, raising, recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import events, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import write

SAID = "ticket.afterword"
THANKS = "ticket.thanks"
UNSEEN = "nobody looked at the client's message in time"


class NothingSaid(Conflict):
    code = "nothing-said"
    title = "The client has said nothing since this ticket was done"


async def said(act: Act, ticket: Ticket, body: str, message_id: UUID | None = None) -> Message:
    """Within a verb, the ticket held: a client's word on it; moves no clock yet."""
    agreed = await terms.of(act.tenant_id)
    ended = ticket.closed_at or ticket.resolved_at
    if ended is not None and act.now > ended + agreed.reopens_within:
        return await _anew(act, ticket, body)
    message = await messages.write(act, ticket, messages.PUBLIC, body, message_id=message_id)
    await waits(act, ticket, message)
    return message


async def waits(act: Act, ticket: Ticket, message: Message) -> None:
    """Somebody has to look at it."""
    agreed = await terms.of(act.tenant_id)
    word = Afterword(message.id, message.author_id, act.now)
    await afterwords.keep(act, ticket.id, word, act.now + agreed.look_within)
    await events.emit(act, events.New(SAID, ticket.id, {"message_id": str(message.id)}))
    await recording.change(act, ticket, [])


@write("ticket.work", STAFF)
async def thanks(act: Act, number: int, *, version: int | None = None) -> Ticket:
    """It was thanks: the ticket stays done. Raises NotFound, NothingSaid, StaleVersion."""
    ticket = await tickets.held(act, number, version)
    if not await afterwords.answer(act, ticket.id, "thanks"):
        raise NothingSaid
    await events.emit(act, events.New(THANKS, ticket.id))
    return await recording.change(act, ticket, [])


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("ticket"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """Nobody looked: what the client wrote is taken at its word."""
    for timer in batch:
        ticket = await tickets.held_by_id(act, timer.subject_id)
        if ticket.state in states.DONE and await afterwords.waiting(act.tenant_id, ticket.id):
            await finishing.reopen(act, ticket.number, reason=UNSEEN)


async def _anew(act: Act, before: Ticket, body: str) -> Message:
    """A ticket of its own that follows the old one; returns its first message."""
    new = NewTicket(
        before.subject,
        body,
        type=before.type,
        service_id=before.service_id,
        requester_id=before.requester_id,
        channel=act.source,
        confidential=before.confidential,
    )
    ticket = await raising.raise_ticket(act, new)
    await link.keep(act, ticket.id, before.id, "follows")
    (opening,) = await messages.of_ticket(act.tenant_id, ticket.id)
    return opening
