"""What the worker would have told by now: how each client stands, what it left, its months."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Final

from billing.margins import kept_margin
from underpin.desk.health import keeping
from underpin.desk.service_reports import making, recipients
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

ADMINS: Final = "SELECT person_id FROM member_role WHERE tenant_id = $1 AND role = 'client_admin'"


async def tell(tenants: Mapping[str, int]) -> None:
    """Of each client; its admins are mailed its reports."""
    for tenant in tenants.values():
        async with db.open(Work(tenant)):
            act = Act(worker(tenant), tenant, await db.now(), "demo", "demo")
            await keeping.of_client(act)
            await kept_margin.of_client(act)
            for row in await db.rows(ADMINS, tenant):
                await recipients.choose(act, row["person_id"], recipients.STATES)
            last = act.now.replace(day=1) - timedelta(days=1)
            for month in (last, act.now):
                with suppress(making.IsFinal):  # the worker was first
                    await making.make(act, month.year, month.month)
