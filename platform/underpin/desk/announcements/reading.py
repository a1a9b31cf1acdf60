"""What is announced now, what was, and what is announced for later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.announcements import announcement
from underpin.desk.announcements.announcement import SELECT, Announcement
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

PAGE: Final = 30
CURRENT: Final = f"""
{SELECT} WHERE a.tenant_id = $1 AND a.withdrawn_at IS NULL AND a.published_from <= $2
  AND coalesce(a.published_to, 'infinity'::timestamptz) > $2
ORDER BY CASE a.severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, a.id DESC
"""
ALL: Final = f"""
{SELECT} WHERE a.tenant_id = $1 AND ($2::uuid IS NULL OR a.id < $2)
  AND ($3::timestamptz IS NULL OR a.published_from <= $3)
ORDER BY a.id DESC LIMIT $4
"""


@read("announcement.read", STAFF, MEMBER)
async def current(act: Act, tenant: int) -> list[Announcement]:
    """The gravest first. Raises NotFound for another's client."""
    _own(act, tenant)
    return await now(act, tenant)


async def now(act: Act, tenant: int) -> list[Announcement]:
    """The same within another verb."""
    return [announcement.read(row) for row in await db.rows(CURRENT, tenant, act.now)]


@read("announcement.read", STAFF, MEMBER)
async def history(
    act: Act, tenant: int, before: UUID | None = None, limit: int = PAGE
) -> list[Announcement]:
    """The newest first, withdrawn ones too; `before` is the last of the page before. Staff see
    besides what is published later."""
    _own(act, tenant)
    until = act.now if act.audience is Audience.MEMBER else None
    return [announcement.read(row) for row in await db.rows(ALL, tenant, before, until, limit)]


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement and the key of the client that it was told to."""

    key: str
    announcement: Announcement


RECENT: Final = f"""
SELECT {announcement.COLUMNS}, n.key FROM announcement a JOIN tenant n ON n.id = a.tenant_id
LEFT JOIN service s ON s.tenant_id = a.tenant_id AND s.id = a.service_id
WHERE ($1::int IS NULL OR a.tenant_id = $1) ORDER BY a.id DESC LIMIT {PAGE}
"""


@read("announcement.read", STAFF)
async def recent(act: Act, tenant: int | None = None) -> list[Told]:
    """The newest at all clients of who asks, or at one."""
    rows = [dict(row) for row in await db.rows(RECENT, tenant)]
    return [Told(row.pop("key"), announcement.read(row)) for row in rows]


@read("announcement.read", STAFF, MEMBER)
async def one(act: Act, tenant: int, announcement_id: UUID) -> Announcement:
    """Raises NotFound for what is another's, or for a member not published yet."""
    _own(act, tenant)
    found = await announcement.one(tenant, announcement_id)
    if act.audience is Audience.MEMBER and found.published_from > act.now:
        raise NotFound
    return found


def _own(act: Act, tenant: int) -> None:
    act.only_own(tenant)
