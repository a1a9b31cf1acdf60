"""What was kept for a while only is forgotten by the worker: answers to repeated requests after
48 hours, sessions at their end, links 30 days after theirs, exports after seven days.

A round takes a bounded number in each tenant: none waits for another's backlog.
"""

from __future__ import annotations

from datetime import timedelta

from tenants.handing_over import leaving
from underpin.kernel import db, idempotency, rounds
from underpin.kernel.database.scope import Provider, System, Work

LINKS_KEPT = timedelta(days=30)
MOST = 5_000
PIECES = 100
"""Of exports that are over: each may be large."""


async def of_tenant(tenant: int, most: int = MOST) -> int:
    """One bounded batch of one tenant; returns how many rows went."""
    async with db.open(Work(tenant)):
        gone = await leaving.forget(tenant, await db.now(), min(most, PIECES))
        return gone + await _ended(most) + await idempotency.forget(tenant, most)


async def of_provider(most: int = MOST) -> int:
    """The same for the provider's staff."""
    async with db.open(Provider()):
        return await _ended(most) + await idempotency.forget(None, most)


async def everywhere() -> int:
    """The provider's, then every tenant's in turn, each in a transaction of its own."""
    async with db.open(System()):
        found = await db.rows("SELECT id FROM tenant ORDER BY id")
    return await of_provider() + sum([await at(row["id"]) for row in found])


async def at(tenant: int) -> int:
    """The round at one client; what fails there is set aside."""
    return await rounds.tried("forgetting", of_tenant, tenant)


async def _ended(most: int) -> int:
    gone: int = await db.value("SELECT forget_ended($1, $2)", LINKS_KEPT, most)
    return gone
