"""What holds at a client's desk, as a page: each concern kept, taken back, and refused in place."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_connectors import sent
from underpin.console.routes.settings import shaping
from underpin.desk.alerts import sources
from underpin.desk.lifetime import terms as lifetime
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

ENDING = {"close_after_days": "3", "reopens_within_days": "7", "look_within_minutes": "60"}


async def test_terms_are_agreed_and_go_back_to_the_default(site: Caller, here: Ground) -> None:
    client, manager = here.acme.client, here.people.manager
    at = f"/clients/{client.key}/desk"
    async with world.browser(site, manager) as page:
        assert "as for all clients" in (await page.get(at)).text
        wrong = await sent(page, at, f"{at}/tickets", **ENDING, reminders="9")
        assert wrong.status_code == 422
        assert "reminders: 1 to 5." in wrong.text
        assert 'value="9"' in wrong.text, "what was typed comes back"
        assert (await sent(page, at, f"{at}/tickets", **ENDING, reminders="x")).status_code == 422
        assert await _ending(client.id) is None
        kept = await sent(page, at, f"{at}/tickets", **ENDING, reminders="4")
        assert kept.headers["location"] == f"{at}#tickets"
        assert await _ending(client.id) == lifetime.Terms(3, 7, 60, 4)
        index = await page.get("/administration/desks")
        assert f'href="{at}#tickets"' in index.text
        assert f"/clients/{here.people.caro.key}/desk" not in index.text
        assert (await sent(page, at, f"{at}/tickets/default")).status_code == 303
        assert await _ending(client.id) is None
        rate = {"hourly_rate": "120.50", "currency": "eur"}
        assert (await sent(page, at, f"{at}/chargeable", **rate)).status_code == 303
        assert "120.50" in (await page.get(at)).text
        assert (await sent(page, at, f"{at}/chargeable/default")).status_code == 303
        assert (await sent(page, at, f"{at}/chat", calendar="")).status_code == 303
    async with world.browser(site, here.people.agent) as page:
        read = await page.get(at)
        assert read.status_code == 200
        assert "formaction" not in read.text
        assert (
            await sent(page, "/list", f"{at}/tickets", **ENDING, reminders="4")
        ).status_code == 403
        assert await _ending(client.id) is None
    async with world.browser(site, client.admin) as page:
        assert (await page.get(at)).status_code == 404


async def _ending(tenant: int) -> lifetime.Terms | None:
    async with db.open(Work(tenant)):
        return await lifetime.KEPT.own(tenant)


async def test_an_administrator_sets_limits_stand_ins_and_how_alerts_are_handled(
    site: Caller, here: Ground
) -> None:
    client = here.acme.client
    at = f"/clients/{client.key}/desk"
    boss, other = client.admin, client.approver
    today = (await _now(client.id)).date()
    async with world.browser(site, here.people.admin) as page:
        said = {"person": str(boss.id), "amount": "2500", "currency": "EUR"}
        assert (await sent(page, at, f"{at}/spending", **said)).status_code == 303
        days = {"first": str(today), "last": str(today + timedelta(days=7))}
        alone = {"person": str(boss.id), "stand_in": str(boss.id), **days}
        refused = await sent(page, at, f"{at}/stand-ins", **alone)
        assert refused.status_code == 422
        assert "somebody else" in refused.text
        named = await sent(page, at, f"{at}/stand-ins", **{**alone, "stand_in": str(other.id)})
        assert named.status_code == 303
        shown = (await page.get(at)).text
        assert "2,500" in shown
        assert "/cancelling" in shown
        source = re.search(rf'action="({at}/alert-sources/[0-9a-f-]+)"', shown)
        version = re.search(r'name="version" value="(\d+)"', shown)
        assert source is not None
        assert version is not None
        handling = {"one_ticket": "group", "unsaid": "error", "version": version[1]}
        numbers = dict.fromkeys((*shaping.MINUTES, *shaping.COUNTS), "7")
        wrong = await sent(page, at, source[1], **handling, **{**numbers, "flap_changes": "1001"})
        assert wrong.status_code == 422
        assert (await sent(page, at, source[1], **handling, **numbers)).status_code == 303
        stale = await sent(page, at, source[1], **handling, **numbers)
        assert stale.status_code == 409, "it was changed meanwhile"
    found = await verb.perform(
        sources.listed, here.people.admin.principal, client.id, tenant=client.id
    )
    handled = [(each.settings.one_ticket, each.settings.stable_minutes) for each in found]
    assert handled.count(("group", 7)) == 1


async def _now(tenant: int) -> datetime:
    async with db.open(Work(tenant)):
        return await db.now()
