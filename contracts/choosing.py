"""Which contract and agreement a ticket comes under when it is raised."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.subject import Pinned
from underpin.kernel import db
from underpin.kernel.act import Act

# A contract's last day is part of it, in the tenant's zone; one that renews by itself goes on.
CHOOSE = """
SELECT c.id AS contract_id, v.id AS agreement_version_id, v.calendar_version_id,
       (SELECT p.id FROM escalation_policy p WHERE p.tenant_id = $1 AND p.contract_id = c.id
        ORDER BY p.number DESC LIMIT 1) AS policy_id
FROM contract c
JOIN tenant t ON t.id = $1
LEFT JOIN LATERAL (
    SELECT v.id, v.calendar_version_id FROM agreement a
    JOIN LATERAL (
        SELECT n.id, n.calendar_version_id FROM agreement_version n
        WHERE n.tenant_id = $1 AND n.agreement_id = a.id AND n.state IN ('active', 'superseded')
          AND n.effective_from <= $4
        ORDER BY n.effective_from DESC LIMIT 1
    ) v ON true
    WHERE a.tenant_id = $1 AND a.contract_id = c.id
      AND (a.service_id IS NULL OR a.service_id = $2)
    ORDER BY EXISTS (SELECT FROM target g WHERE g.tenant_id = $1 AND g.version_id = v.id
                     AND g.ticket_type = $3) DESC, a.service_id, a.name
    LIMIT 1
) v ON true
WHERE c.tenant_id = $1
  AND ($2::uuid IS NULL OR c.id = (SELECT s.contract_id FROM service s
                                   WHERE s.tenant_id = $1 AND s.id = $2))
  AND c.starts_on <= ($4 AT TIME ZONE t.time_zone)::date
  AND (c.ends_on IS NULL OR c.renewal = 'automatic'
       OR c.ends_on >= ($4 AT TIME ZONE t.time_zone)::date)
ORDER BY (v.id IS NULL), c.starts_on, c.id
LIMIT 1
"""


async def choose(act: Act, service_id: UUID | None, ticket_type: str, at: datetime) -> Pinned:
    """The service's own agreement wins over the contract's, among those that say something about
    this type of ticket. All None is *out of contract*; a contract without an agreement in force
    is named alone."""
    row = await db.row(CHOOSE, act.tenant_id, service_id, ticket_type, at)
    return Pinned(**row) if row else Pinned()
