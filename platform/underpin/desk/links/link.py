"""Tickets of one client that belong together, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import asyncpg

from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

Kind = Literal[
    "related", "duplicate_of", "child_of", "caused_by", "follows", "split_from", "merged_into"
]
BY_HAND: Final = ("related", "duplicate_of", "child_of", "caused_by")
"""The others are left by what was done: a late word, a split, a merge."""
LINKED: Final = "ticket.linked"
UNLINKED: Final = "ticket.unlinked"

INSERT: Final = """
INSERT INTO ticket_link (tenant_id, id, ticket_id, other_id, kind, author_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""
OF_TICKET: Final = f"""
SELECT l.id, CASE WHEN l.ticket_id = $2 THEN l.kind ELSE 'of_' || l.kind END AS kind,
       t.number, t.subject, t.state, l.created_at
FROM ticket_link l JOIN ticket t ON t.tenant_id = l.tenant_id
    AND t.id = CASE WHEN l.ticket_id = $2 THEN l.other_id ELSE l.ticket_id END
WHERE l.tenant_id = $1 AND (l.ticket_id = $2 OR l.other_id = $2)
  AND ($3::uuid IS NULL OR {staff_sees("t", "$3")})
ORDER BY l.created_at, l.id LIMIT 200
"""
# Whether $3 stands above $2 already, so that $3 below $2 would close a circle.
ABOVE: Final = """
WITH RECURSIVE up AS (
    SELECT other_id FROM ticket_link WHERE tenant_id = $1 AND ticket_id = $2 AND kind = $4
    UNION
    SELECT l.other_id FROM ticket_link l JOIN up ON l.ticket_id = up.other_id
    WHERE l.tenant_id = $1 AND l.kind = $4
)
SELECT EXISTS (SELECT FROM up WHERE other_id = $3)
"""


class Circle(Conflict):
    code = "circular-link"
    title = "The other ticket already stands below this one"


@dataclass(frozen=True, slots=True)
class Link:
    """`number` is the other ticket's; a kind that begins with `of_` is said from its side."""

    id: UUID
    kind: str
    number: int
    subject: str
    state: str
    created_at: datetime


@write("ticket.work", STAFF)
async def add(act: Act, number: int, other: int, kind: str) -> list[Link]:
    """Said twice it changes nothing. Raises NotFound, Malformed, Circle."""
    if kind not in BY_HAND:
        raise Malformed(f"kind: one of {', '.join(BY_HAND)}.", field="kind")
    if number == other:
        raise Malformed("other: another ticket than this one.", field="other")
    ticket = await tickets.seen(act, act.tenant_id, number)
    linked = await tickets.seen(act, act.tenant_id, other)
    if kind != "related" and await db.value(ABOVE, act.tenant_id, linked.id, ticket.id, kind):
        raise Circle
    await keep(act, ticket.id, linked.id, kind)
    return await _of(act, act.tenant_id, ticket.id)


@write("ticket.work", STAFF)
async def remove(act: Act, number: int, link_id: UUID) -> None:
    """Raises NotFound; what a merge or a split left stays."""
    ticket = await tickets.seen(act, act.tenant_id, number)
    gone = await db.execute(
        "DELETE FROM ticket_link WHERE tenant_id = $1 AND id = $2 AND $3 IN (ticket_id, other_id) "
        "AND kind = ANY ($4::text[])",
        *(act.tenant_id, link_id, ticket.id, list(BY_HAND)),
    )
    if not gone:
        raise NotFound
    await events.emit(act, events.New(UNLINKED, ticket.id))


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Link]:
    """Those whose other ticket the asker may see too, oldest first. Raises NotFound."""
    act.only_own(tenant)
    return await _of(act, tenant, (await tickets.seen(act, tenant, number)).id)


async def keep(act: Act, ticket_id: UUID, other_id: UUID, kind: str) -> None:
    """Within a verb."""
    words = (ticket_id, other_id, kind, act.principal.person_id, act.now)
    try:
        new = await db.execute(INSERT, act.tenant_id, ids.new(), *words)
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    if new:
        await events.emit(act, events.New(LINKED, ticket_id, {"kind": kind}))


async def _of(act: Act, tenant: int, ticket_id: UUID) -> list[Link]:
    """Of confidential tickets staff are shown what they may see; members by their own scope."""
    staff = next(iter(tickets.whom(act)), None)
    return [Link(**row) for row in await db.rows(OF_TICKET, tenant, ticket_id, staff)]
