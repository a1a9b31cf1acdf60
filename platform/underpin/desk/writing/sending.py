"""What was prepared for a message goes with it: its files become its attachments, and the draft
has served."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from underpin.desk.tickets.ticket import Ticket
from underpin.desk.writing import limits
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed

SENT = """
WITH drafted AS (
    DELETE FROM draft WHERE tenant_id = $1 AND ticket_id = $2 AND owner_id = $3 AND visibility = $4
), taken AS (
    DELETE FROM upload WHERE tenant_id = $1 AND owner_id = $3 AND id = ANY ($5::uuid[])
    AND (ticket_id = $2 OR ticket_id IS NULL) RETURNING *
), quiet AS (
    DELETE FROM timer WHERE tenant_id = $1 AND kind = 'upload'
    AND key = ANY (SELECT id::text FROM taken)
), put AS (
    INSERT INTO attachment (tenant_id, id, ticket_id, message_id, file_id, name, media_type, size,
                            inline, added_at)
    SELECT tenant_id, id, $2, $6, file_id, name, media_type, size, false, $7 FROM taken
    RETURNING 1
)
SELECT count(*) FROM put
"""


async def sent(
    act: Act, ticket: Ticket, visibility: str, message_id: UUID, attach: Sequence[UUID] = ()
) -> None:
    """Within the verb that writes the message. `attach` are files its author had waiting, each of
    them; raises Malformed where one is not there any more."""
    if act.principal.person_id is None:
        return
    wanted = list(dict.fromkeys(attach))
    if wanted and len(wanted) > (await limits.of(act.tenant_id)).most_per_message:
        raise Malformed("attach: too many files for one message.", field="attach")
    put = await db.value(
        SENT,
        *(act.tenant_id, ticket.id, act.principal.person_id, visibility),
        *(wanted, message_id, act.now),
    )
    if put != len(wanted):
        raise Malformed("attach: a file is not waiting any more; attach it again.", field="attach")
