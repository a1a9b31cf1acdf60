"""An approved update is said on each joined ticket, in its requester's language, exactly once.

What was told stands beside the ticket in the transaction that tells it, so whoever comes first (the
request that approved it, or the worker's round, which walks all clients once) tells, and the other
finds it told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

import structlog

from underpin.desk.major import joining
from underpin.desk.tickets import finishing, recording, states, talking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, rounds, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF, WORKER, Principal, worker
from underpin.kernel.verb import write

SOURCE: Final = "page"
"""Mail goes out about it as about what a person wrote on the ticket's page."""
log = structlog.get_logger()

# An incident's clients may live at times of their own: who had joined by then, by the
# installation's, is who is told.
WAITING: Final = """
SELECT m.ticket_id FROM major_update u
JOIN major_ticket m ON m.tenant_id = $1 AND m.major_id = u.major_id AND m.left_at IS NULL
    AND coalesce(m.in_since, m.joined_at) <= u.approved_at
WHERE u.id = $2 AND NOT EXISTS (
    SELECT FROM major_told d WHERE d.tenant_id = $1 AND d.update_id = u.id
      AND d.ticket_id = m.ticket_id)
ORDER BY m.ticket_id
"""


async def among(update_id: UUID, tenants: Sequence[int]) -> int:
    """Tell those of these clients; returns how many tickets were told."""
    told = 0
    for tenant in tenants:
        async with db.open(Work(tenant)):
            waiting = await db.rows(WAITING, tenant, update_id)
        if waiting:
            told += await verb.perform(tell, worker(tenant), update_id, source=SOURCE)
    return told


ROUND: Final = "major_updates"
UNTOLD: Final = """
SELECT id FROM major_update WHERE approved_at IS NOT NULL AND told_at IS NULL
ORDER BY approved_at, id
"""


async def everywhere() -> int:
    """The worker's round: what was approved reaches every client, also those whom who approved it
    does not see. An update is done with once all were told: one that cannot be keeps no other from
    it, and is tried again by the next round."""
    async with db.open(Provider()):
        waiting = [row["id"] for row in await db.rows(UNTOLD)]
    if not waiting:
        return 0
    tenants = await rounds.clients()
    told = 0
    for update_id in waiting:
        reached: set[int] = set()

        async def at(tenant: int, update_id: UUID = update_id, reached: set[int] = reached) -> int:
            count = await among(update_id, (tenant,))
            reached.add(tenant)
            return count

        told += sum([await rounds.tried(ROUND, at, tenant) for tenant in tenants])
        if reached.issuperset(tenants):
            await _done_with(update_id)
    return told


async def _done_with(update_id: UUID) -> None:
    async with db.open(Provider()):
        now = await db.now()
        await db.execute("UPDATE major_update SET told_at = $2 WHERE id = $1", update_id, now)


SAID: Final = """
SELECT u.resolves, u.major_id, u.approved_by, s.name AS approver, coalesce(
    (SELECT o.body FROM major_override o WHERE o.tenant_id = $1 AND o.update_id = u.id),
    (SELECT t.body FROM major_update_text t WHERE t.update_id = u.id AND t.locale = p.locale),
    (SELECT t.body FROM major_update_text t WHERE t.update_id = u.id AND t.locale = '')) AS body
FROM major_update u JOIN staff s ON s.id = u.approved_by
JOIN person p ON p.tenant_id = $1 AND p.id = $3
WHERE u.id = $2
"""
TOLD: Final = """
INSERT INTO major_told (tenant_id, update_id, ticket_id, told_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
"""


@write("ticket.reply", WORKER)
async def tell(act: Act, update_id: UUID) -> int:
    """Each ticket of this client that waits for it; returns how many."""
    rows = await db.rows(WAITING, act.tenant_id, update_id)
    return sum([await _told(act, update_id, row["ticket_id"]) for row in rows])


async def _told(act: Act, update_id: UUID, ticket_id: UUID) -> bool:
    ticket = await tickets.held_by_id(act, ticket_id)
    if not await db.execute(TOLD, act.tenant_id, update_id, ticket.id, act.now):
        return False
    said = await db.row(SAID, act.tenant_id, update_id, ticket.requester_id)
    assert said is not None, "an approved update has its words"  # noqa: S101
    theirs = replace(act, principal=_approver(act, said))
    if said["resolves"]:
        await _resolve(theirs, ticket, said)
    elif ticket.state not in states.DONE:
        name = ids.derive(update_id, str(ticket.id))
        await talking.reply(theirs, ticket.number, said["body"], message_id=name)
    return True


def _approver(act: Act, said: db.Row) -> Principal:
    """In whose name it is said: a person's word, so that it answers and updates (PRACTICE 12)."""
    return Principal(
        STAFF, said["approved_by"], frozenset(), act.principal.tenants, name=said["approver"]
    )


RESOLVED: Final = """
UPDATE major_ticket SET resolved_at = $4
WHERE tenant_id = $1 AND ticket_id = $2 AND major_id = $3
"""


async def _resolve(act: Act, ticket: Ticket, said: db.Row) -> None:
    """A ticket of which something must be known or done before is told, and goes on by itself."""
    if ticket.state not in states.DONE:
        try:
            await finishing.resolve(act, ticket.number, body=said["body"])
            words = (ticket.id, said["major_id"], act.now)
            await db.execute(RESOLVED, act.tenant_id, *words)
        except Conflict:
            await talking.reply(act, ticket.number, said["body"])
    now = await tickets.held_by_id(act, ticket.id)
    await recording.change(act, now, [], joining.ranked(act, now, None))
