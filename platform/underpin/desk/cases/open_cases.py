"""What lies with a vendor, at all the asker's clients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Open:
    """A case that is not closed. `reference` is the vendor's."""

    ticket: str
    subject: str
    priority: str
    state: str
    reference: str | None
    opened_at: datetime


CASES: Final = f"""
SELECT n.key || '-' || t.number AS ticket, v.subject, t.priority, v.state, v.reference, v.opened_at
FROM vendor_case v JOIN ticket t ON t.tenant_id = v.tenant_id AND t.id = v.ticket_id
JOIN tenant n ON n.id = v.tenant_id
WHERE v.vendor_id = $1 AND v.state IN ('opened', 'acknowledged', 'questioned', 'fixed')
  AND {staff_sees("t", "$2")} ORDER BY v.opened_at, v.id LIMIT {PAGE}
"""
COUNTS: Final = """
SELECT v.vendor_id, count(*) AS cases FROM vendor_case v
WHERE v.state IN ('opened', 'acknowledged', 'questioned', 'fixed') GROUP BY v.vendor_id
"""


@read("case.read", STAFF)
async def of_vendor(act: Act, vendor_id: UUID) -> list[Open]:
    """The longest open first, fifty at most."""
    return [Open(**row) for row in await db.rows(CASES, vendor_id, act.person_id)]


@read("case.read", STAFF)
async def by_vendor(act: Act) -> dict[UUID, int]:
    """How many lie with each."""
    return {row["vendor_id"]: row["cases"] for row in await db.rows(COUNTS)}
