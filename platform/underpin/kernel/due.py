"""Where something is due: read without locks in the system scope, claimed later in the tenant's.

One tenant cannot starve another: each round names tenants in turn, and each claim takes a
bounded batch. Written so from the start because on Citus a claim works within one tenant only.
"""

from __future__ import annotations

from underpin.kernel import db
from underpin.kernel.database.scope import System

TENANTS_A_ROUND = 500

REAL_TIMERS = """
SELECT tenant_id FROM (
    SELECT tenant_id, due_at FROM timer
    WHERE due_at < transaction_timestamp() AND parked_at IS NULL AND NOT simulated
    ORDER BY due_at LIMIT 20000
) due GROUP BY tenant_id ORDER BY min(due_at) LIMIT $1
"""

SIMULATED_TIMERS = """
SELECT t.id AS tenant_id FROM tenant t
WHERE t.simulated_now IS NOT NULL AND EXISTS (
    SELECT FROM timer WHERE tenant_id = t.id AND parked_at IS NULL AND due_at < t.simulated_now
) LIMIT $1
"""

DELIVERIES = """
SELECT tenant_id FROM (
    SELECT tenant_id, due_at FROM delivery
    WHERE due_at <= transaction_timestamp() AND parked_at IS NULL
    ORDER BY due_at LIMIT 20000
) due GROUP BY tenant_id ORDER BY min(due_at) LIMIT $1
"""

OUTGOING = """
SELECT tenant_id FROM (
    SELECT tenant_id, due_at FROM outgoing
    WHERE due_at <= transaction_timestamp() AND sent_at IS NULL AND withdrawn_at IS NULL
      AND parked_at IS NULL
    ORDER BY due_at LIMIT 20000
) due GROUP BY tenant_id ORDER BY min(due_at) LIMIT $1
"""


async def tenants(*queries: str) -> list[int]:
    """The tenants that have something due, those that wait longest first, each once."""
    async with db.open(System()):
        found = [row["tenant_id"] for sql in queries for row in await db.rows(sql, TENANTS_A_ROUND)]
    return list(dict.fromkeys(found))
