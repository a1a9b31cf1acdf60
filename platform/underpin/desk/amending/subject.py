"""Another subject, where what came in says nothing. What was said stays as it was said."""

from __future__ import annotations

from typing import Final

from underpin.desk.search import indexing
from underpin.desk.tickets import masking, recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

CHANGED: Final = "ticket.subject_changed"


@write("ticket.work", STAFF)
async def say(act: Act, number: int, subject: str, *, version: int | None = None) -> Ticket:
    """Found by its new words at once, and by the old ones no more. The log keeps that it changed,
    and neither text. Raises Malformed, NotFound, StaleVersion."""
    said = masking.masked(" ".join(subject.split()))
    if not 1 <= len(said) <= 300:
        raise Malformed("subject: 1 to 300 characters.", field="subject")
    ticket = await tickets.held(act, number, version)
    if ticket.subject == said:
        return ticket
    before = await indexing.texts(act.tenant_id, [number])
    await indexing.forget(
        act.tenant_id, [each for each in before if each.place == indexing.SUBJECT]
    )
    changed = await recording.change(act, ticket, [], {"subject": said})
    await indexing.keep(act.tenant_id, await indexing.texts(act.tenant_id, [number]))
    await events.emit(act, events.New(CHANGED, ticket.id))
    return changed
