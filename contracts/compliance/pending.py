"""What in the compliance of one's clients waits for somebody of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Pending:
    """Of one client: objections to answer, exclusions for a second person, outages to confirm or
    end, months that could be frozen."""

    key: str
    client: str
    objections: int
    exclusions: int
    outages: int
    months: int


PENDING: Final = """
SELECT n.key, n.name AS client,
       (SELECT count(*) FROM objection o WHERE o.tenant_id = n.id AND o.state = 'open')
           AS objections,
       (SELECT count(*) FROM exclusion x WHERE x.tenant_id = n.id AND x.state = 'proposed')
           AS exclusions,
       (SELECT count(*) FROM outage u WHERE u.tenant_id = n.id AND (u.state = 'draft'
        OR (u.state = 'confirmed' AND u.ends_at IS NULL))) AS outages,
       (SELECT count(*) FROM compliance_period p WHERE p.tenant_id = n.id
        AND p.state = 'provisional' AND p.provisional_until <= $2) AS months
FROM tenant n WHERE n.id = ANY ($1::int[]) ORDER BY n.name, n.id
"""


@read("compliance.read", STAFF)
async def everywhere(act: Act) -> list[Pending]:
    """Of each client the asker works for, by name."""
    rows = await db.rows(PENDING, list(act.principal.tenant_ids), act.now)
    return [Pending(**row) for row in rows]
