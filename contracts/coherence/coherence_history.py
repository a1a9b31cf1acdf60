"""What the tenant's own tickets of the last year say: when they came, how far they went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

import msgspec

from contracts.coherence import coherence_arrivals
from contracts.coherence.coherence_past import Past
from underpin.kernel import db

LOOKED_BACK: Final = timedelta(days=366)
MOST: Final = 5000
"""The newest of them: enough to weigh by, and read in a moment."""
FEWEST: Final = 50
"""Fewer tickets say too little about the hours they come in, or about a priority's ways."""


class _Went(msgspec.Struct):
    priority: str
    furthest: str
    tickets: int


class _Came(msgspec.Struct):
    """Tickets of a quarter of an hour, at its start in microseconds: no zone is finer."""

    at: int
    tickets: int


# A breach under way may go further yet: only what has stopped is counted.
READ = """
WITH ended AS MATERIALIZED (
    SELECT ticket_id, priority, started_at FROM clock
    WHERE tenant_id = $1 AND kind = 'SLA' AND decided_at >= $2 AND decided_at < $3
      AND metric = 'resolution' AND state = 'stopped'
    ORDER BY decided_at DESC LIMIT $4
), went AS (
    SELECT e.priority, coalesce(
        (SELECT d.name FROM clock u
         JOIN provider_agreement_version v ON v.id = u.version_id
         JOIN provider_agreement a ON a.id = v.agreement_id JOIN vendor d ON d.id = a.vendor_id
         WHERE u.tenant_id = $1 AND u.ticket_id = e.ticket_id AND u.metric = 'fix'
         ORDER BY u.started_at DESC, u.id DESC LIMIT 1),
        (SELECT max(o.holder) FROM clock o
         WHERE o.tenant_id = $1 AND o.ticket_id = e.ticket_id AND o.metric = 'hold')) AS furthest
    FROM ended e
)
SELECT (SELECT coalesce(json_agg(c), '[]') FROM (
            SELECT (extract(epoch FROM date_bin('15 minutes', started_at,
                    '2000-01-01T00:00Z'::timestamptz)) * 1000000)::bigint AS at,
                   count(*) AS tickets
            FROM ended GROUP BY 1) c) AS came,
       (SELECT coalesce(json_agg(w), '[]') FROM (
            SELECT priority, furthest, count(*) AS tickets FROM went
            WHERE furthest IS NOT NULL GROUP BY 1, 2) w) AS went
"""


async def read(tenant: int, time_zone: str, at: datetime) -> Past:
    """Up to that instant; hours of the week are those of `time_zone`."""
    row = await db.row(READ, tenant, at - LOOKED_BACK, at, MOST)
    assert row is not None, "a SELECT of two values gives a row"  # noqa: S101
    came = msgspec.json.decode(row["came"], type=list[_Came])
    enough = sum(each.tickets for each in came) >= FEWEST
    times = ((each.at, each.tickets) for each in came)
    return Past(
        coherence_arrivals.counted(time_zone, times) if enough else None,
        _taken(msgspec.json.decode(row["went"], type=list[_Went])),
    )


def _taken(went: Iterable[_Went]) -> Mapping[str, Mapping[str, Fraction]]:
    """Of each priority that enough tickets had."""
    found: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for each in went:
        found[each.priority][each.furthest] = Fraction(each.tickets)
    return {priority: ways for priority, ways in found.items() if sum(ways.values()) >= FEWEST}
