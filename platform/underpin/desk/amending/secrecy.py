"""A ticket turns out to be confidential, or to be no secret after all (PRACTICE 2)."""

from __future__ import annotations

from typing import Final

from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import write

CHANGED: Final = "ticket.confidentiality"
# Who closes it goes on knowing of it, and who of ours has yet to decide about something on it.
KEEP: Final = """
INSERT INTO ticket_confidant (tenant_id, ticket_id, staff_id, named_by, named_at)
SELECT $1, $2, u, $4, $5 FROM (
    SELECT $3::uuid AS u WHERE $3::uuid IS NOT NULL
    UNION SELECT a.person_id FROM approval_approver a
    WHERE a.tenant_id = $1 AND a.ticket_id = $2 AND a.side = 'provider' AND a.is_open) n
ON CONFLICT DO NOTHING
"""


@write("ticket.reply", STAFF, MEMBER)
async def close(act: Act, number: int) -> Ticket:
    """From now on for the people named: on the client's side its requester and watchers, on ours
    its holder, whoever closes it, and who is named. Of the client only the requester may say so.
    Raises Forbidden, NotFound."""
    ticket = await tickets.held(act, number)
    if act.audience is Audience.MEMBER and ticket.requester_id != act.person_id:
        raise Forbidden("Whoever reported it says that it is confidential, or the service desk.")
    if ticket.confidential:
        return ticket
    ours = act.person_id if act.audience is Audience.STAFF else None
    await db.execute(KEEP, act.tenant_id, ticket.id, ours, act.person_id, act.now)
    return await _keep(act, ticket, None, confidential=True)


@write("ticket.work", STAFF)
async def open_up(act: Act, number: int, reason: str) -> Ticket:
    """Everybody who works for the client sees it again, and of the client who sees more than their
    own. Raises Malformed, NotFound."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: why, in 1 to 2,000 characters.", field="reason")
    ticket = await tickets.held(act, number)
    return await _keep(act, ticket, reason.strip(), confidential=False)


async def _keep(act: Act, ticket: Ticket, reason: str | None, *, confidential: bool) -> Ticket:
    if ticket.confidential == confidential:
        return ticket
    changed = await recording.change(act, ticket, [], {"confidential": confidential})
    told = events.New(CHANGED, ticket.id, {"confidential": confidential}, reason=reason)
    await events.emit(act, told)
    return changed
