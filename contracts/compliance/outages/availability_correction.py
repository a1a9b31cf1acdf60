"""What an outage told of, ended or withdrawn after a freeze makes of the availability that was
frozen: a record beside the evidence, which stands (PRACTICE 15, 28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.compliance.frozen import evidence
from contracts.compliance.outages import availability_evidence, availability_reading
from contracts.compliance.outages.availability_reading import Reading
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act

KIND: Final = "compliance.availability_corrected"


@dataclass(frozen=True, slots=True)
class Correction:
    """Microseconds of working time, as the frozen period comes to with what is known since."""

    evidence_id: UUID
    service_id: UUID
    number: int
    down_us: int
    excused_us: int
    reason: str
    noticed_at: datetime
    body: str
    sha256: str


# Each frozen period of the service that the span touches, with what it was last said to come to.
TOUCHED: Final = """
SELECT e.id, e.starts_at, coalesce(c.number, 0) AS number, coalesce(c.down_us, e.down_us) AS down,
       coalesce(c.excused_us, e.excused_us) AS excused, t.time_zone
FROM availability_evidence e JOIN tenant t ON t.id = e.tenant_id
LEFT JOIN LATERAL (
    SELECT n.number, n.down_us, n.excused_us FROM availability_correction n
    WHERE n.tenant_id = e.tenant_id AND n.evidence_id = e.id ORDER BY n.number DESC LIMIT 1
) c ON true
WHERE e.tenant_id = $1 AND e.service_id = $2 AND e.starts_at < $4 AND e.ends_at > $3
ORDER BY e.starts_at, e.id
"""
INSERT: Final = """
INSERT INTO availability_correction (tenant_id, id, evidence_id, number, down_us, excused_us,
    reason, noticed_at, body, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
OF_PERIOD: Final = """
SELECT c.evidence_id, e.service_id, c.number, c.down_us, c.excused_us, c.reason, c.noticed_at,
       c.body, encode(c.sha256, 'hex') AS sha256
FROM availability_correction c
JOIN availability_evidence e ON e.tenant_id = c.tenant_id AND e.id = c.evidence_id
WHERE c.tenant_id = $1 AND e.period_id = $2 ORDER BY e.position, c.number
"""


async def look(act: Act, service_id: UUID, start: datetime, end: datetime, reason: str) -> None:
    """Record what differs from what was frozen, of the service's periods that the span touches."""
    for row in await db.rows(TOUCHED, act.tenant_id, service_id, start, end):
        day = availability_reading.local_day(row["starts_at"], row["time_zone"])
        read = await availability_reading.measured(act, act.tenant_id, service_id, day)
        if (read.down_us, read.excused_us) != (row["down"], row["excused"]):
            await _correct(act, row, read, reason)


async def of_period(tenant: int, period_id: UUID) -> Sequence[Correction]:
    """In the chain's order, then as they were noticed."""
    return [Correction(**row) for row in await db.rows(OF_PERIOD, tenant, period_id)]


async def _correct(act: Act, row: db.Row, read: Reading, reason: str) -> None:
    text = evidence.canonical(availability_evidence.body(read))
    new = ids.new()
    await db.execute(
        INSERT,
        *(act.tenant_id, new, row["id"], row["number"] + 1, read.down_us, read.excused_us),
        *(reason, act.now, text, evidence.digest(text)),
    )
    await events.emit(act, events.New(KIND, row["id"], {"number": row["number"] + 1}))
