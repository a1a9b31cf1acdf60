"""How the monitoring sources of one's clients stand: what fires, what storms or flaps, what was
heard last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 50
MOST_SOURCES: Final = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """A source; `storms` and `flapping` count its live tickets of which that is said."""

    id: UUID
    key: str
    client: str
    name: str
    kind: str
    paused: bool
    heard_at: datetime | None
    firing: int
    storms: int
    flapping: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class Alert:
    """`ticket` is its ticket's number, None where it raised none; `held_until`: kept back by
    maintenance."""

    id: UUID
    title: str
    severity: str
    firing: bool
    storm: bool
    flapping: bool
    ticket: int | None
    held_until: datetime | None
    last_heard_at: datetime


# From the live tickets, which are few, not from all that ever was.
STANDING: Final = """
WITH about AS (
    SELECT m.tenant_id, m.source_id, count(*) FILTER (WHERE m.storm) AS storms,
           count(*) FILTER (WHERE m.flapping) AS flapping, sum(f.firing)::int AS firing
    FROM ticket t JOIN alert_matter m ON m.tenant_id = t.tenant_id AND m.ticket_id = t.id
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE a.firing) AS firing FROM alert a
        WHERE a.tenant_id = m.tenant_id AND a.matter_id = m.id) f
    WHERE t.live GROUP BY m.tenant_id, m.source_id
)
SELECT s.id, n.key, n.name AS client, s.name, s.kind, s.paused_at IS NOT NULL AS paused,
       (SELECT a.last_heard_at FROM alert a WHERE a.tenant_id = s.tenant_id
        AND a.source_id = s.id ORDER BY a.last_heard_at DESC LIMIT 1) AS heard_at,
       coalesce(b.firing, 0) AS firing, coalesce(b.storms, 0) AS storms,
       coalesce(b.flapping, 0) AS flapping,
       (SELECT count(*) FROM hook_delivery d WHERE d.tenant_id = s.tenant_id
        AND d.owner_id = s.id AND d.state = 'set_aside') AS set_aside
FROM alert_source s JOIN tenant n ON n.id = s.tenant_id
LEFT JOIN about b ON b.tenant_id = s.tenant_id AND b.source_id = s.id
ORDER BY n.name, s.name, s.id LIMIT $1
"""


@read("intake.read", STAFF)
async def everywhere(act: Act) -> list[Standing]:
    """Of all clients the asker works for, by client and name; at most 500."""
    return [Standing(**row) for row in await db.rows(STANDING, MOST_SOURCES)]


LATEST: Final = """
SELECT a.id, a.title, a.severity, a.firing, coalesce(m.storm, false) AS storm,
       coalesce(m.flapping, false) AS flapping, t.number AS ticket, a.held_until, a.last_heard_at
FROM alert a
LEFT JOIN alert_matter m ON m.tenant_id = a.tenant_id AND m.id = a.matter_id
LEFT JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id
WHERE a.tenant_id = $1 AND a.source_id = $2
ORDER BY a.last_heard_at DESC, a.id DESC LIMIT $3
"""


@read("intake.read", STAFF)
async def of_source(act: Act, tenant: int, source_id: UUID) -> list[Alert]:
    """Its fifty alerts that were heard of last. Raises NotFound."""
    known = "SELECT true FROM alert_source WHERE tenant_id = $1 AND id = $2"
    if not await db.value(known, tenant, source_id):
        raise NotFound
    return [Alert(**row) for row in await db.rows(LATEST, tenant, source_id, PAGE)]
