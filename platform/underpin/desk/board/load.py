"""Who has how much: the people of the asker's clients, what they hold, who is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 200
"""Tickets counted of one person, and people."""


@dataclass(frozen=True, slots=True)
class Load:
    """Of the tickets the asker may see. `waiting`: for the client, a vendor or a date; `due`:
    not missed yet, and missed before the end of the day unless somebody acts. `minutes` of work
    since the day began; `away_until` None for who is there."""

    id: UUID
    name: str
    tier: int
    live: int
    waiting: int
    urgent: int
    breached: int
    due: int
    minutes: int
    away_until: datetime | None


LOADS: Final = f"""
SELECT s.id, s.name, s.tier, l.live, l.waiting, l.urgent, l.breached, l.due,
       coalesce((SELECT sum(e.worked_minutes) FROM time_entry e
                 WHERE e.staff_id = s.id AND e.happened_at >= $4), 0)::int AS minutes,
       (SELECT max(a.ends_at) FROM absence a WHERE a.staff_id = s.id AND a.cancelled_at IS NULL
        AND a.starts_at <= $3 AND a.ends_at > $3) AS away_until
FROM staff s
CROSS JOIN LATERAL (
    SELECT count(*) AS live,
           count(*) FILTER (WHERE state IN ('waiting_client', 'waiting_vendor', 'scheduled'))
               AS waiting,
           count(*) FILTER (WHERE priority = 'P1') AS urgent,
           count(*) FILTER (WHERE breached) AS breached,
           count(*) FILTER (WHERE NOT breached AND next_due < $5) AS due
    FROM (SELECT t.state, t.priority, t.breached, t.next_due FROM ticket t
          WHERE t.live AND t.assignee_id = s.id AND {visibility.staff_sees("t", "$2")}
          LIMIT {MOST}) held) l
WHERE s.state = 'active' AND s.tier IS NOT NULL AND EXISTS (
    SELECT FROM assignment a WHERE a.staff_id = s.id AND a.tenant_id = ANY ($1::int[]))
ORDER BY s.tier, s.name, s.id LIMIT {MOST}
"""


@read("ticket.read", STAFF)
async def of_team(act: Act, begins: datetime, ends: datetime) -> list[Load]:
    """By tier and name, for a day from `begins` until before `ends`."""
    words = (list(act.principal.tenant_ids), act.person_id, act.now, begins, ends)
    return [Load(**row) for row in await db.rows(LOADS, *words)]
