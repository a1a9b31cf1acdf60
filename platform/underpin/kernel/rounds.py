"""A round through all clients: each in a transaction of its own, so that one that fails keeps no
other from its turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from underpin.kernel import db, failing
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
    returned. What fails is undone whole, logged as `<name>.failed`, and set aside
    with its client."""
    return sum([await one(name, work, tenant, source) for tenant in await clients(which)])


async def one(name: str, work: Callable[[Act], Awaitable[int]], tenant: int, source: str) -> int:
    async def in_scope(tenant: int) -> int:
        async with db.open(Work(tenant)):
            return await work(Act(worker(tenant), tenant, await db.now(), source, name))

    return await tried(name, in_scope, tenant)


async def tried(name: str, work: Callable[[int], Awaitable[int]], tenant: int) -> int:
    """Work that opens its own transactions at one client; 0 where it failed, which is set aside
    under the name until a later time goes well."""
    try:
        done = await work(tenant)
        async with db.open(Work(tenant)):
            await failing.passed(name, tenant)
    except Exception as problem:
        log.exception(f"{name}.failed", tenant=tenant)
        await _set_aside(name, tenant, problem)
        return 0
    return done


async def _set_aside(name: str, tenant: int, problem: Exception) -> None:
    """What cannot be kept either (the database is away) keeps no other client from its turn."""
    try:
        await failing.keep(name, tenant, problem)
    except Exception:
        log.exception("rounds.not_kept", tenant=tenant, name=name)
