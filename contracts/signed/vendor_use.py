"""Where a vendor stands behind a client's service, and under which UC: whom an escalation names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Use:
    client: str
    slug: str
    service: str
    agreement: str


USES: Final = """
SELECT n.name AS client, n.slug, s.name AS service, a.name AS agreement
FROM coverage c JOIN tenant n ON n.id = c.tenant_id
JOIN service s ON s.tenant_id = c.tenant_id AND s.id = c.service_id
JOIN provider_agreement a ON a.id = c.agreement_id
WHERE c.vendor_id = $1 ORDER BY n.name, s.name, n.id LIMIT 500
"""


@read("contract.read", STAFF)
async def of_vendor(act: Act, vendor_id: UUID) -> list[Use]:
    """At the asker's clients, by name; five hundred at most."""
    return [Use(**row) for row in await db.rows(USES, vendor_id)]
