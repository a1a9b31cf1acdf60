"""A version of the provider's own, asked for open clocks too, reaches every client company.

What was asked stands in the database until each client has its run, so that a worker that dies
in between is followed by the next one.
"""

from __future__ import annotations

from contracts.agreements import activation
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, System, Work
from underpin.kernel.principal import worker


async def spread() -> int:
    """Begin a run in each client company for whatever was asked since; returns how many."""
    async with db.open(Provider()):
        asked = await db.rows(
            "SELECT version_id, side, switch_at FROM provider_activation WHERE spread_at IS NULL"
        )
    if not asked:
        return 0
    async with db.open(System()):
        tenants = [row["id"] for row in await db.rows("SELECT id FROM tenant ORDER BY id")]
    for tenant in tenants:
        await _begin(tenant, asked)
    async with db.open(Provider()):
        await db.execute(
            "UPDATE provider_activation SET spread_at = $2 WHERE version_id = ANY ($1::uuid[])",
            [row["version_id"] for row in asked],
            await db.now(),
        )
    return len(tenants) * len(asked)


async def _begin(tenant: int, asked: list[db.Row]) -> None:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "alarm", "activation")
        for row in asked:
            await activation.begin(act, row["side"], row["version_id"], row["switch_at"])
