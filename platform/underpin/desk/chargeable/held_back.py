"""What of a ticket's chargeable time waits for an accepted estimate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from underpin.desk.chargeable import covering
from underpin.desk.chargeable.covering import Agreed, Allowance, Entry
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict

UNASKED: Final = frozenset({"replay", "demo"})
"""Histories that are lived again: what was charged then was charged."""


class AwaitsEstimate(Conflict):
    code = "awaits-estimate"
    title = "This time waits for an accepted estimate"


@dataclass(frozen=True, slots=True)
class Charged:
    """A ticket's chargeable time. `short_of`: minutes more that would have to be agreed to."""

    allowance: Allowance
    entries: tuple[Entry, ...]
    waiting: frozenset[UUID]
    short_of: int
    hourly_rate: Decimal | None
    currency: str | None


# A requester's own limit counts only where they may approve.
AGREED: Final = """
SELECT m.hourly_rate, m.currency, (
    SELECT l.amount FROM spending_limit l JOIN person p
        ON p.tenant_id = l.tenant_id AND p.id = l.person_id AND p.state = 'active'
    WHERE l.tenant_id = $1 AND l.person_id = $3 AND l.currency = m.currency AND EXISTS (
        SELECT FROM member_role r WHERE r.tenant_id = l.tenant_id AND r.person_id = l.person_id
        AND r.role IN ('approver', 'client_admin'))) AS "limit",
    ARRAY(SELECT e.minutes FROM estimate e
          WHERE e.tenant_id = $1 AND e.ticket_id = $2 AND e.state = 'approved') AS estimates
FROM (SELECT 1) one LEFT JOIN chargeable_terms m ON m.tenant_id = $1
"""
ENTRIES: Final = """
SELECT id, billable_minutes AS minutes, posted_at IS NOT NULL AS is_posted FROM time_entry
WHERE tenant_id = $1 AND ticket_id = $2 AND coverage = 'chargeable'
ORDER BY happened_at, id
"""


async def of(tenant: int, ticket: Ticket) -> Charged:
    row = await db.row(AGREED, tenant, ticket.id, ticket.requester_id)
    assert row is not None, "it selects from one row"  # noqa: S101
    agreed = Agreed(
        tuple(row["estimates"]),
        row["limit"],
        row["hourly_rate"],
        ticket.pinned.contract_id is not None,
    )
    allowed = covering.allowance(agreed)
    entries = tuple(Entry(**each) for each in await db.rows(ENTRIES, tenant, ticket.id))
    return Charged(
        allowed,
        entries,
        covering.waiting(allowed, entries),
        covering.short_of(allowed, entries),
        row["hourly_rate"],
        row["currency"],
    )


async def check(act: Act, ticket: Ticket, entry_id: UUID, coverage: str) -> None:
    """Before an entry reaches the ledger, the ticket held. Raises AwaitsEstimate with the cure."""
    if coverage != "chargeable" or act.source in UNASKED:
        return
    charged = await of(act.tenant_id, ticket)
    if entry_id not in charged.waiting:
        return
    raise AwaitsEstimate(
        f"{charged.allowance.minutes} chargeable minutes are agreed to, and this goes beyond them: "
        f"have an estimate of {charged.short_of} minutes more accepted, or take the time as "
        "included or free of charge."
    )
