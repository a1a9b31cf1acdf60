"""Requests for approval, read: what waits for me, what I decided, what a ticket has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from underpin.desk.approvals import request, voices
from underpin.desk.approvals.request import COLUMNS, Asked
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Mine:
    """One page; `more` is what to ask for the next one with, None at the end."""

    requests: list[Asked]
    more: UUID | None


MINE: Final = {
    "waiting": f"""
SELECT {COLUMNS} FROM approval_request q WHERE (q.tenant_id, q.id) IN (
    SELECT a.tenant_id, a.request_id FROM approval_approver a
    WHERE a.person_id = ANY ($1::uuid[]) AND a.tenant_id = ANY ($2::int[]) AND a.is_open
    AND a.request_id < $3)
ORDER BY q.id DESC LIMIT {PAGE + 1}
""",
    "decided": f"""
SELECT {COLUMNS} FROM approval_request q WHERE (q.tenant_id, q.id) IN (
    SELECT d.tenant_id, d.request_id FROM approval_decision d
    WHERE d.decided_by = ANY ($1::uuid[]) AND d.tenant_id = ANY ($2::int[]) AND d.request_id < $3)
ORDER BY q.id DESC LIMIT {PAGE + 1}
""",
}
LAST: Final = UUID(int=2**128 - 1)


@read("approval.decide", STAFF, MEMBER)
async def mine(
    act: Act, which: Literal["waiting", "decided"] = "waiting", before: UUID | None = None
) -> Mine:
    """What waits for me or for whom I stand in, or what I decided; the latest first."""
    people = await voices.of(act) if which == "waiting" else [act.person_id]
    tenants = list(act.principal.tenant_ids)
    rows = await db.rows(MINE[which], people, tenants, before or LAST)
    found = await request.whole([request.of(row) for row in rows[:PAGE]])
    return Mine(found, found[-1].request.id if len(rows) > PAGE else None)


@read("approval.decide", STAFF, MEMBER)
async def one(act: Act, tenant: int, request_id: UUID) -> Asked:
    """For who is asked, or may see its ticket. Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM approval_request q WHERE q.tenant_id = $1 AND q.id = $2",
        *(tenant, request_id),
    )
    if row is None:
        raise NotFound
    found = request.of(row)
    if act.audience is Audience.STAFF and not await _asked(act, tenant, request_id):
        await tickets.seen(act, tenant, found.ticket_number)
    (whole,) = await request.whole([found])
    return whole


async def _asked(act: Act, tenant: int, request_id: UUID) -> bool:
    rows = await db.rows(voices.ASKED, tenant, request_id, await voices.of(act))
    return bool(rows)


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Asked]:
    """Of a ticket that the asker may see, the latest first. Raises NotFound."""
    act.only_own(tenant)
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM approval_request q WHERE q.tenant_id = $1 AND q.ticket_id = $2 "
        "ORDER BY q.asked_at DESC, q.id DESC LIMIT 100",
        *(tenant, ticket.id),
    )
    return await request.whole([request.of(row) for row in rows])


@read("approval.decide", STAFF, MEMBER)
async def waiting_count(act: Act) -> int:
    """How many wait for me or for whom I stand in."""
    found: int = await db.value(
        "SELECT count(DISTINCT (a.tenant_id, a.request_id)) FROM approval_approver a "
        "WHERE a.person_id = ANY ($1::uuid[]) AND a.tenant_id = ANY ($2::int[]) AND a.is_open",
        await voices.of(act),
        list(act.principal.tenant_ids),
    )
    return found
