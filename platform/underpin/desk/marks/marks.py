"""One's own marks on tickets: seen, and snoozed. A snooze hides a ticket from one's own list until
then and touches no clock (PRACTICE 13); what the client says meanwhile brings it back.

Marks are nobody's record: they are written without an entry in the audit trail, which would
otherwise keep one for every look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets import working
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, read

LONGEST: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Mark:
    """`unread`: the client said something since one last looked; of a ticket one never looked at
    only where one has it. `snoozed_until`: None where it is not, or the client has spoken since."""

    unread: bool
    snoozed_until: datetime | None


PAGE: Final = """
SELECT p.ticket_id, k.snoozed_until,
       last.at > coalesce(k.seen_at, CASE WHEN p.mine THEN '-infinity'::timestamptz END) AS unread,
       coalesce(last.at > k.snoozed_at, false) AS spoken
FROM unnest($1::int[], $2::uuid[], $3::boolean[]) AS p(tenant_id, ticket_id, mine)
LEFT JOIN ticket_mark k ON k.tenant_id = p.tenant_id AND k.ticket_id = p.ticket_id
    AND k.staff_id = $4
LEFT JOIN LATERAL (
    SELECT m.happened_at AS at FROM message m
    WHERE m.tenant_id = p.tenant_id AND m.ticket_id = p.ticket_id AND m.author_kind = 'member'
    ORDER BY m.happened_at DESC LIMIT 1) last ON true
"""

Listed = tuple[int, UUID, UUID | None]
"""Tenant, ticket, and who has it."""


@read("ticket.read", STAFF)
async def of_page(act: Act, listed: Sequence[Listed]) -> Mapping[UUID, Mark]:
    """One's own marks on the tickets of a page of the list, by ticket."""
    if not listed:
        return {}
    tenants, ids, holders = zip(*listed, strict=True)
    mine = [holder == act.person_id for holder in holders]
    rows = await db.rows(PAGE, list(tenants), list(ids), mine, act.person_id)
    return {row["ticket_id"]: _mark(row, act.now) for row in rows}


ASLEEP: Final = """
SELECT k.ticket_id FROM ticket_mark k
JOIN ticket t ON t.tenant_id = k.tenant_id AND t.id = k.ticket_id AND t.live
WHERE k.staff_id = $1 AND k.snoozed_until > $2 AND NOT EXISTS (
    SELECT FROM message m WHERE m.tenant_id = k.tenant_id AND m.ticket_id = k.ticket_id
    AND m.author_kind = 'member' AND m.happened_at > k.snoozed_at)
ORDER BY k.ticket_id LIMIT 1000
"""


@read("ticket.read", STAFF)
async def asleep(act: Act) -> list[UUID]:
    """Open tickets that the asker has snoozed, and of which the client has said nothing since."""
    rows = await db.rows(ASLEEP, act.person_id, act.now)
    return [row["ticket_id"] for row in rows]


def _mark(row: db.Row, now: datetime) -> Mark:
    until = row["snoozed_until"]
    asleep = until is not None and until > now and not row["spoken"]
    return Mark(bool(row["unread"]), until if asleep else None)


SEEN: Final = """
INSERT INTO ticket_mark (tenant_id, ticket_id, staff_id, seen_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, ticket_id, staff_id) DO UPDATE SET seen_at = excluded.seen_at
"""
SNOOZE: Final = """
INSERT INTO ticket_mark (tenant_id, ticket_id, staff_id, seen_at, snoozed_at, snoozed_until)
VALUES ($1, $2, $3, $4, $4, $5)
ON CONFLICT (tenant_id, ticket_id, staff_id) DO UPDATE SET seen_at = excluded.seen_at,
    snoozed_at = excluded.snoozed_at, snoozed_until = excluded.snoozed_until
"""


@outer("ticket.note", STAFF)
async def look(principal: Principal, tenant: int, number: int) -> None:
    """The asker has seen all that was said until now. Raises NotFound."""
    await _written(principal, tenant, number, SEEN)


@outer("ticket.note", STAFF)
async def snooze(principal: Principal, tenant: int, number: int, until: datetime | None) -> None:
    """Hide it from one's own list until then, or no more. Raises NotFound, Malformed."""
    await _written(principal, tenant, number, SNOOZE, until)


async def _written(
    principal: Principal, tenant: int, number: int, sql: str, *words: datetime | None
) -> None:
    async with db.open(verb.scope_of(working.take, principal, tenant)):
        act = Act(principal, tenant, await db.now(), "page", "desk.marks.marks")
        for until in words:
            _check(until, act.now)
        ticket = await tickets.held(act, number)
        await db.execute(sql, tenant, ticket.id, act.person_id, act.now, *words)


def _check(until: datetime | None, now: datetime) -> None:
    if until is not None and not now < until <= now + LONGEST:
        raise Malformed(f"until: within the next {LONGEST.days} days.", field="until")
