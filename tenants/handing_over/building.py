"""The archive, made by the worker piece by piece: each is kept with how far it has come, in one
transaction, so that whoever takes it up again goes on from there.

What is read is bounded: so many rows, or one file, at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID

import structlog

from tenants import role
from tenants.handing_over import archive, asking, lines, manifest, telling, told
from tenants.handing_over.archive import Packed
from tenants.handing_over.told import Eyes, File, Part
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.principal import MEMBER, Principal, worker

LEASE: Final = timedelta(minutes=15)
MOST_ATTEMPTS: Final = 5
log = structlog.get_logger()

DUE: Final = "SELECT tenant_id, id FROM company_export WHERE due_at <= $1 ORDER BY due_at LIMIT 50"
CLAIM: Final = """
UPDATE company_export SET state = 'running', due_at = $3 + $4::interval, attempts = attempts + 1
WHERE tenant_id = $1 AND id = $2 AND due_at <= $3
RETURNING id, person_id, step, source, after, attempts
"""
STEP: Final = """
UPDATE company_export SET step = step + 1, source = $4, after = $5, finished_sources = $6,
    pieces = pieces + $7, rows = rows + $8, bytes = bytes + $9, due_at = $10, attempts = 1
WHERE tenant_id = $1 AND id = $2 AND step = $3 AND state = 'running'
RETURNING pieces - $7 AS before
"""
PIECE: Final = """
INSERT INTO company_export_piece (tenant_id, export_id, position, name, source, rows, size, crc,
                                  sha256, packed_size, packed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
DONE: Final = """
UPDATE company_export SET state = 'done', due_at = NULL, finished_at = $3, expires_at = $4
WHERE tenant_id = $1 AND id = $2
"""
FAILED: Final = """
UPDATE company_export SET state = 'failed', due_at = NULL, problem = $3, finished_at = $4,
    expires_at = $5
WHERE tenant_id = $1 AND id = $2
"""
WHO: Final = """
SELECT p.name, t.key, array_agg(r.role) AS roles FROM person p JOIN tenant t ON t.id = p.tenant_id
JOIN member_role r ON r.tenant_id = p.tenant_id AND r.person_id = p.id
WHERE p.tenant_id = $1 AND p.id = $2 AND p.state = 'active' GROUP BY 1, 2
"""


class Overtaken(Exception):
    """Another worker went on with it meanwhile."""


class Due(NamedTuple):
    tenant: int
    id: UUID


@dataclass(frozen=True, slots=True)
class _Task:
    eyes: Eyes
    id: UUID
    step: int
    source: str
    after: str | None


async def due() -> list[Due]:
    async with db.open(System()):
        return [Due(*row) for row in await db.rows(DUE, await db.now())]


async def build(tenant: int, export_id: UUID) -> bool:
    """To its end, unless another worker has it. What fails is tried again when its lease is over,
    and given up after some times."""
    task = await _claimed(tenant, export_id)
    if task is None:
        return False
    try:
        while task is not None:
            task = await _advanced(task)
    except Overtaken:
        log.info("company_export.overtaken", tenant=tenant, export=str(export_id))
    except Exception:
        log.exception("company_export.failed", tenant=tenant, export=str(export_id))
    return True


async def _claimed(tenant: int, export_id: UUID) -> _Task | None:
    async with db.open(Work(tenant)):
        now = await db.now()
        row = await db.row(CLAIM, tenant, export_id, now, LEASE)
        if row is None:
            return None
        eyes = await _eyes(tenant, row["person_id"])
        if eyes is not None and row["attempts"] <= MOST_ATTEMPTS:
            first = row["source"] or asking.every()[0]
            return _Task(eyes, row["id"], row["step"], first, row["after"])
        why = "tries" if eyes else "administrator"
        await db.execute(FAILED, tenant, export_id, why, now, now + asking.LIVES)
    return None


async def _eyes(tenant: int, person_id: UUID) -> Eyes | None:
    """None for who is no administrator any more, or does not see the whole company."""
    found = await asking.administrators(tenant, person_id)
    row = await db.row(WHO, tenant, person_id)
    if row is None or not found or not found[0].is_whole:
        return None
    may = role.capabilities(MEMBER, row["roles"])
    principal = Principal(MEMBER, person_id, may, {row["key"]: tenant}, row["name"])
    return Eyes(tenant, person_id, principal)


async def _advanced(task: _Task) -> _Task | None:
    """One part read, packed and kept; what to do next, None when it is done."""
    part = await _read(task)
    packed = [await asyncio.to_thread(archive.pack, each.content) for each in part.files]
    names = asking.every()
    finished = names.index(task.source) + (part.after is None)
    is_last = finished == len(names)
    following = replace(
        task, step=task.step + 1, after=part.after, source=names[min(finished, len(names) - 1)]
    )
    async with db.open(Work(task.eyes.tenant)):
        await _kept(task, following, finished, list(zip(part.files, packed, strict=True)))
        if is_last:
            await _finish(task)
    return None if is_last else following


async def _read(task: _Task) -> Part:
    source = told.SOURCES.get(task.source)
    if source is not None:
        return await source(task.eyes, task.after)
    return await lines.part(task.source, told.TABLES[task.source], task.eyes, task.after)


async def _kept(
    task: _Task, following: _Task, finished: int, made: Sequence[tuple[File, Packed]]
) -> None:
    """Raises Overtaken."""
    rows, size = sum(file.rows for file, _ in made), sum(each.size for _, each in made)
    place = (following.source, following.after, finished)
    words = (*place, len(made), rows, size, await db.now() + LEASE)
    before = await db.value(STEP, task.eyes.tenant, task.id, task.step, *words)
    if before is None:
        raise Overtaken
    for position, (file, packed) in enumerate(made, before):
        await _piece(task, position, file, packed)


async def _piece(task: _Task, position: int, file: File, packed: Packed) -> None:
    said = (file.name, task.source, file.rows, packed.size, packed.crc, packed.sha256)
    words = (*said, len(packed.content), packed.content)
    await db.execute(PIECE, task.eyes.tenant, task.id, position, *words)


async def _finish(task: _Task) -> None:
    tenant, now = task.eyes.tenant, await db.now()
    act = Act(worker(tenant), tenant, now, "job", "tenants.handing_over.building")
    file = await manifest.of(act, task.id)
    position: int = await db.value(
        "SELECT pieces FROM company_export WHERE tenant_id = $1 AND id = $2", tenant, task.id
    )
    await _piece(replace(task, source=""), position, file, archive.pack(file.content))
    await db.execute(DONE, tenant, task.id, now, now + asking.LIVES)
    await telling.ready(act, task.id)
