"""What one vendor owes, at all the asker's clients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Owes:
    """As `recovery.Recovery` has it: `missed` of `counted` targets in a month, `percent` of `basis`
    exact as a fraction, None where the UC has no schedule."""

    id: UUID
    client: str
    slug: str
    year: int
    month: int
    counted: int
    missed: int
    percent: str | None
    basis: str | None
    holder: str
    state: str
    claim_by: datetime | None
    reference: str | None
    answer: str | None


OWED: Final = """
SELECT r.id, n.name AS client, n.slug, p.year, p.month, r.counted, r.missed, r.percent, r.basis,
       r.holder, r.state, r.claim_by, r.reference, r.answer
FROM recovery r JOIN tenant n ON n.id = r.tenant_id
JOIN compliance_period p ON p.tenant_id = r.tenant_id AND p.id = r.period_id
WHERE r.vendor_id = $1
ORDER BY r.state <> 'due', r.claim_by NULLS LAST, r.id DESC LIMIT $2
"""


@read("recovery.read", STAFF)
async def of_vendor(act: Act, vendor_id: UUID) -> list[Owes]:
    """What can still be claimed first, by its deadline; fifty at most."""
    return [Owes(**row) for row in await db.rows(OWED, vendor_id, PAGE)]
