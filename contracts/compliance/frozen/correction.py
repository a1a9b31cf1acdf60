"""Corrections: what turns out differently after a month was frozen is a record of its own.

The evidence is never edited. Each correction says what the clock counted as, what it came to, why,
and shows the clock as it is now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from contracts.compliance.counted import counting
from contracts.compliance.frozen import compliance_evidence, evidence
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.events import Event
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PAGE: Final = 100
SETTLED_AFTER: Final = timedelta(days=400)
UNCOUNTED: Final = "uncounted"
LATE_FACTS: Final = "late_facts"


@dataclass(frozen=True, slots=True)
class Correction:
    """`was` and `outcome`: met, breached, withdrawn, excluded, apart, undecided (it runs again) or
    uncounted (it counts in no clock of this month). `body` is canonical JSON."""

    id: UUID
    year: int
    month: int
    clock_id: UUID
    number: int
    ticket_id: UUID
    metric: str
    priority: str
    was: str
    outcome: str
    reason: str
    noticed_at: datetime
    body: str
    sha256: str


# $2: of these tickets alone, or of all where it is null. $3: months that began before are settled.
CHANGED = f"""
WITH frozen AS MATERIALIZED (
    SELECT p.id, p.starts_at, p.ends_at FROM compliance_period p
    WHERE p.tenant_id = $1 AND p.state = 'frozen' AND p.starts_at >= $3
), known AS (
    SELECT e.period_id, e.clock_id, 0 AS number, e.outcome FROM compliance_evidence e
    WHERE e.tenant_id = $1
      AND ($2::uuid[] IS NULL OR e.clock_id IN (SELECT c.id FROM clock c WHERE c.tenant_id = $1
                                                AND c.ticket_id = ANY ($2::uuid[])))
    UNION ALL
    SELECT n.period_id, n.clock_id, n.number, n.outcome FROM compliance_correction n
    WHERE n.tenant_id = $1 AND ($2::uuid[] IS NULL OR n.ticket_id = ANY ($2::uuid[]))
), latest AS (
    SELECT DISTINCT ON (period_id, clock_id) * FROM known
    ORDER BY period_id, clock_id, number DESC
), said AS (
    {counting.SAID} AND ($2::uuid[] IS NULL OR c.ticket_id = ANY ($2::uuid[]))
    AND (c.decided_at IS NULL OR c.decided_at >= $3)
), counts AS (
    SELECT p.id AS period_id, s.clock_id, s.outcome
    FROM frozen p JOIN said s ON s.decided_at >= p.starts_at AND s.decided_at < p.ends_at
), compared AS (
    SELECT coalesce(l.period_id, n.period_id) AS period_id,
           coalesce(l.clock_id, n.clock_id) AS clock_id, coalesce(l.number, 0) AS number,
           coalesce(l.outcome, '{UNCOUNTED}') AS was, n.outcome
    FROM latest l FULL JOIN counts n ON n.period_id = l.period_id AND n.clock_id = l.clock_id
)
SELECT d.period_id, d.number + 1 AS number, d.was, s.clock_id, s.ticket_id, s.service_id, s.metric,
       s.ticket_type, s.priority, s.version_id, s.why, s.caused_by_change, s.decided_at,
       coalesce(d.outcome, CASE WHEN s.decided_at IS NULL THEN 'undecided'
                           ELSE '{UNCOUNTED}' END) AS outcome
FROM compared d JOIN said s ON s.clock_id = d.clock_id
WHERE d.was <> coalesce(d.outcome, CASE WHEN s.decided_at IS NULL THEN 'undecided'
                                   ELSE '{UNCOUNTED}' END)
ORDER BY d.period_id, s.clock_id
"""

INSERT = """
INSERT INTO compliance_correction (tenant_id, id, period_id, clock_id, number, ticket_id, metric,
    priority, was, outcome, reason, noticed_at, body, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""

# A freeze under way is waited for: what it no longer saw must be seen here.
WAITED_FOR = """
WITH waited AS (
    SELECT id FROM compliance_period
    WHERE tenant_id = $1 AND state = 'provisional' AND ends_at <= $2 FOR SHARE
)
SELECT EXISTS (SELECT FROM compliance_period WHERE tenant_id = $1 AND ends_at <= $2),
       (SELECT count(*) FROM waited)
"""

OF_TENANT = """
SELECT c.id, p.year, p.month, c.clock_id, c.number, c.ticket_id, c.metric, c.priority, c.was,
       c.outcome, c.reason, c.noticed_at, c.body, encode(c.sha256, 'hex') AS sha256
FROM compliance_correction c
JOIN compliance_period p ON p.tenant_id = c.tenant_id AND p.id = c.period_id
WHERE c.tenant_id = $1 AND p.year = $2 AND p.month = $3 AND ($4::uuid IS NULL OR c.id > $4)
ORDER BY c.id LIMIT $5
"""


@read("compliance.read", STAFF, MEMBER)
async def of_month(
    act: Act, tenant: int, year: int, month: int, *, after: UUID | None = None
) -> list[Correction]:
    """In the order in which they were noticed, a hundred at a time, of the tickets the asker may
    see; `after` is the last one seen. Raises NotFound for another tenant than a member's own."""
    act.only_own(tenant)
    rows = await db.rows(OF_TENANT, tenant, year, month, after, PAGE)
    return [Correction(**row) for row in rows]


async def hear(act: Act, event: Event) -> None:
    """A ticket's event may have changed what a frozen month counts. A simulated tenant is looked
    through at the end of each of its months, so that it comes out the same however often it is
    lived."""
    if await db.value("SELECT simulated_now FROM tenant WHERE id = $1", act.tenant_id):
        return
    reason = event.reason or event.kind.removeprefix("ticket.")
    await look(act, [event.subject_id], reason)


async def look(act: Act, ticket_ids: Sequence[UUID] | None = None, reason: str = LATE_FACTS) -> int:
    """Record what differs from what was frozen, of these tickets or of all; returns how many."""
    if not await db.value(WAITED_FOR, act.tenant_id, act.now):
        return 0
    asked = None if ticket_ids is None else list(ticket_ids)
    changed = await db.rows(CHANGED, act.tenant_id, asked, act.now - SETTLED_AFTER)
    shown = await compliance_evidence.pieces(act.tenant_id, changed, act.now)
    new = [_row(act, row, each.body, reason) for row, each in zip(changed, shown, strict=True)]
    await db.many(INSERT, new)
    return len(changed)


def _row(act: Act, row: db.Row, body: str, reason: str) -> tuple[Any, ...]:
    return (
        *(act.tenant_id, ids.new(), row["period_id"], row["clock_id"], row["number"]),
        *(row["ticket_id"], row["metric"], row["priority"], row["was"], row["outcome"]),
        *(reason, act.now, body, evidence.digest(body)),
    )
