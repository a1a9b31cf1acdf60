"""Carrying a template's new version to every client: a job, because each client is a transaction
of its own. It asks PostgreSQL what is missing, so one that was cut off is made good by the next."""

from __future__ import annotations

from datetime import datetime

import structlog

from contracts.templates import template_proposal
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, System, Work
from underpin.kernel.principal import worker

log = structlog.get_logger()


async def propose_in(tenant: int) -> int:
    """Returns how many amendments are newly proposed in one client."""
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "job", template_proposal.propose.name)
        made: int = await template_proposal.propose(act)
    return made


class Rollout:
    """`done`: the newest amendment that this process has carried to every client; one that was
    started anew asks them all once."""

    def __init__(self) -> None:
        self.done: datetime | None = None

    async def run(self) -> int:
        """Every client in turn; nothing where no template was amended since the last run. Returns
        how many amendments are newly proposed."""
        newest = await _newest()
        if newest is None or newest == self.done:
            return 0
        async with db.open(System()):
            tenants = [row["id"] for row in await db.rows("SELECT id FROM tenant ORDER BY id")]
        made = [await _proposed(tenant) for tenant in tenants]
        if None not in made:
            self.done = newest
        return sum(each or 0 for each in made)


async def _newest() -> datetime | None:
    async with db.open(Provider()):
        found: datetime | None = await db.value(
            "SELECT max(current_from) FROM template_version WHERE state = 'current' AND number > 1"
        )
    return found


async def _proposed(tenant: int) -> int | None:
    """A client that fails is said and left for the next time: its trouble is not the others'."""
    try:
        return await propose_in(tenant)
    except Exception:
        log.exception("template_rollout.tenant_failed", tenant=tenant)
    return None
