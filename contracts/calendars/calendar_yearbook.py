"""Public holidays of every calendar looked up again, week by week: what differs is proposed.

Each calendar in a transaction of its own; one whose newest version says what is known by now is
passed over, so that asking again proposes nothing twice.
"""

from __future__ import annotations

import asyncio
import importlib

import structlog

from contracts.calendars import calendar_refresh
from underpin.kernel import db, rounds
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

log = structlog.get_logger()
SOURCE = ("job", "contracts.calendars.calendar_yearbook.everywhere")

OF_CLIENT = """
SELECT calendar_id FROM (
    SELECT DISTINCT ON (v.calendar_id) v.calendar_id, v.public_holidays FROM calendar_version v
    JOIN tenant t ON t.id = v.tenant_id
    WHERE v.tenant_id = $1 AND t.simulated_now IS NULL ORDER BY v.calendar_id, v.number DESC
) newest WHERE public_holidays IS NOT NULL ORDER BY calendar_id
"""

OF_PROVIDER = """
SELECT calendar_id FROM (
    SELECT DISTINCT ON (calendar_id) calendar_id, public_holidays FROM provider_calendar_version
    ORDER BY calendar_id, number DESC
) newest WHERE public_holidays IS NOT NULL ORDER BY calendar_id
"""


async def everywhere() -> int:
    """Returns how many versions were proposed."""
    # Half a second to load, in which no alarm should have to wait.
    await asyncio.to_thread(importlib.import_module, "holidays")
    proposed = await of_provider()
    for tenant in await rounds.clients():
        proposed += await at(tenant)
    return proposed


async def at(tenant: int) -> int:
    """The round at one client; what fails there is set aside."""
    return await rounds.tried("holidays", of_client, tenant)


async def of_client(tenant: int) -> int:
    async with db.open(Work(tenant)):
        due = [row["calendar_id"] for row in await db.rows(OF_CLIENT, tenant)]
    proposed = 0
    for calendar_id in due:
        async with db.open(Work(tenant)):
            act = Act(worker(tenant), tenant, await db.now(), *SOURCE)
            made = await calendar_refresh.propose(act, calendar_id)
            proposed += made is not None
    if proposed:
        log.info("calendar.holidays_changed", tenant=tenant, proposed=proposed)
    return proposed


async def of_provider() -> int:
    async with db.open(Provider()):
        due = [row["calendar_id"] for row in await db.rows(OF_PROVIDER)]
    proposed = 0
    for calendar_id in due:
        async with db.open(Provider()):
            act = Act(worker(0), None, await db.now(), *SOURCE)
            made = await calendar_refresh.propose_provider(act, calendar_id)
            proposed += made is not None
    return proposed
