"""How much each client keeps is said once a night, where it changed; billing hears of it."""

from __future__ import annotations

from typing import Final

from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.events import New
from underpin.kernel.principal import worker

KIND: Final = "storage.measured"
CHANGED = """
UPDATE storage SET measured_bytes = bytes
WHERE tenant_id = $1 AND measured_bytes IS DISTINCT FROM bytes RETURNING id, bytes
"""


async def everywhere() -> int:
    """Each client in a transaction of its own; returns of how many it was said."""
    async with db.open(System()):
        found = await db.rows("SELECT id FROM tenant WHERE state = 'active' ORDER BY id")
    return sum([await of_tenant(row["id"]) for row in found])


async def of_tenant(tenant: int) -> int:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "round", "desk.writing.measuring")
        row = await db.row(CHANGED, tenant)
        if row is None:
            return 0
        await events.emit(act, New(KIND, row["id"], {"bytes": row["bytes"]}))
        return 1
