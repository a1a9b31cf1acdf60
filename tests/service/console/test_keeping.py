"""Compliance decided at the desk: an exclusion by two people, outages, maintenance, the freeze."""

from __future__ import annotations

import re
from datetime import timedelta

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.service.contracts import world as agreed
from underpin.desk.tickets import talking
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

CLOCK = "SELECT id FROM clock WHERE tenant_id = $1 AND ticket_id = $2 AND decided_at IS NOT NULL"


async def test_a_second_person_confirms_an_exclusion_and_a_running_month_is_not_frozen(
    site: Caller, here: Ground
) -> None:
    client, people = here.bolt.client, here.people
    ticket = await ground.raised(client, f"Gate {ids.new()}", body="Shut.")
    about = {"tenant": client.id}
    await verb.perform(talking.reply, people.l2.principal, ticket.number, "We look.", **about)
    async with db.open(Work(client.id)):
        clock, now = await db.value(CLOCK, client.id, ticket.id), await db.now()
    path = f"/compliance/{client.key}"
    said = {"clock": str(clock), "reason": "client_caused", "explanation": "GATE-WAS-LOCKED"}
    async with world.browser(site, people.lead) as page:
        assert path in (await page.get("/compliance")).text
        wrong = await page.post(f"{path}/exclusions", data=said | {"reason": "weather"})
        assert wrong.status_code == 422 and "client_caused" in wrong.text
        await page.post(f"{path}/exclusions", data=said)
        shown = (await page.get(path)).text
        assert "GATE-WAS-LOCKED" in shown and "a second person confirms it" in shown
        frozen = {"month": f"{now:%Y-%m}"}
        assert (await page.post(f"{path}/freezing", data=frozen)).status_code == 409
        assert "It can be frozen some days after its end." in shown
    async with world.browser(site, people.admin) as page:
        confirm = re.search(
            rf'"({path}/exclusions/[^"]+/confirmation)"', (await page.get(path)).text
        )
        assert confirm is not None
        await page.post(confirm[1])
        assert (await page.post(confirm[1])).status_code == 409
    async with world.browser(site, people.l2) as page:
        assert (await page.post(f"{path}/exclusions", data=said)).status_code == 403


async def test_an_outage_is_noted_confirmed_and_withdrawn_and_maintenance_called_off(
    site: Caller, here: Ground
) -> None:
    client = here.bolt.client
    path, service = f"/compliance/{client.key}", str(agreed.known(client.id, "network"))
    async with db.open(Work(client.id)):
        now = await db.now()
    begun = f"{now - timedelta(days=2):%Y-%m-%dT%H:%M}"
    async with world.browser(site, here.people.lead) as page:
        noted = {"service": service, "starts_at": begun, "note": "SWITCH-IS-SILENT"}
        refused = await page.post(f"{path}/outages", data=noted | {"starts_at": ""})
        assert refused.status_code == 422
        await page.post(f"{path}/outages", data=noted)
        shown = (await page.get(path)).text
        outage = re.search(rf'"({path}/outages/[^"]+)/confirmation"', shown)
        assert outage is not None and "SWITCH-IS-SILENT" in shown and "goes on" in shown
        await page.post(f"{outage[1]}/confirmation")
        over = {"ends_at": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}"}
        assert (await page.post(f"{outage[1]}/end", data=over)).status_code == 303
        assert (await page.post(f"{outage[1]}/withdrawal", data={"reason": ""})).status_code == 422
        await page.post(f"{outage[1]}/withdrawal", data={"reason": "Measured wrongly."})
        ahead = [f"{now + timedelta(days=each):%Y-%m-%dT%H:%M}" for each in (5, 6)]
        window = {"service": service, "starts_at": ahead[0], "ends_at": ahead[1], "note": "PATCHES"}
        await page.post(f"{path}/maintenance", data=window)
        shown = (await page.get(path)).text
        end = re.search(rf'"({path}/maintenance/[^"]+/end)"', shown)
        assert end is not None and "PATCHES" in shown
        await page.post(end[1])
        assert end[1] not in (await page.get(path)).text
