"""Where something is due: read without locks in the system scope, claimed later in the tenant's.

One tenant cannot starve another: each round names every tenant that has something due, those that
wait longest first, and each claim takes a bounded batch. Written so from the start because on
Citus a claim works within one tenant only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from underpin.kernel import db
from underpin.kernel.database.scope import System

TENANTS_A_ROUND = 500
log = structlog.get_logger()
Drain = Callable[[int], Awaitable[int]]


def _waiting(table: str, due: str, which: str) -> str:
    """One index probe for the whole installation when nothing is due, else one per tenant: a
    tenant's backlog is never counted, however long it is. The probe asks for the first, because a
    plan made while much was due would read the table for as long as it is kept."""
    return f"""
SELECT t.id AS tenant_id FROM tenant t CROSS JOIN LATERAL (
    SELECT d.due_at FROM {table} d
    WHERE d.tenant_id = t.id AND d.due_at {due} AND {which} ORDER BY d.due_at LIMIT 1
) first
WHERE (SELECT min(d.due_at) FROM {table} d WHERE {which}) {due}
ORDER BY first.due_at LIMIT $1
"""


REAL_TIMERS = _waiting(
    "timer", "< transaction_timestamp()", "d.parked_at IS NULL AND NOT d.simulated"
)

PAGES = _waiting(
    "timer",
    "< transaction_timestamp()",
    "d.lane = 'page' AND d.parked_at IS NULL AND NOT d.simulated",
)

SIMULATED_TIMERS = """
SELECT t.id AS tenant_id FROM tenant t
WHERE t.simulated_now IS NOT NULL AND EXISTS (
    SELECT FROM timer WHERE tenant_id = t.id AND parked_at IS NULL AND due_at < t.simulated_now
) LIMIT $1
"""

DELIVERIES = _waiting("delivery", "<= transaction_timestamp()", "d.parked_at IS NULL")

OUTGOING = _waiting(
    "outgoing",
    "<= transaction_timestamp()",
    "d.sent_at IS NULL AND d.withdrawn_at IS NULL AND d.parked_at IS NULL",
)


async def tenants(*queries: str) -> list[int]:
    """The tenants that have something due, those that wait longest first, each once."""
    async with db.open(System()):
        found = [row["tenant_id"] for sql in queries for row in await db.rows(sql, TENANTS_A_ROUND)]
    return list(dict.fromkeys(found))


async def in_turn(drain: Drain, *queries: str) -> int:
    """Drain each tenant that has something due, and add up. A tenant that fails is said and left
    for the next round: its trouble is not the others'."""
    return sum([await _drained(drain, tenant) for tenant in await tenants(*queries)])


async def _drained(drain: Drain, tenant: int) -> int:
    try:
        return await drain(tenant)
    except Exception:
        log.exception("due.tenant_failed", what=drain.__module__, tenant=tenant)
    return 0
