"""Changes, read: of a ticket, what they clash with, and the calendar of all clients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from underpin.desk.changes import change as changes
from underpin.desk.changes.change import Change
from underpin.desk.changes.course import Kind, State
from underpin.desk.changes.risk import Level
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

What = Literal["change", "maintenance"]
LONGEST: Final = timedelta(days=93)
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Clash:
    """Something else in a window. `what`: a change, or announced maintenance, of which `name` is
    the note. `same_service`: of the same service, `same_person`: with the same assignee."""

    what: What
    client: str
    name: str
    starts_at: datetime
    ends_at: datetime
    same_service: bool
    same_person: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of the calendar: `number` like ACME-12; that, kind, risk and state are None for
    maintenance."""

    what: What
    client: str
    number: str | None
    name: str
    service: str
    kind: Kind | None
    risk: Level | None
    state: State | None
    starts_at: datetime
    ends_at: datetime
    time_zone: str


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> Change | None:
    """None where the ticket has no change yet. Raises NotFound."""
    act.only_own(tenant)
    ticket = await tickets.seen(act, tenant, number)
    return await changes.found(tenant, ticket.id)


@read("approval.decide", STAFF, MEMBER)
async def of_request(act: Act, tenant: int, request_id: UUID) -> Change | None:
    """What is asked to be approved, for who is asked; None for another matter."""
    row = await db.row(
        f"SELECT {changes.COLUMNS} FROM change_plan c WHERE c.tenant_id = $1 AND c.request_id = $2",
        *(tenant, request_id),
    )
    return changes.of(row) if row else None


CLASHES: Final = f"""
SELECT 'change' AS what, n.key AS client, n.key || '-' || t.number || ' ' || t.subject AS name,
       c.starts_at, c.ends_at,
       c.tenant_id = $1 AND t.service_id IS NOT DISTINCT FROM $5::uuid
           AND t.service_id IS NOT NULL AS same_service,
       t.assignee_id IS NOT DISTINCT FROM $6::uuid AND t.assignee_id IS NOT NULL AS same_person
FROM change_plan c JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id
JOIN tenant n ON n.id = c.tenant_id
WHERE c.starts_at < $4 AND c.starts_at > $3::timestamptz - interval '14 days' AND c.ends_at > $3
  AND c.state IN ('draft', 'awaiting_approval', 'approved', 'scheduled', 'in_progress')
  AND (c.tenant_id = $1 OR t.assignee_id = $6)
  AND NOT (c.tenant_id = $1 AND c.ticket_id = $2) AND {visibility.staff_sees("t", "$7")}
UNION ALL
SELECT 'maintenance', n.key, m.note, m.starts_at, m.ends_at,
       m.service_id IS NOT DISTINCT FROM $5::uuid, false
FROM maintenance m JOIN tenant n ON n.id = m.tenant_id
WHERE m.tenant_id = $1 AND m.withdrawn_at IS NULL AND m.starts_at < $4 AND m.ends_at > $3
ORDER BY 4, 3 LIMIT 50
"""


@read("ticket.read", STAFF)
async def clashes(
    act: Act, tenant: int, number: int, starts_at: datetime, ends_at: datetime
) -> list[Clash]:
    """What else is planned for the client in that time, and what its assignee has to do elsewhere.
    Raises NotFound, Malformed."""
    if not starts_at < ends_at:
        raise Malformed("ends_at: after starts_at.", field="ends_at")
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        CLASHES,
        *(tenant, ticket.id, starts_at, ends_at, ticket.service_id, ticket.assignee_id),
        act.person_id,
    )
    return [Clash(**row) for row in rows]


CALENDAR: Final = f"""
SELECT 'change' AS what, n.name AS client, n.key || '-' || t.number AS number, t.subject AS name,
       coalesce(v.name, '') AS service, c.kind, c.risk, c.state, c.starts_at, c.ends_at,
       n.time_zone
FROM change_plan c JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id
JOIN tenant n ON n.id = c.tenant_id
LEFT JOIN service v ON v.tenant_id = t.tenant_id AND v.id = t.service_id
WHERE c.starts_at < $2 AND c.starts_at > $1::timestamptz - interval '14 days' AND c.ends_at > $1
  AND c.state IN ('draft', 'awaiting_approval', 'approved', 'scheduled', 'in_progress')
  AND {visibility.staff_sees("t", "$3")}
UNION ALL
SELECT 'maintenance', n.name, NULL, m.note, v.name, NULL, NULL, NULL, m.starts_at, m.ends_at,
       n.time_zone
FROM maintenance m JOIN tenant n ON n.id = m.tenant_id
JOIN service v ON v.tenant_id = m.tenant_id AND v.id = m.service_id
WHERE m.withdrawn_at IS NULL AND m.starts_at < $2 AND m.ends_at > $1
ORDER BY 9, 2, 3 LIMIT {MOST}
"""


@read("ticket.read", STAFF)
async def calendar(act: Act, begins: datetime, ends: datetime) -> list[Planned]:
    """Of all the asker's clients, what is planned in that time, the first first. Raises
    Malformed."""
    if not begins < ends <= begins + LONGEST:
        raise Malformed("ends: after begins, by 93 days at most.", field="ends")
    rows = await db.rows(CALENDAR, begins, ends, act.person_id)
    return [Planned(**row) for row in rows]
