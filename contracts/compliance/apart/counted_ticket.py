"""What counting must know of a ticket: its service, and whether it stands apart.

Heard from the ticket's own events, and settled from them once more before a period is frozen, so
that what is frozen does not depend on how far the relay has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from contracts import facts
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.events import Event
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

Apart = Literal["spam", "duplicate"]
RAISED: Final = f"ticket.{facts.Raised.kind}"

HEARD = """
INSERT INTO counted_ticket (tenant_id, id, service_id, channel, touched)
VALUES ($1, $2, $3, $4, false)
ON CONFLICT (tenant_id, id) DO UPDATE SET service_id = excluded.service_id,
    channel = excluded.channel
"""

TOUCHED = """
UPDATE counted_ticket SET touched = true
WHERE tenant_id = $1 AND id = $2 AND channel = 'alert' AND NOT touched
"""

# $2 and $3 are a period: of every ticket with a clock decided in it, from its own events.
SETTLE = """
INSERT INTO counted_ticket (tenant_id, id, service_id, channel, touched)
SELECT DISTINCT ON (e.subject_id) $1, e.subject_id, (e.body ->> 'service')::uuid,
       coalesce(e.body ->> 'channel', 'portal'),
       e.body ->> 'channel' = 'alert' AND EXISTS (
           SELECT FROM event t WHERE t.tenant_id = $1 AND t.subject_id = e.subject_id
           AND t.actor_kind = 'staff')
FROM event e
WHERE e.tenant_id = $1 AND e.kind = 'ticket.raised' AND e.subject_id IN (
    SELECT c.ticket_id FROM clock c WHERE c.tenant_id = $1 AND c.kind = 'SLA'
    AND c.decided_at >= $2 AND c.decided_at < $3)
ORDER BY e.subject_id, e.position
ON CONFLICT (tenant_id, id) DO UPDATE
SET service_id = excluded.service_id, channel = excluded.channel, touched = excluded.touched
WHERE (counted_ticket.service_id, counted_ticket.channel, counted_ticket.touched)
      IS DISTINCT FROM (excluded.service_id, excluded.channel, excluded.touched)
"""


@dataclass(frozen=True, slots=True)
class StandsApart:
    """A ticket that counts in no percentage, and who said so."""

    ticket_id: UUID
    apart: str
    reason: str
    by: UUID | None
    at: datetime


async def hear(act: Act, event: Event) -> None:
    """Of a ticket raised, and of an alert that a person of ours touched."""
    if event.kind == RAISED:
        service = event.body.get("service")
        words = (UUID(service) if service else None, event.body.get("channel", "portal"))
        await db.execute(HEARD, act.tenant_id, event.subject_id, *words)
    elif event.actor_kind == "staff":
        await db.execute(TOUCHED, act.tenant_id, event.subject_id)


async def settle(act: Act, starts: datetime, ends: datetime) -> None:
    """Bring what is known of a period's tickets in line with their events."""
    await db.execute(SETTLE, act.tenant_id, starts, ends)


@write("compliance.decide", STAFF)
async def set_apart(act: Act, ticket_id: UUID, apart: Apart, reason: str) -> StandsApart:
    """Spam or a duplicate: listed apart from now on, seen by the client at once, who may object
    while its period is provisional. Raises Malformed, NotFound; frozen evidence stays."""
    said = reason.strip()
    if not 1 <= len(said) <= 2000:
        raise Malformed("reason: 1 to 2000 characters; the client reads them.", field="reason")
    row = await db.row(
        "UPDATE counted_ticket SET apart = $3, apart_reason = $4, apart_by = $5, apart_at = $6 "
        "WHERE tenant_id = $1 AND id = $2 RETURNING id",
        *(act.tenant_id, ticket_id, apart, said, act.person_id, act.now),
    )
    if row is None:
        raise NotFound
    return StandsApart(ticket_id, apart, said, act.person_id, act.now)


@write("compliance.decide", STAFF)
async def count_again(act: Act, ticket_id: UUID) -> None:
    """Raises NotFound for a ticket that does not stand apart."""
    done = await db.execute(
        "UPDATE counted_ticket SET apart = NULL, apart_reason = NULL, apart_by = NULL, "
        "apart_at = NULL WHERE tenant_id = $1 AND id = $2 AND apart IS NOT NULL",
        *(act.tenant_id, ticket_id),
    )
    if not done:
        raise NotFound


@read("compliance.read", STAFF, MEMBER)
async def apart_of(act: Act, tenant: int, *, after: UUID | None = None) -> list[StandsApart]:
    """Tickets set apart by hand, of those the asker may see, newest first, a hundred at a time;
    `after` is the last one seen. Empty for a tenant that is not the asker's."""
    rows = await db.rows(
        "SELECT k.id AS ticket_id, k.apart, k.apart_reason AS reason, k.apart_by AS by, "
        "k.apart_at AS at FROM counted_ticket k WHERE k.tenant_id = $1 AND k.apart IS NOT NULL "
        "AND ($2::uuid IS NULL OR (k.apart_at, k.id) < (SELECT a.apart_at, a.id "
        "FROM counted_ticket a WHERE a.tenant_id = $1 AND a.id = $2)) "
        "ORDER BY k.apart_at DESC, k.id DESC LIMIT 100",
        tenant,
        after,
    )
    return [StandsApart(**row) for row in rows]
