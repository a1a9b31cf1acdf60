"""Somebody's own visits as a calendar they subscribe to, behind a secret address. Making a new one
ends the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.visits import appointment, calendar_text, telling
from underpin.desk.visits.appointment import CANCELLED
from underpin.desk.visits.calendar_text import PUBLISH, Guest, Told
from underpin.kernel import db, ids, installation, secret_token
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Door, Provider, Staff
from underpin.kernel.errors import NotFound
from underpin.kernel.verb import provide

PURPOSE: Final = "feed"
LIVES: Final = timedelta(days=366)
MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Feed:
    """`url` is shown this once."""

    url: str


@provide("self.sign_in")
async def open_own(act: Act) -> Feed:
    """For a year; the address before stops at once."""
    issued = secret_token.issue(PURPOSE)
    await db.execute("SELECT revoke_links($1, $2)", PURPOSE, act.person_id)
    await db.execute(
        "SELECT issue_link($1, $2, $3, 'staff', NULL, $4, $5)",
        *(ids.new(), issued.digest, PURPOSE, act.person_id, LIVES),
    )
    return Feed(f"{installation.settings().desk_origin}/calendar/{issued.plain}.ics")


@provide("self.sign_in")
async def close_own(act: Act) -> None:
    """What is not there is no error."""
    await db.execute("SELECT revoke_links($1, $2)", PURPOSE, act.person_id)


OWNER: Final = """
SELECT s.name, ARRAY(SELECT a.tenant_id FROM assignment a WHERE a.staff_id = s.id) AS tenants
FROM staff s WHERE s.id = $1 AND s.state = 'active'
"""
VISITS: Final = f"""
SELECT {appointment.COLUMNS}, n.key || '-' || t.number AS name, t.subject, t.confidential,
       coalesce(i.name || coalesce(', ' || i.address, ''), a.place) AS at_place
FROM appointment a JOIN ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
JOIN tenant n ON n.id = a.tenant_id
LEFT JOIN site i ON i.tenant_id = a.tenant_id AND i.id = a.site_id
WHERE a.technician_id = $1 AND a.starts_at > coalesce(n.simulated_now, $2) - interval '31 days'
ORDER BY a.starts_at, a.id LIMIT {MOST}
"""


async def read(presented: str) -> str:
    """The calendar behind an address. Raises NotFound for one that was ended or never was."""
    staff_id = await _owner(presented)
    async with db.open(Provider()):
        who = await db.row(OWNER, staff_id)
    if who is None:
        raise NotFound
    rows: list[db.Row] = []
    if who["tenants"]:
        async with db.open(Staff(tuple(who["tenants"]))):
            rows = await db.rows(VISITS, staff_id, await db.now())
    return calendar_text.write(PUBLISH, [_told(row) for row in rows], who["name"])


async def _owner(presented: str) -> UUID:
    claimed = secret_token.read(presented, PURPOSE)
    if claimed is None:
        raise NotFound
    async with db.open(Door()):
        row = await db.row("SELECT * FROM door_link($1)", claimed.digest)
    if row is None or row["purpose"] != PURPOSE:
        raise NotFound
    owner: UUID = row["object_id"]
    return owner


def _told(row: db.Row) -> Told:
    visit = appointment.of(row)
    subject = "" if row["confidential"] else f": {row['subject']}"
    return Told(
        uid=telling.uid(visit),
        sequence=visit.sequence,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        summary=row["name"] + subject,
        place=row["at_place"],
        description=visit.note,
        organizer=Guest("Underpin", f"desk@{installation.settings().mail_domain}"),
        stamped=visit.starts_at,
        cancelled=visit.state == CANCELLED,
    )
