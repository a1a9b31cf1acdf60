"""What clients are told, as pages: to several at once, said otherwise, taken back everywhere."""

from __future__ import annotations

import re

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_connectors import sent
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller


async def test_two_clients_are_told_and_told_otherwise(site: Caller, here: Ground) -> None:
    title, other = f"Works {ids.new()}", f"Later works {ids.new()}"
    clients = (here.acme.client, here.bolt.client)
    async with world.browser(site, here.people.lead) as page:
        chosen = {"client": [each.key for each in clients]}
        words = {"kind": "notice", "severity": "info", "title_en": title, "body_en": "Read."}
        told = await sent(page, "/told", "/told", **chosen, **words)
        assert told.headers["location"] == "/told?told=2&without=0"
        shown = (await page.get(told.headers["location"])).text
        assert "2 clients were told." in shown
        ours = re.search(rf'href="(/told/{clients[0].key}/[0-9a-f-]{{36}})"', shown)
        assert ours is not None
        form = (await page.get(ours[1])).text
        assert title in form
        everywhere = re.search(r'name="everywhere"[^>]*value="([^"]+)"', form)
        assert everywhere is not None
        version = {"version": "1", "severity": "warning", "body_en": "Read."}
        wrong = await sent(page, ours[1], ours[1], **version, published_to="soon")
        assert wrong.status_code == 422
        assert "soon" in wrong.text
        again = {**version, "title_en": other, "everywhere": everywhere[1]}
        assert (await sent(page, ours[1], ours[1], **again)).status_code == 303
    for each in clients:
        async with world.browser(site, each.requester) as page:
            assert other in (await page.get("/announcements")).text
    async with world.browser(site, here.people.lead) as page:
        back = f"/told/broadcasts/{everywhere[1]}/withdrawal"
        assert (await sent(page, "/told", back)).status_code == 303
        assert (await sent(page, "/told", back)).status_code == 404, "it stands nowhere any more"
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get(ours[1])).status_code == 403
