"""The statements that say what each SLA clock of a period came to; all counting begins here.

A clock counts in the period in which it was decided: a breach at its instant, a target met when
its clock stopped (PRACTICE 28). In no percentage: what was withdrawn, what two people excluded,
and what stands apart: gone with a merged ticket, spam, duplicates, alerts that no person touched,
and the second clock over one and the same silence (PRACTICE 18).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.compliance.counted.figures import Tally
from underpin.kernel import db

# In order: the first that holds says what the clock came to, and why. The names are `JOINED`'s.
CASES: Final = (
    ("u.missed", "breached", "'objection'"),
    ("c.state = 'merged'", "apart", "'merged'"),
    ("k.apart IS NOT NULL AND u.counted IS NOT TRUE", "apart", "k.apart"),
    ("k.channel = 'alert' AND NOT k.touched AND u.counted IS NOT TRUE", "apart", "'alert'"),
    ("x.id IS NOT NULL", "excluded", "x.reason"),
    ("f.same_miss", "apart", "'one_silence'"),
    ("c.breached_at IS NOT NULL", "breached", "''"),
    ("c.withdrawn_at IS NOT NULL", "withdrawn", "''"),
)
OUTCOME: Final = (
    "CASE " + " ".join(f"WHEN {when} THEN '{then}'" for when, then, _ in CASES) + " ELSE 'met' END"
)
WHY: Final = (
    "CASE " + " ".join(f"WHEN {when} THEN {why}" for when, _, why in CASES) + " ELSE '' END"
)

# A reply asked for while the first response was still owed waits for the same message: where the
# response was missed, that reply is no second miss. Each rule is said once, because each brings the
# policies of what it reads, and to plan them takes longer than to run them. OFFSET 0 keeps
# PostgreSQL from answering by a hash of every client's missed responses, read whole: each is looked
# up by its ticket.
JOINED: Final = """
FROM clock c
LEFT JOIN counted_ticket k ON k.tenant_id = c.tenant_id AND k.id = c.ticket_id
LEFT JOIN exclusion x ON x.tenant_id = c.tenant_id AND x.clock_id = c.id AND x.state = 'confirmed'
LEFT JOIN (
    SELECT o.tenant_id, o.clock_id, bool_or(o.wants = 'missed') AS missed,
           bool_or(o.wants = 'counted') AS counted
    FROM objection o WHERE o.state = 'upheld' GROUP BY o.tenant_id, o.clock_id
) u ON u.tenant_id = c.tenant_id AND u.clock_id = c.id
CROSS JOIN LATERAL (
    SELECT c.breached_at IS NOT NULL AND c.same_silence AND EXISTS (
        SELECT FROM clock r WHERE r.tenant_id = c.tenant_id AND r.ticket_id = c.ticket_id
        AND r.metric = 'first_response' AND r.breached_at IS NOT NULL OFFSET 0
    ) AS same_miss OFFSET 0
) f
"""

# $1 is the tenant.
SAID: Final = f"""
SELECT c.id AS clock_id, c.ticket_id, k.service_id, c.metric, c.ticket_type, c.priority,
       c.version_id, c.decided_at, c.breached_at, c.allowed_us,
       {OUTCOME} AS outcome, {WHY} AS why,
       (c.caused_by_change AND c.breached_at IS NOT NULL) AS caused_by_change
{JOINED}
WHERE c.tenant_id = $1 AND c.kind = 'SLA'
"""

# $2 and $3 are the period: what was decided in it, by an index range.
DECIDED: Final = f"{SAID} AND c.decided_at >= $2 AND c.decided_at < $3"

RUNNING: Final = """
SELECT k.service_id, c.metric, c.ticket_type, c.priority, c.version_id, 'running' AS outcome,
       '' AS why, false AS caused_by_change
FROM clock c LEFT JOIN counted_ticket k ON k.tenant_id = c.tenant_id AND k.id = c.ticket_id
WHERE c.tenant_id = $1 AND c.kind = 'SLA' AND c.decided_at IS NULL AND c.started_at < $3
  AND c.state <> 'released'
"""

GROUPED: Final = """
SELECT service_id, metric, ticket_type, priority, version_id, outcome, why,
       count(*) AS clocks, count(*) FILTER (WHERE caused_by_change) AS changed
FROM ({}) AS said GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
COLUMNS: Final = (
    "service_id, metric, ticket_type, priority, version_id, outcome, why, caused_by_change"
)

OF_DECIDED: Final = f"SELECT {COLUMNS} FROM ({DECIDED}) AS d"
LIVE: Final = GROUPED.format(f"{OF_DECIDED} UNION ALL {RUNNING}")
SO_FAR: Final = GROUPED.format(OF_DECIDED)
FROZEN: Final = GROUPED.format(
    f"SELECT {COLUMNS} FROM compliance_evidence WHERE tenant_id = $1 AND period_id = $2"
)


async def live(tenant: int, starts: datetime, ends: datetime) -> list[Tally]:
    """Of a period as it stands now, of the clocks the asker may see."""
    return [Tally(**row) for row in await db.rows(LIVE, tenant, starts, ends)]


async def so_far(tenant: int, starts: datetime, ends: datetime) -> list[Tally]:
    """Without what still runs: of a large client that is ten times what was decided."""
    return [Tally(**row) for row in await db.rows(SO_FAR, tenant, starts, ends)]


async def frozen(tenant: int, period_id: UUID) -> list[Tally]:
    """Of a period as it was frozen; what was still running counts where it was decided."""
    return [Tally(**row) for row in await db.rows(FROZEN, tenant, period_id)]
