"""Seal every audit trail to its very end and verify it. A test knows that nobody writes any more,
so the last entries need no time to settle."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta

from tenants import seal
from underpin.kernel import db, process, settings
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.principal import worker


async def main() -> int:
    """0 when every chain is whole."""
    async with process.running(settings.load(os.environ), pool_size=1):
        async with db.open(System()):
            tenants = [row["id"] for row in await db.rows("SELECT id FROM tenant")]
        return int(not all([await _whole(tenant) for tenant in tenants]))


async def _whole(tenant: int) -> bool:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "job", "tenants.seal.seal")
        await seal.seal(act, limit=100_000, settles=timedelta(0))
    async with db.open(Work(tenant)):
        verdict: seal.Verdict = await seal.verify(act)
    return verdict.intact


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
