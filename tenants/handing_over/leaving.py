"""An archive on its way: one piece read and sent after the other, each in a transaction of its own;
and gone once its days are over, or somebody in it was erased."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from tenants.handing_over import archive
from tenants.handing_over.archive import Entry
from underpin.kernel import db
from underpin.kernel.database.scope import Work

CONTENT: Final = """
SELECT packed FROM company_export_piece WHERE tenant_id = $1 AND export_id = $2 AND position = $3
"""
OVER: Final = """
UPDATE company_export SET state = 'gone', due_at = NULL
WHERE tenant_id = $1 AND state <> 'gone' AND ($2::timestamptz IS NULL OR expires_at <= $2)
"""
FORGET: Final = """
DELETE FROM company_export_piece p WHERE (p.tenant_id, p.export_id, p.position) IN (
    SELECT o.tenant_id, o.export_id, o.position FROM company_export_piece o
    JOIN company_export e ON e.tenant_id = o.tenant_id AND e.id = o.export_id
    WHERE o.tenant_id = $1 AND e.state = 'gone' ORDER BY o.export_id, o.position LIMIT $2)
"""


class Interrupted(RuntimeError):
    """It was thrown away while it was being sent: the connection breaks off."""


async def stream(tenant: int, export_id: UUID, entries: Sequence[Entry]) -> AsyncIterator[bytes]:
    """The whole archive."""
    for position, each in enumerate(entries):
        yield archive.header(each)
        async with db.open(Work(tenant)):
            content: bytes | None = await db.value(CONTENT, tenant, export_id, position)
        if content is None:
            raise Interrupted
        yield content
    for part in archive.directory(entries):
        yield part


async def forget(tenant: int, now: datetime, most: int) -> int:
    """Within the tenant's transaction: so many pieces of what is over."""
    await db.execute(OVER, tenant, now)
    return await db.execute(FORGET, tenant, most)


async def throw_away(tenant: int) -> int:
    """All of them, at once: whoever was erased may stand in each."""
    await db.execute(OVER, tenant, None)
    return await db.execute("DELETE FROM company_export_piece WHERE tenant_id = $1", tenant)
