"""Carrying a template's new version to every client: a job, because each client is a transaction
of its own. It asks PostgreSQL what is missing, so one that was cut off is made good by the next."""

from __future__ import annotations

import structlog

from contracts import template_proposal
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


async def propose_all() -> int:
    """Every client in turn; nothing where no template was ever amended."""
    async with db.open(Provider()):
        if not await db.value(
            "SELECT EXISTS (SELECT FROM template_version WHERE state = 'current' AND number > 1)"
        ):
            return 0
    async with db.open(System()):
        found = await db.rows("SELECT id FROM tenant ORDER BY id")
    return sum([await _proposed(row["id"]) for row in found])


async def _proposed(tenant: int) -> int:
    """A client that fails is said and left for the next time: its trouble is not the others'."""
    try:
        return await propose_in(tenant)
    except Exception:
        log.exception("template_rollout.tenant_failed", tenant=tenant)
    return 0
