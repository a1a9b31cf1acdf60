"""What somebody's clients wrote on the tickets that are theirs, and where colleagues named them, as
far as they have not seen it yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from underpin.desk.queues import ranking
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 20
LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class News:
    """The newest unseen word of a client on a ticket, or a colleague's that names who asks; `by`
    wrote it."""

    name: str
    subject: str
    client: str
    by: str
    at: datetime
    what: Literal["message", "mention"] = "message"


MESSAGES: Final = f"""
SELECT n.key || '-' || t.number AS name, t.subject, n.name AS client, last.by, last.at,
       'message' AS what
FROM ticket t
JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN ticket_mark k ON k.tenant_id = t.tenant_id AND k.ticket_id = t.id AND k.staff_id = $1
JOIN LATERAL (
    SELECT m.author_name AS by, m.happened_at AS at FROM message m
    WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id AND m.author_kind = 'member'
    ORDER BY m.happened_at DESC, m.id DESC LIMIT 1) last
    ON last.at > coalesce(k.seen_at, '-infinity')
WHERE t.live AND t.assignee_id = $1 AND {visibility.staff_sees("t", "$1")}
ORDER BY last.at DESC, t.tenant_id, t.number LIMIT {MOST}
"""
# Of the latest that name somebody, those they have not opened the ticket after.
MENTIONS: Final = f"""
SELECT n.key || '-' || t.number AS name, t.subject, n.name AS client, e.by_name AS by,
       e.happened_at AS at, 'mention' AS what
FROM (SELECT * FROM mention m WHERE m.staff_id = $1
      ORDER BY m.happened_at DESC, m.tenant_id, m.ticket_id LIMIT {LOOKED_AT}) e
JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN ticket_mark k ON k.tenant_id = t.tenant_id AND k.ticket_id = t.id AND k.staff_id = $1
WHERE e.happened_at > coalesce(k.seen_at, '-infinity') AND {visibility.staff_sees("t", "$1")}
"""
MINE: Final = f"""
SELECT * FROM (({MESSAGES}) UNION ALL ({MENTIONS})) u ORDER BY u.at DESC, u.name LIMIT {MOST}
"""


@read("ticket.read", STAFF)
async def mine(act: Act) -> list[News]:
    """The newest first, of the asker's own live tickets and of those they were named on."""
    rows = await db.rows(ranking.planned(act, MINE), act.person_id)
    return [News(**row) for row in rows]
