"""A client who does not answer: reminded, and after enough reminders the ticket may be closed for
silence (PRACTICE 13)."""

from __future__ import annotations

from datetime import datetime

from contracts import facts
from underpin.desk.lifetime import terms
from underpin.desk.tickets import finishing, follow_up
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

REMINDED = "ticket.reminded"
REASON = "the client did not answer"
# Since the client's last word.
REMINDERS = """
SELECT count(*) FROM event e WHERE e.tenant_id = $1 AND e.subject_id = $2 AND e.kind = $3
AND e.position > coalesce((SELECT max(w.position) FROM event w WHERE w.tenant_id = $1
                           AND w.subject_id = $2 AND w.kind = 'ticket.client_message'), 0)
"""


class NotAsked(Conflict):
    code = "not-waiting"
    title = "This ticket does not wait for the client: ask a question first"


class TooFewReminders(Conflict):
    code = "too-few-reminders"
    title = "Remind the client before closing for silence"


@write("ticket.work", STAFF)
async def remind(
    act: Act, number: int, body: str, until: datetime, *, version: int | None = None
) -> Message:
    """Ask once more and wait until then. Raises NotAsked, NotFound, Malformed, StaleVersion."""
    ticket = await _asked(act, number, version)
    message: Message = await follow_up.ask(act, number, body, until)
    await events.emit(act, events.New(REMINDED, ticket.id, {"until": until.isoformat()}))
    return message


@write("ticket.work", STAFF)
async def close(act: Act, number: int, *, version: int | None = None) -> Ticket:
    """For silence. Raises NotAsked, NotFound, StaleVersion, TooFewReminders."""
    ticket = await _asked(act, number, version)
    wanted = (await terms.of(act.tenant_id)).reminders
    given: int = await db.value(REMINDERS, act.tenant_id, ticket.id, REMINDED)
    if given < wanted:
        raise TooFewReminders(f"{given} of {wanted} reminders were sent since their last word.")
    closed: Ticket = await finishing.close(act, number, reason=REASON)
    return closed


async def _asked(act: Act, number: int, version: int | None) -> Ticket:
    ticket = await tickets.held(act, number, version)
    if ticket.state != facts.WAITING_CLIENT:
        raise NotAsked
    return ticket
