"""How a vendor kept its own targets, how long it took, what it cost and what it owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from contracts.compliance.counted import figures
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

# Of the clients the asker may see, as row security has it.
TARGETS: Final = """
SELECT c.metric, count(*) FILTER (WHERE c.breached_at IS NULL) AS met,
       count(*) FILTER (WHERE c.breached_at IS NOT NULL) AS breached,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY c.elapsed_us)
           FILTER (WHERE c.state = 'stopped') AS median_us
FROM vendor_case v JOIN clock c ON c.tenant_id = v.tenant_id AND c.ticket_id = v.ticket_id
    AND c.case_id = v.id AND c.kind = 'UC'
WHERE v.vendor_id = $1 AND c.decided_at >= $2 AND c.decided_at < $3 AND c.state <> 'merged'
GROUP BY c.metric ORDER BY c.metric
"""
CASES: Final = """
SELECT count(*) AS opened, count(*) FILTER (WHERE state = 'refused') AS refused,
       count(*) FILTER (WHERE state = 'confirmed') AS confirmed
FROM vendor_case WHERE vendor_id = $1 AND opened_at >= $2 AND opened_at < $3
"""
# A cost that is said again is what was said last, as the ledger has it.
COSTS: Final = """
SELECT currency, sum(amount) AS amount FROM (
    SELECT DISTINCT ON (e.tenant_id, e.body ->> 'cost_id')
           e.body ->> 'currency' AS currency, (e.body ->> 'amount')::numeric AS amount
    FROM vendor_case v JOIN event e ON e.tenant_id = v.tenant_id AND e.subject_id = v.ticket_id
    WHERE e.kind = 'ticket.vendor_cost_booked' AND v.vendor_id = $1
      AND e.body ->> 'case_id' = v.id::text AND v.opened_at >= $2 AND v.opened_at < $3
    ORDER BY e.tenant_id, e.body ->> 'cost_id', e.position DESC
) AS said_last
GROUP BY currency ORDER BY currency
"""
RECOVERIES: Final = """
SELECT state, count(*) AS recoveries FROM recovery
WHERE vendor_id = $1 AND due_at >= $2 AND due_at < $3 GROUP BY state ORDER BY state
"""


@dataclass(frozen=True, slots=True)
class Target:
    """`shown` in percent rounded down; `median_us` of working time, of those that have
    come to their end; None where there are none."""

    metric: str
    met: int
    breached: int
    shown: str | None
    median_us: int | None


@dataclass(frozen=True, slots=True)
class Cost:
    """Net, in major units."""

    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Recoveries:
    state: str
    recoveries: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Of cases opened and what they cost, targets decided and recoveries due in the span."""

    opened: int
    refused: int
    confirmed: int
    targets: tuple[Target, ...]
    costs: tuple[Cost, ...]
    recoveries: tuple[Recoveries, ...]


@read("recovery.read", STAFF)
async def of_vendor(act: Act, vendor_id: UUID, since: datetime, until: datetime) -> Scorecard:
    """Over all the clients the asker may see; `until` is exclusive. Raises Malformed."""
    if not since < until:
        raise Malformed("until: after since.", field="until")
    words = (vendor_id, since, until)
    targets = [_target(row) for row in await db.rows(TARGETS, *words)]
    head = await db.row(CASES, *words)
    return Scorecard(
        **(head or {}),
        targets=tuple(targets),
        costs=tuple(Cost(**row) for row in await db.rows(COSTS, *words)),
        recoveries=tuple(Recoveries(**row) for row in await db.rows(RECOVERIES, *words)),
    )


def _target(row: db.Row) -> Target:
    share = figures.shown(figures.share(row["met"], row["breached"]))
    return Target(**row, shown=share)
