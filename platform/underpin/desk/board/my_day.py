"""One's own day: which tickets come back when, and the time that is not posted yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.tickets import follow_up, time_posting
from underpin.desk.tickets.time_posting import Entry
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class FollowUp:
    """When a ticket of one's own comes back, unless the client answers first."""

    key: str
    number: int
    subject: str
    client: str
    at: datetime


# The asker's tickets as arrays, and only then their timers: so the staff's policy is met in one
# look into the index, not row by row.
FOLLOW_UPS: Final = """
WITH mine AS MATERIALIZED (
    SELECT tenant_id, id, number, subject FROM ticket WHERE live AND assignee_id = $1
), due AS MATERIALIZED (
    SELECT tenant_id, subject_id, fires_at FROM timer
    WHERE tenant_id = ANY (ARRAY(SELECT tenant_id FROM mine))
      AND subject_id = ANY (ARRAY(SELECT id FROM mine)) AND kind = $2
)
SELECT n.key, t.number, t.subject, n.name AS client, m.fires_at AS at
FROM mine t JOIN due m ON m.tenant_id = t.tenant_id AND m.subject_id = t.id
JOIN tenant n ON n.id = t.tenant_id
ORDER BY m.fires_at, n.key, t.number LIMIT $3
"""


@read("ticket.work", STAFF)
async def follow_ups(act: Act) -> list[FollowUp]:
    """Of the asker's own tickets, the first first; at most a hundred."""
    rows = await db.rows(FOLLOW_UPS, act.person_id, follow_up.KIND, MOST)
    return [FollowUp(**row) for row in rows]


@read("time.log", STAFF)
async def unposted(act: Act) -> list[Entry]:
    """The asker's own, the newest first; what was refused with its reason. At most a hundred."""
    where = "e.staff_id = $1 AND e.posted_at IS NULL ORDER BY e.happened_at DESC, e.id LIMIT $2"
    return await time_posting.entries(where, act.person_id, MOST)


@read("time.log", STAFF)
async def worked(act: Act, person_id: UUID, since: datetime) -> int:
    """Minutes somebody logged for work done since then."""
    found: int = await db.value(
        "SELECT coalesce(sum(worked_minutes), 0)::int FROM time_entry "
        "WHERE staff_id = $1 AND happened_at >= $2",
        *(person_id, since),
    )
    return found
