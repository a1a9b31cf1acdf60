"""Reads a client's incidents of the last weeks for what looks like one problem."""

from __future__ import annotations

from typing import Final

from underpin.desk.problems import trend
from underpin.desk.problems.trend import Hint, Incident
from underpin.desk.search import words
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

READ: Final = 2_000

INCIDENTS: Final = f"""
SELECT t.id, t.number, t.raised_at, t.subject, c.name AS category, ARRAY(
    SELECT a.name || CASE WHEN a.serial = '' THEN '' ELSE ' (' || a.serial || ')' END
    FROM asset_ticket h JOIN asset a ON a.tenant_id = h.tenant_id AND a.id = h.asset_id
    WHERE h.tenant_id = t.tenant_id AND h.ticket_id = t.id) AS assets
FROM (
    SELECT * FROM ticket WHERE tenant_id = $1 AND raised_at > $2
    ORDER BY raised_at DESC, id DESC LIMIT {READ}) t
LEFT JOIN category c ON c.id = t.category_id
WHERE t.type = 'incident' AND t.merged_into IS NULL AND {visibility.staff_sees("t", "$3")}
  AND NOT EXISTS (SELECT FROM ticket_link l WHERE l.tenant_id = t.tenant_id
                  AND l.ticket_id = t.id AND l.kind = 'caused_by')
"""


@read("ticket.read", STAFF)
async def hints(act: Act, tenant: int) -> list[Hint]:
    """Of incidents no problem is known to cause, the newest two thousand of five weeks."""
    lived = await db.value("SELECT simulated_now FROM tenant WHERE id = $1", tenant)
    now = lived or act.now
    since = now - trend.LATELY - trend.BEFORE
    rows = await db.rows(INCIDENTS, tenant, since, act.person_id)
    return trend.hints([_incident(row) for row in rows], now)


def _incident(row: db.Row) -> Incident:
    keys: dict[trend.By, str] = {"category": row["category"]} if row["category"] else {}
    said, assets = frozenset(words.of(row["subject"])), frozenset(row["assets"])
    return Incident(row["number"], row["raised_at"], said, keys, assets)
