"""Maintenance of a service, announced before it begins; what it excuses, the version says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 50
LONGEST_PAGE: Final = 200
COLUMNS: Final = "id, service_id, starts_at, ends_at, note, announced_at, withdrawn_at"


class Over(Conflict):
    code = "maintenance-over"
    title = "This maintenance is withdrawn or over: nothing about it can change"


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Announced to the client at `announced_at`, the moment it was written down."""

    id: UUID
    service_id: UUID
    starts_at: datetime
    ends_at: datetime
    note: str
    announced_at: datetime
    withdrawn_at: datetime | None


@write("outage.write", STAFF)
async def announce(
    act: Act, service_id: UUID, starts_at: datetime, ends_at: datetime, *, note: str = ""
) -> Maintenance:
    """Raises NotFound for no such service, Malformed for what has begun already."""
    if starts_at < act.now:
        raise Malformed("starts_at: announce maintenance before it begins.", field="starts_at")
    if ends_at <= starts_at:
        raise Malformed("ends_at: after its start.", field="ends_at")
    new = ids.new()
    try:
        row = await db.row(
            "INSERT INTO maintenance (tenant_id, id, service_id, starts_at, ends_at, note, "
            f"announced_by, announced_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
            f"RETURNING {COLUMNS}",
            *(act.tenant_id, new, service_id, starts_at, ends_at, note, act.person_id, act.now),
        )
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("note: at most 2,000 characters.", field="note") from wrong
    await events.emit(act, events.New("maintenance.announced", new))
    return Maintenance(**(row or {}))


@write("outage.write", STAFF)
async def withdraw(act: Act, maintenance_id: UUID) -> Maintenance:
    """It will not take place, and excuses nothing. Raises NotFound, Over."""
    row = await db.row(
        f"UPDATE maintenance SET withdrawn_by = $3, withdrawn_at = $4 WHERE tenant_id = $1 "
        f"AND id = $2 AND withdrawn_at IS NULL AND ends_at > $4 RETURNING {COLUMNS}",
        *(act.tenant_id, maintenance_id, act.person_id, act.now),
    )
    if row is None:
        raise await _why_not(act, maintenance_id)
    await events.emit(act, events.New("maintenance.withdrawn", maintenance_id))
    return Maintenance(**row)


@read("compliance.read", STAFF, MEMBER)
async def of_service(
    act: Act, tenant: int, service_id: UUID, before: UUID | None = None, limit: int = PAGE
) -> list[Maintenance]:
    """The newest announced first; `before` is the last of the page before. Raises NotFound for
    another tenant than a member's own."""
    act.only_own(tenant)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM maintenance WHERE tenant_id = $1 AND service_id = $2 "
        "AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4",
        *(tenant, service_id, before, limit),
    )
    return [Maintenance(**row) for row in rows]


@read("compliance.read", STAFF, MEMBER)
async def lately(
    act: Act, tenant: int, service_ids: Collection[UUID], limit: int = PAGE
) -> list[Maintenance]:
    """So many of each of these services, as `of_service`."""
    act.only_own(tenant)
    rows = await db.rows(
        "SELECT f.* FROM unnest($2::uuid[]) WITH ORDINALITY AS s(service, place), LATERAL ("
        f"SELECT {COLUMNS} FROM maintenance WHERE tenant_id = $1 AND service_id = s.service "
        "ORDER BY id DESC LIMIT $3) f ORDER BY s.place, f.id DESC",
        *(tenant, list(service_ids), limit),
    )
    return [Maintenance(**row) for row in rows]


async def _why_not(act: Act, maintenance_id: UUID) -> NotFound | Over:
    known = await db.value(
        "SELECT true FROM maintenance WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, maintenance_id),
    )
    return Over() if known else NotFound()
