"""Jobs that seal audit trails: a job carries a tenant's id and takes its scope when it runs."""

from __future__ import annotations

from tenants import seal
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.principal import worker


async def seal_tenant(tenant: int) -> int:
    """Seal what has settled in one tenant; returns how many entries."""
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "job", "tenants.seal.seal")
        return await seal.seal(act)


async def seal_all() -> int:
    """Every tenant in turn, each in a transaction of its own."""
    async with db.open(System()):
        found = await db.rows("SELECT id FROM tenant ORDER BY id")
    return sum([await seal_tenant(row["id"]) for row in found])
