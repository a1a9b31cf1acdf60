"""A ticket goes out to its vendor: shown before it leaves, called off in time, written down."""

from __future__ import annotations

import re

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


def link(text: str, end: str) -> str:
    found = re.search(rf'action="([^"]+/{end})"', text)
    assert found is not None, end
    return found[1]


async def test_a_case_is_shown_before_it_leaves_and_called_off_in_time(
    site: Caller, here: Ground
) -> None:
    client = here.acme.client
    ticket = await ground.raised(client, "The gate is shut", body="Since noon, gate 4.")
    path = f"/tickets/{client.key}-{ticket.number}/outside"
    async with world.browser(site, here.people.l2) as page:
        await page.post(f"/tickets/{client.key}-{ticket.number}/claim")
        shown = (await page.get(path)).text
        assert "Since noon, gate 4." in shown and "Fabrikam" in shown
        assert "The client sees nothing of this page." in shown
        await page.post(f"{path}/cases")
        opened = (await page.get(path)).text
        assert "Nothing has left yet." in opened and link(opened, "records")
        await page.post(link(opened, "calling-off"))
        after = (await page.get(path)).text
        assert "This leaves, and nothing else" in after and "Nothing has left yet." not in after
    async with db.open(Work(client.id)):
        now = await db.row(
            "SELECT t.tier, t.state, t.assignee_id, c.state AS case_state FROM ticket t "
            "JOIN vendor_case c ON c.tenant_id = t.tenant_id AND c.ticket_id = t.id "
            "WHERE t.tenant_id = $1 AND t.id = $2",
            *(client.id, ticket.id),
        )
    assert now is not None
    assert (now["state"], now["case_state"]) == ("open", "closed")
    assert now["tier"] == ticket.tier and now["assignee_id"] == here.people.l2.id
    async with world.browser(site, client.requester) as page:
        assert (await page.get(path)).status_code in (403, 404)


async def test_what_a_vendor_says_is_written_down_with_name_and_time_and_shared(
    site: Caller, here: Ground
) -> None:
    client = here.bolt.client
    ticket = await ground.raised(client, f"Line {ids.new()}", body="It is dead.")
    name = f"{client.key}-{ticket.number}"
    path = f"/tickets/{name}/outside"
    async with world.browser(site, here.people.l2) as page:
        await page.post(f"{path}/cases")
        records = link((await page.get(path)).text, "records")
        typed = {"word": "question", "text": "WHICH-PORT", "reference": "FB-9"}
        refused = await page.post(records, data=typed)
        assert refused.status_code == 422
        assert "WHICH-PORT" in refused.text and "who at the vendor said so" in refused.text
        await page.post(records, data=typed | {"author": "Iris Holm"})
        shown = (await page.get(path)).text
        assert "Iris Holm" in shown and "Asks" in shown and "FB-9" in shown
        fixed = {"word": "fixed", "author": "Iris Holm", "text": "Uplink replaced."}
        await page.post(records, data=fixed)
        shown = (await page.get(path)).text
        assert "The vendor reports a fix. Does it hold?" in shown
        shared = {"audience": "public", "body": "The line was replaced."}
        await page.post(f"/tickets/{name}/messages", data=shared)
        late = fixed | {"word": "update", "at": "2020-01-01T08:00"}
        assert (await page.post(records, data=late)).status_code == 422
        await page.post(link(shown, "confirmation"))
        assert "Does it hold?" not in (await page.get(path)).text
    async with world.browser(site, client.requester) as page:
        read = (await page.get(f"/tickets/{name}")).text
        assert "The line was replaced." in read and "Iris Holm" not in read
