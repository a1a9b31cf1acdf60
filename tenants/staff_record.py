"""What is known of one of the provider's people, and how it is changed: roles, tier, zone, and
coming back after they left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from tenants import people, session
from tenants.company import checked_locale, checked_zone
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, Audience
from underpin.kernel.verb import provide, read

ADMIN: Final = "provider_admin"
FULL_WEEK: Final = 40 * 60
WHOLE_WEEK: Final = 7 * 24 * 60


class LastAdministrator(Conflict):
    code = "last-administrator"
    title = "Nobody else administers: make somebody an administrator first"


@dataclass(frozen=True, slots=True)
class Record:
    """`client_ids` are all the clients they work for; `weekly_minutes`, how long they work in a
    week without absence."""

    id: UUID
    name: str
    email: str
    state: str
    tier: int | None
    locale: str
    time_zone: str
    weekly_minutes: int
    roles: tuple[str, ...]
    client_ids: tuple[int, ...]
    team_ids: tuple[UUID, ...]


ONE: Final = """
SELECT s.id, s.name, s.email, s.state, s.tier, s.locale, s.time_zone,
       s.weekly_minutes,
       ARRAY(SELECT r.role FROM staff_role r WHERE r.staff_id = s.id ORDER BY 1) AS roles,
       ARRAY(SELECT a.tenant_id FROM assignment a WHERE a.staff_id = s.id ORDER BY 1) AS client_ids,
       ARRAY(SELECT m.team_id FROM team_member m WHERE m.staff_id = s.id ORDER BY 1) AS team_ids
FROM staff s WHERE s.id = $1
"""


@read("staff.read", STAFF)
async def one(act: Act, staff_id: UUID) -> Record:
    """Raises NotFound."""
    row = await db.row(ONE, staff_id)
    if row is None:
        raise NotFound
    several = {name: tuple(row[name]) for name in ("roles", "client_ids", "team_ids")}
    return Record(**{**row, **several})


@dataclass(frozen=True, slots=True)
class Said:
    """What an administrator says of somebody; their address and password are their own."""

    name: str
    roles: tuple[str, ...]
    tier: int | None
    locale: str
    time_zone: str
    weekly_minutes: int = FULL_WEEK


@provide("staff.write")
async def change(act: Act, staff_id: UUID, said: Said) -> None:
    """All of it anew. With other roles they sign in again, for a session carries none it was not
    opened with (DESIGN 3). Raises Malformed, NotFound, LastAdministrator."""
    columns = {"name": said.name.strip(), "tier": said.tier, "locale": checked_locale(said.locale)}
    columns["time_zone"] = checked_zone(said.time_zone)
    if not 0 <= said.weekly_minutes <= WHOLE_WEEK:
        raise Malformed(f"weekly_minutes: 0 to {WHOLE_WEEK}.", field="weekly_minutes")
    columns["weekly_minutes"] = said.weekly_minutes
    try:
        async with db.savepoint():
            if not await db.update("staff", {"id": staff_id}, columns):
                raise NotFound
            changed = await _given(staff_id, said.roles)
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name, tier or roles: look at these.", field="name") from wrong
    await _somebody_administers()
    if changed:
        await session.end_all(Audience.STAFF, staff_id)


async def _given(staff_id: UUID, roles: Sequence[str]) -> int:
    """How many were given or taken."""
    wanted = list(dict.fromkeys(roles))
    if not wanted:
        raise Malformed("roles: at least one.", field="roles")
    taken = await db.execute(
        "DELETE FROM staff_role WHERE staff_id = $1 AND role <> ALL ($2::text[])",
        *(staff_id, wanted),
    )
    return taken + await db.execute(
        "INSERT INTO staff_role (staff_id, role) SELECT $1, u.role FROM unnest($2::text[]) "
        "AS u(role) ON CONFLICT DO NOTHING",
        *(staff_id, wanted),
    )


@provide("staff.write")
async def leave(act: Act, staff_id: UUID) -> None:
    """They lose sight at once, and stand on no list of who may be given work. Raises NotFound,
    LastAdministrator."""
    await people.deactivate_staff(act, staff_id)
    await _somebody_administers()


@provide("staff.write")
async def come_back(act: Act, staff_id: UUID) -> None:
    """With the roles and clients they had; they are invited anew and choose a new password. Raises
    NotFound for who has not left."""
    sql = "UPDATE staff SET state = 'invited' WHERE id = $1 AND state = 'deactivated'"
    if not await db.execute(sql, staff_id):
        raise NotFound


# Locked, so that of two who step down at once the second sees the first.
ADMINISTRATORS: Final = """
SELECT s.id FROM staff s WHERE s.state = 'active'
AND EXISTS (SELECT FROM staff_role r WHERE r.staff_id = s.id AND r.role = $1)
ORDER BY s.id FOR UPDATE OF s
"""


async def _somebody_administers() -> None:
    if not await db.rows(ADMINISTRATORS, ADMIN):
        raise LastAdministrator
