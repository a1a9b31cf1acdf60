"""Open a client company with a contract and one requester, and print an API token of theirs."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

from contracts.signed import setting_up
from tenants import api_token, company, people, role
from tenants.company import NewCompany
from underpin import wiring
from underpin.demo import log_contracts
from underpin.desk.replay.step import Source
from underpin.kernel import db, process, settings, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import Audience, Principal, worker

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OPENER = Principal(Audience.WORKER, None, frozenset(), name="Underpin")


async def main() -> None:
    wiring.wire()
    async with process.running(settings.load(os.environ), pool_size=1):
        new = NewCompany("acme", "ACME", "Acme")
        opened = await verb.begin(company.open_company, OPENER, new, assign=False)
        await _agree(opened.id)
        sys.stdout.write(await _token(opened.id))


async def _agree(tenant: int) -> None:
    async with db.open(Provider()):
        act = Act(worker(0), None, await db.now(), "test")
        await setting_up.provider_ready_made(act, log_contracts.provider(LONG_AGO))
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "test")
        agreed = log_contracts.client(Source.SERVICENOW, tenant, "Acme", LONG_AGO)
        await setting_up.ready_made(act, agreed)


async def _token(tenant: int) -> str:
    said = ("Rita", "rita@acme.example")
    rita = await verb.perform(people.add_member, worker(tenant), *said, tenant=tenant)
    async with db.open(Work(tenant)):
        await db.execute(
            "UPDATE person SET state = 'active' WHERE tenant_id = $1 AND id = $2", tenant, rita.id
        )
    can = role.capabilities(Audience.MEMBER, rita.roles)
    asker = Principal(Audience.MEMBER, rita.id, can, {"ACME": tenant}, name=rita.name)
    words = ("kill test", ("ticket.raise", "ticket.read"), timedelta(days=1))
    _, plain = await verb.begin(api_token.issue, asker, *words)
    return str(plain)


if __name__ == "__main__":
    asyncio.run(main())
