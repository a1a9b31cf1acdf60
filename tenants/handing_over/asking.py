"""A client's administrator asks for all that is kept of the client and its members may see.

It is read with their eyes, and they alone may take it, for some days; so nothing in it is new to
them, and what is confidential to others stays with those. They have to see the whole company, or
the archive would be a part of it. Staff ask in an administrator's name, and never take it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from tenants.handing_over import told
from tenants.handing_over.archive import Entry
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read, write

State = Literal["waiting", "running", "done", "failed", "gone"]
LIVES: Final = timedelta(days=7)
SHOWN: Final = 20


class NotWhole(Conflict):
    code = "sees-a-part"
    title = "Let this administrator see the whole company first: an export holds what they see"


class Enough(Conflict):
    code = "export-waiting"
    title = "An export is being made for this administrator: wait until it is done"


@dataclass(frozen=True, slots=True)
class Export:
    """`finished` of `sources` are read; `bytes` of what is in it, unpacked. `asked_by_staff`: the
    provider asked in this person's name."""

    id: UUID
    person_id: UUID
    person: str
    state: State
    asked_by_staff: bool
    asked_at: datetime
    sources: int
    finished: int
    files: int
    rows: int
    bytes: int
    finished_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Administrator:
    """`is_whole`: sees the whole company."""

    id: UUID
    name: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Exports:
    """The newest first. `administrators` are those for whom the asker may have one made."""

    exports: Sequence[Export]
    administrators: Sequence[Administrator]
    now: datetime


ASK: Final = """
INSERT INTO company_export
    (tenant_id, id, person_id, asked_kind, asked_by, asked_at, state, due_at, sources)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $6, $7)
ON CONFLICT (tenant_id, person_id) WHERE state IN ('waiting', 'running') DO NOTHING
"""
ADMINISTRATORS: Final = """
SELECT p.id, p.name, EXISTS (
    SELECT FROM member_grant g WHERE g.tenant_id = p.tenant_id AND g.person_id = p.id
    AND g.reach = 'company') AS is_whole
FROM person p
JOIN member_role r ON r.tenant_id = p.tenant_id AND r.person_id = p.id AND r.role = 'client_admin'
WHERE p.tenant_id = $1 AND p.state = 'active' AND ($2::uuid IS NULL OR p.id = $2)
ORDER BY p.name, p.id
"""
LATEST: Final = """
SELECT e.id, e.person_id, p.name AS person, e.state, e.asked_kind = 'staff' AS asked_by_staff,
       e.asked_at, e.sources, e.finished_sources AS finished, e.pieces AS files, e.rows, e.bytes,
       e.finished_at, e.expires_at
FROM company_export e JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id
WHERE e.tenant_id = $1 AND ($2::uuid IS NULL OR e.person_id = $2)
ORDER BY e.asked_at DESC, e.id DESC LIMIT $3
"""
READY: Final = """
SELECT FROM company_export WHERE tenant_id = $1 AND id = $2 AND person_id = $3
AND state = 'done' AND expires_at > $4
"""
ENTRIES: Final = """
SELECT name, crc, size, packed_size AS packed FROM company_export_piece
WHERE tenant_id = $1 AND export_id = $2 ORDER BY position
"""


@write("data.export", STAFF, MEMBER)
async def ask(act: Act, person_id: UUID | None = None) -> UUID:
    """Have it made: a member for themselves, staff for the administrator they name. Raises
    NotFound for who is none, NotWhole, Enough."""
    whose = person_id if act.audience is Audience.STAFF else act.person_id
    found = await administrators(act.tenant_id, whose) if whose else []
    if not found:
        raise NotFound
    if not found[0].is_whole:
        raise NotWhole
    made = ids.new()
    words = (found[0].id, str(act.audience), act.person_id, act.now, len(every()))
    if not await db.execute(ASK, act.tenant_id, made, *words):
        raise Enough
    return made


@read("data.export", STAFF, MEMBER)
async def latest(act: Act, tenant: int) -> Exports:
    """A member's own, staff every one of the client. Raises NotFound."""
    member = act.audience is Audience.MEMBER
    if member and tenant != act.principal.own_tenant:
        raise NotFound
    whose = act.person_id if member else None
    rows = await db.rows(LATEST, tenant, whose, SHOWN)
    who = await administrators(tenant, whose)
    return Exports([Export(**row) for row in rows], who, act.now)


@write("data.export", MEMBER)
async def take(act: Act, export_id: UUID) -> list[Entry]:
    """What stands in it, in order; that it was taken stands in the audit trail. Raises NotFound
    for what is not theirs, not ready, or over."""
    if await db.row(READY, act.tenant_id, export_id, act.person_id, act.now) is None:
        raise NotFound
    return [Entry(**row) for row in await db.rows(ENTRIES, act.tenant_id, export_id)]


async def administrators(tenant: int, person_id: UUID | None) -> list[Administrator]:
    rows = await db.rows(ADMINISTRATORS, tenant, person_id)
    return [Administrator(**row) for row in rows]


def every() -> tuple[str, ...]:
    """The names of all that is read, in their order."""
    return tuple(sorted((*told.TABLES, *told.SOURCES)))
