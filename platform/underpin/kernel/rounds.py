"""A round through all clients: each in a transaction of its own, so that one that fails keeps no
other from its turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.principal import worker

ACTIVE: Final = "SELECT id FROM tenant WHERE state = 'active' ORDER BY id"
OPEN: Final = "SELECT id FROM tenant WHERE state <> 'closed' ORDER BY id"
PRESENT: Final = (
    "SELECT id FROM tenant WHERE state = 'active' AND simulated_now IS NULL ORDER BY id"
)
"""Those that live in this world's time."""
log = structlog.get_logger()


async def clients(which: str = ACTIVE) -> list[int]:
    """Their ids, in order; `which` is one of the selections above."""
    async with db.open(System()):
        return [row["id"] for row in await db.rows(which)]


async def each(
    name: str, work: Callable[[Act], Awaitable[int]], which: str = ACTIVE, *, source: str = "round"
) -> int:
    """Do the work of every client in its scope, in the worker's name; returns the sum of what it
    returned. What fails is logged as `<name>.failed` with its client, and is undone whole."""
    return sum([await one(name, work, tenant, source) for tenant in await clients(which)])


async def one(name: str, work: Callable[[Act], Awaitable[int]], tenant: int, source: str) -> int:
    try:
        async with db.open(Work(tenant)):
            return await work(Act(worker(tenant), tenant, await db.now(), source, name))
    except Exception:
        log.exception(f"{name}.failed", tenant=tenant)
        return 0
