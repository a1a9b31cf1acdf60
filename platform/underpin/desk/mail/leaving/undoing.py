"""Taking a reply's mails back before they leave (PRACTICE 25). The message itself stays on the
ticket, where the client reads it: what was said is not unsaid, it is only not mailed."""

from __future__ import annotations

from uuid import UUID

from underpin.desk.mail.leaving import digest, notifying
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, outgoing
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class AlreadyLeft(Conflict):
    code = "already-left"
    title = "The mails of this message have left already, or nobody was to get one"


MESSAGE = """
SELECT id, author_id, author_name, body FROM message
WHERE tenant_id = $1 AND ticket_id = $2 AND id = $3 AND visibility = 'public'
"""


UNMAILED = """
SELECT s.message_id FROM mail_sent s
JOIN outgoing o ON o.tenant_id = s.tenant_id AND o.id = s.outgoing_id
WHERE s.tenant_id = $1 AND s.ticket_id = $2 AND s.message_id IS NOT NULL
GROUP BY s.message_id HAVING bool_and(o.withdrawn_at IS NOT NULL)
"""


async def taken_back(tenant: int, ticket_id: UUID) -> frozenset[UUID]:
    """The ticket's messages of which every mail was."""
    rows = await db.rows(UNMAILED, tenant, ticket_id)
    return frozenset(each["message_id"] for each in rows)


@write("ticket.reply", STAFF)
async def withdraw(act: Act, number: int, message_id: UUID) -> int:
    """How many mails were taken back. Those not queued yet are queued first, so that they cannot
    be later. Raises NotFound, AlreadyLeft."""
    ticket = await tickets.held(act, number)
    row = await db.row(MESSAGE, act.tenant_id, ticket.id, message_id)
    if row is None:
        raise NotFound
    await notifying.of_message(act, ticket.id, row)
    queued = await db.rows(
        "SELECT outgoing_id FROM mail_sent WHERE tenant_id = $1 AND message_id = $2",
        act.tenant_id,
        message_id,
    )
    taken = await outgoing.withdraw_each(act, [each["outgoing_id"] for each in queued])
    taken += await digest.take_back(act, message_id)
    if not taken:
        raise AlreadyLeft
    return taken
