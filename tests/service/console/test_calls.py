"""A call is written down in one form: found by its number, on a ticket or as a new one."""

from __future__ import annotations

import re

from tests import world
from tests.service.console.ground import Ground
from underpin.desk.hooks.inbox import Delivery
from underpin.desk.phone import ringing
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker
from underpin.kernel.web.caller import Caller

NUMBER = "+48 58 700 11 22"


async def test_a_missed_call_is_written_down_and_its_number_remembered(
    site: Caller, here: Ground
) -> None:
    acme, who = here.acme, here.acme.client.requester
    said = {"client": acme.client.key, "person": str(who.id), "number": NUMBER, "reached": "yes"}
    async with world.browser(site, here.people.l2) as page:
        shown = (await page.get("/calls")).text
        rang = re.search(rf'"(/calls/{acme.client.key}/[^"]+)/end"', shown)
        assert rang is not None and "Missed" in shown
        part = await page.get("/calls", headers={"X-Fragment": "calls_open"})
        assert rang[1] in part.text and "<html" not in part.text
        late = said | {"words": "SCANNER-HUMS", "at": "2020-01-01T08:00"}
        refused = await page.post("/calls", data=late)
        assert refused.status_code == 422 and "SCANNER-HUMS" in refused.text
        wrong = await page.post("/calls", data=said | {"words": "x", "ticket": here.bolt.name})
        assert wrong.status_code == 422 and "a ticket of this client" in wrong.text
        new = said | {"words": "SCANNER-HUMS", "subject": "It hums", "remember": "yes"}
        made = await page.post("/calls", data=new | {"minutes": "4"})
        ticket = (await page.get(made.headers["location"])).text
        assert "It hums" in ticket and "SCANNER-HUMS" in ticket
        found = (await page.get("/calls", params={"number": NUMBER})).text
        assert who.name in found and f"person={who.id}" in found
        on = said | {"words": "HE-CALLED-AGAIN", "ticket": acme.name}
        assert (await page.post("/calls", data=on)).headers["location"].endswith(acme.name)
        assert "HE-CALLED-AGAIN" in (await page.get(f"/tickets/{acme.name}")).text


async def test_a_call_pops_up_on_every_page_while_it_rings(site: Caller, here: Ground) -> None:
    client, number = here.acme.client, "48587005566"
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "relay", "ringing")
        line = await db.value("SELECT id FROM phone_line WHERE tenant_id = $1 LIMIT 1", client.id)
        said = f'{{"id": "{ids.new()}", "event": "ringing", "number": "+{number}"}}'.encode()
        await ringing.handle(act, Delivery(line, line, said, "", act.now))
    async with world.browser(site, here.people.l2) as page:
        assert re.search('id="ringing"[^>]*data-live="calls"', (await page.get("/list")).text)
        part = await page.get("/calls", headers={"X-Fragment": "ringing"})
    assert number in part.text
    assert "<html" not in part.text
    async with world.browser(site, here.people.finance) as page:
        assert 'id="ringing"' not in (await page.get("/clients")).text
