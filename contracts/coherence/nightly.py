"""The check of every active SLA version for the year ahead, once a night.

What has not been checked today stands in the database and is asked for again each hour, so that
nothing is lost with a job; each version is read, worked out and written down on its own, without
holding a transaction in between.
"""

from __future__ import annotations

import asyncio
from uuid import UUID

import structlog

from contracts.agreements import agreement_rows
from contracts.agreements.versions import Version
from contracts.coherence import coherence_warning, promised
from contracts.coherence.coherence_case import Case
from contracts.coherence.promised import Checked
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

VERSIONS_A_ROUND = 10
AT_ONCE = asyncio.Semaphore(1)
"""The arithmetic shares its process with the alarms: one version at a time, in a thread."""
log = structlog.get_logger()

# A simulated client lives in no night.
DUE = """
SELECT v.id FROM agreement_version v
JOIN tenant t ON t.id = v.tenant_id
LEFT JOIN coherence_watch w ON w.tenant_id = v.tenant_id AND w.version_id = v.id
WHERE v.tenant_id = $1 AND v.state = 'active' AND v.offer_of IS NULL
  AND t.simulated_now IS NULL AND t.state = 'active'
  AND (w.checked_for IS NULL OR w.checked_for < $2)
ORDER BY w.checked_at NULLS FIRST, v.id LIMIT $3
"""


async def check_tenant(tenant: int) -> int:
    """Check one bounded round of what is due in a tenant; returns how many versions. One that
    cannot be checked is said, and tried again with the next round."""
    async with db.open(Work(tenant)):
        act = await _act(tenant)
        await coherence_warning.resolve_superseded(act)
        today = await promised.today(act)
        due = [row["id"] for row in await db.rows(DUE, tenant, today, VERSIONS_A_ROUND)]
    return sum([await _checked(tenant, version_id) for version_id in due])


async def _checked(tenant: int, version_id: UUID) -> bool:
    try:
        version, case = await _read(tenant, version_id)
        async with AT_ONCE:
            checked = await asyncio.to_thread(promised.found, case)
        return await _record(tenant, version, checked)
    except Exception:
        log.exception("nightly.version_failed", tenant=tenant, version=str(version_id))
        return False


async def _read(tenant: int, version_id: UUID) -> tuple[Version, Case]:
    async with db.open(Work(tenant)):
        act = await _act(tenant)
        version = await agreement_rows.one(tenant, version_id)
        return version, await promised.read(act, version, act.now)


async def _record(tenant: int, version: Version, checked: Checked) -> bool:
    """Unless another version has taken its place meanwhile."""
    async with db.open(Work(tenant)):
        act = await _act(tenant)
        held = await agreement_rows.held(act, version.id)
        if held.state != "active":
            return False
        await promised.record(act, held, checked)
    return True


async def _act(tenant: int) -> Act:
    return Act(worker(tenant), tenant, await db.now(), "job", "contracts.coherence.nightly.check")
