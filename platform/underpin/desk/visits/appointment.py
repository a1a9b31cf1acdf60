"""Appointments as they are kept and read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound, StaleVersion
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PLANNED, CANCELLED, DONE = "planned", "cancelled", "done"


@dataclass(frozen=True, slots=True)
class Appointment:
    """Whoever expects a visitor is told their name. `client_answer` and `technician_answer`: none,
    accepted, declined, tentative, or countered, where they asked for another time."""

    tenant_id: int
    id: UUID
    ticket_id: UUID
    technician_id: UUID
    technician_name: str
    site_id: UUID | None
    place: str
    note: str
    starts_at: datetime
    ends_at: datetime
    travel_minutes: int
    state: str
    sequence: int
    client_answer: str
    reason: str
    version: int
    technician_answer: str = "none"


COLUMNS: Final = ", ".join(f"a.{name}" for name in Appointment.__slots__)


def of(row: db.Row) -> Appointment:
    return Appointment(**{name: row[name] for name in Appointment.__slots__})


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Appointment]:
    """In order of time. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM appointment a WHERE a.tenant_id = $1 AND a.ticket_id = $2 "
        "ORDER BY a.starts_at, a.id",
        *(tenant, ticket.id),
    )
    return [of(row) for row in rows]


async def held(act: Act, ticket_id: UUID, appointment_id: UUID, version: int | None) -> Appointment:
    """A ticket's own, the ticket locked before. Raises NotFound, StaleVersion."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM appointment a WHERE a.tenant_id = $1 AND a.ticket_id = $2 "
        "AND a.id = $3 FOR UPDATE",
        *(act.tenant_id, ticket_id, appointment_id),
    )
    if row is None:
        raise NotFound
    if version is not None and row["version"] != version:
        raise StaleVersion
    return of(row)


@dataclass(frozen=True, slots=True)
class Clash:
    """What the technician has at that time already: a ticket's name, or empty for an absence."""

    what: str
    starts_at: datetime
    ends_at: datetime


CLASHES: Final = """
SELECT n.key || '-' || t.number AS what, a.starts_at, a.ends_at FROM appointment a
JOIN ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
JOIN tenant n ON n.id = a.tenant_id
WHERE a.technician_id = $1 AND a.state = 'planned' AND a.id IS DISTINCT FROM $4
  AND a.starts_at - make_interval(mins => a.travel_minutes) < $3
  AND a.ends_at + make_interval(mins => a.travel_minutes) > $2
UNION ALL
SELECT '', b.starts_at, b.ends_at FROM absence b
WHERE b.staff_id = $1 AND b.cancelled_at IS NULL AND b.starts_at < $3 AND b.ends_at > $2
ORDER BY starts_at, what LIMIT 20
"""


@read("ticket.work", STAFF)
async def clashes(
    act: Act,
    technician_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    besides: UUID | None = None,
) -> list[Clash]:
    """Of the clients the asker works for, travel counted in."""
    rows = await db.rows(CLASHES, technician_id, starts_at, ends_at, besides)
    return [Clash(**row) for row in rows]
