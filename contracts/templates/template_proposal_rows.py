"""Proposals of a template's amendment as they are kept, and the one statement that makes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Proposal:
    """From version `before` of a template to version `after`; `client` is the tenant's key.
    `state`: proposed, drafted, declined or overtaken by a later one. `version_id` is the SLA
    version it became."""

    id: UUID
    client: str
    agreement_id: UUID
    agreement: str
    contract: str
    template_id: UUID
    template: str
    before: int
    after: int
    state: str
    proposed_at: datetime
    reason: str
    version_id: UUID | None


async def one(tenant: int, proposal_id: UUID) -> Proposal:
    row = await db.row(f"{SELECT} WHERE p.tenant_id = $1 AND p.id = $2", tenant, proposal_id)
    if row is None:
        raise NotFound
    return Proposal(**row)


PROPOSE = """
WITH used AS (
    SELECT DISTINCT ON (u.agreement_id) u.agreement_id, u.template_id, u.template_version_id
    FROM template_use u WHERE u.tenant_id = $1
    ORDER BY u.agreement_id, u.used_at DESC, u.version_id DESC
), wanted AS (
    SELECT used.*, n.id AS current_id FROM used
    JOIN template_version n ON n.template_id = used.template_id AND n.state = 'current'
    JOIN template_version o ON o.id = used.template_version_id AND o.number < n.number
    JOIN agreement a ON a.tenant_id = $1 AND a.id = used.agreement_id
    JOIN contract c ON c.tenant_id = $1 AND c.id = a.contract_id
    WHERE coalesce(c.last_day, CASE WHEN c.renewal = 'none' THEN c.ends_on END, 'infinity') >= $3
), overtaken AS (
    UPDATE template_proposal p SET state = 'overtaken', decided_at = $2 FROM wanted
    WHERE p.tenant_id = $1 AND p.agreement_id = wanted.agreement_id AND p.state = 'proposed'
      AND p.template_version_id <> wanted.current_id
)
INSERT INTO template_proposal (tenant_id, id, agreement_id, template_id, from_version_id,
                               template_version_id, state, proposed_at)
SELECT $1, uuidv7(), agreement_id, template_id, template_version_id, current_id, 'proposed', $2
FROM wanted ON CONFLICT (tenant_id, agreement_id, template_version_id) DO NOTHING
"""

SELECT = """
SELECT p.id, t.key AS client, p.agreement_id, a.name AS agreement, c.name AS contract,
       p.template_id, m.name AS template, o.number AS before, n.number AS after, p.state,
       p.proposed_at, p.reason, p.version_id
FROM template_proposal p
JOIN agreement a ON a.tenant_id = p.tenant_id AND a.id = p.agreement_id
JOIN contract c ON c.tenant_id = p.tenant_id AND c.id = a.contract_id
JOIN template m ON m.id = p.template_id
JOIN tenant t ON t.id = p.tenant_id
JOIN template_version o ON o.id = p.from_version_id
JOIN template_version n ON n.id = p.template_version_id
"""
WAITING = f"""{SELECT}
WHERE p.state = 'proposed' AND ($1::timestamptz IS NULL OR (p.proposed_at, p.id) > ($1, $2::uuid))
"""
EVERY = f"""{SELECT}
WHERE p.tenant_id = $1
  AND ($2::timestamptz IS NULL OR (p.proposed_at, p.id) < ($2, $3::uuid))
"""
