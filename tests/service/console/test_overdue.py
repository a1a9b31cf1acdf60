"""Who works for a client sees that it is overdue, and works on; its own pages do not say so."""

from __future__ import annotations

from datetime import date

from tenants import standing
from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.world import Client
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker
from underpin.kernel.web.caller import Caller


async def marked(client: Client, since: date | None) -> None:
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "alarm", "test")
        await standing.mark(act, since)


async def test_an_overdue_client_is_marked_for_agents_and_worked_for(
    site: Caller, here: Ground
) -> None:
    acme = here.people.acme
    ticket = await ground.raised(acme, "The door is stuck", impact="high", urgency="high")
    path = f"/tickets/{acme.key}-{ticket.number}"
    await marked(acme, date(2026, 11, 3))
    try:
        async with world.browser(site, here.people.agent) as page:
            assert "Overdue account" in (await page.get(path)).text
        async with world.browser(site, acme.requester) as page:
            assert "Overdue" not in (await page.get(path)).text
    finally:
        await marked(acme, None)
    async with world.browser(site, here.people.agent) as page:
        assert "Overdue account" not in (await page.get(path)).text
