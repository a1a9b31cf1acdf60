"""Who watches a ticket may stop, by the address or link that stands in each mail to them."""

from __future__ import annotations

from uuid import UUID

from underpin.desk.mail.arriving import signed
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import worker

LEAVE = """
DELETE FROM ticket_watcher w USING mail_sent s
WHERE s.tenant_id = $1 AND s.id = $2 AND w.tenant_id = s.tenant_id
  AND w.ticket_id = s.ticket_id AND w.person_id = s.person_id
"""


async def leave_by(token: str) -> None:
    """By the link for mail programs, whose token is that of the address. Raises NotFound for one
    that is not ours."""
    named = signed.read(f"{signed.LEAVE}+{token}@{installation.settings().mail_domain}")
    if named is None:
        raise NotFound
    async with db.open(Work(named.tenant_id)):
        tenant = named.tenant_id
        act = Act(worker(tenant), tenant, await db.now(), "mail", "watching.leave_by")
        await leave(act, named.object_id)


async def leave(act: Act, sent_id: UUID) -> None:
    """They watch no more; asking twice changes nothing, and a requester stays one."""
    await db.execute(LEAVE, act.tenant_id, sent_id)
