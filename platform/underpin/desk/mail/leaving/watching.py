"""Who watches a ticket may stop, by the address or link that stands in each mail to them."""

from __future__ import annotations

from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act

LEAVE = """
DELETE FROM ticket_watcher w USING mail_sent s
WHERE s.tenant_id = $1 AND s.id = $2 AND w.tenant_id = s.tenant_id
  AND w.ticket_id = s.ticket_id AND w.person_id = s.person_id
"""


async def leave(act: Act, sent_id: UUID) -> None:
    """They watch no more; asking twice changes nothing, and a requester stays one."""
    await db.execute(LEAVE, act.tenant_id, sent_id)
