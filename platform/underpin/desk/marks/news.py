"""What somebody's clients wrote on the tickets that are theirs, and they have not seen yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from underpin.desk.queues import ranking
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class News:
    """The newest unseen word of a client on a ticket; `by` wrote it."""

    name: str
    subject: str
    client: str
    by: str
    at: datetime


MINE: Final = f"""
SELECT n.key || '-' || t.number AS name, t.subject, n.name AS client, last.by, last.at
FROM ticket t
JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN ticket_mark k ON k.tenant_id = t.tenant_id AND k.ticket_id = t.id AND k.staff_id = $1
JOIN LATERAL (
    SELECT m.author_name AS by, m.happened_at AS at FROM message m
    WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id AND m.author_kind = 'member'
    ORDER BY m.happened_at DESC LIMIT 1) last ON last.at > coalesce(k.seen_at, '-infinity')
WHERE t.live AND t.assignee_id = $1 AND {visibility.staff_sees("t", "$1")}
ORDER BY last.at DESC LIMIT {MOST}
"""


@read("ticket.read", STAFF)
async def mine(act: Act) -> list[News]:
    """The newest first, of the asker's own live tickets."""
    rows = await db.rows(ranking.planned(act, MINE), act.person_id)
    return [News(**row) for row in rows]
