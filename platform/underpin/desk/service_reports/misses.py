"""Each miss of a month with how its clock came to it, from the frozen evidence where there is some.

A confidential ticket's miss counts, but its number is not told: who may read the report need not be
who may read the ticket (PRACTICE 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts.compliance.counted import counting
from contracts.compliance.frozen import compliance_evidence
from underpin.desk.service_reports.told import Miss, Pause
from underpin.kernel import db

LISTED: Final = 200
SECOND: Final = 1_000_000

FROZEN: Final = """
SELECT e.body FROM compliance_evidence e
WHERE e.tenant_id = $1 AND e.period_id = $2 AND e.outcome = 'breached'
ORDER BY e.position LIMIT $3
"""
LIVE: Final = f"""
SELECT * FROM ({counting.DECIDED}) AS d WHERE d.outcome = 'breached'
ORDER BY d.decided_at, d.clock_id LIMIT $4
"""
TICKETS: Final = """
SELECT t.id, n.key || '-' || t.number AS name, t.confidential
FROM ticket t JOIN tenant n ON n.id = t.tenant_id
WHERE t.tenant_id = $1 AND t.id = ANY ($2::uuid[])
"""


async def frozen(tenant: int, period: UUID) -> list[Miss]:
    """In the order of the evidence, so many at most."""
    rows = await db.rows(FROZEN, tenant, period, LISTED)
    return await _told(tenant, [msgspec.json.decode(row["body"]) for row in rows])


async def live(tenant: int, starts: datetime, ends: datetime) -> list[Miss]:
    """As they stand now, in the order in which they were decided."""
    rows = await db.rows(LIVE, tenant, starts, ends, LISTED)
    pieces = await compliance_evidence.pieces(tenant, rows, ends)
    return await _told(tenant, [msgspec.json.decode(each.body) for each in pieces])


async def _told(tenant: int, bodies: Sequence[Mapping[str, Any]]) -> list[Miss]:
    ids = [UUID(body["ticket"]) for body in bodies]
    tickets = {row["id"]: row for row in await db.rows(TICKETS, tenant, ids)}
    return [_miss(body, tickets[ticket]) for body, ticket in zip(bodies, ids, strict=True)]


def _miss(body: Mapping[str, Any], ticket: db.Row) -> Miss:
    shown = body["clock_shown"] or {}
    return Miss(
        ticket="" if ticket["confidential"] else ticket["name"],
        type=body["ticket_type"],
        metric=body["metric"],
        priority=body["priority"],
        missed_at=datetime.fromisoformat(shown.get("breached_at") or body["decided_at"]),
        allowed_us=_us(shown.get("allowed", 0)),
        used_us=_us(shown.get("elapsed", 0)),
        pauses=_pauses(shown.get("spans", ())),
        changed=bool(body["caused_by_change"]),
        why=body["why"],
    )


def _pauses(spans: Iterable[Mapping[str, Any]]) -> tuple[Pause, ...]:
    """What it waited for altogether, by what it waited for."""
    waited: dict[str, int] = {}
    for span in spans:
        if span["kind"] == "paused" and span["worked"]:
            waited[span["why"]] = waited.get(span["why"], 0) + _us(span["worked"])
    return tuple(Pause(why=why, waited_us=us) for why, us in waited.items())


def _us(seconds: Any) -> int:
    return int(Decimal(str(seconds)) * SECOND)
