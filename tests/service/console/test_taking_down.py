"""Staff take down a ticket for a client: whom it is for, what is like it already, and that what was
typed comes back."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import SUBJECT, Ground
from tests.service.console.test_connectors import form
from underpin.desk.tickets import reading
from underpin.kernel import ids, verb
from underpin.kernel.web.caller import Caller

HERE = "/tickets/new"


async def test_for_somebody_who_is_known_or_becomes_known(site: Caller, here: Ground) -> None:
    client, new = here.acme.client, f"new-{ids.new()}@acme.example"
    said = {"client": client.key, "subject": "No sound", "text": "In the hall.", "impact": "low"}
    async with world.browser(site, here.people.agent) as page:
        begun = await page.get(HERE, params={"client": client.key})
        assert client.requester.email in begun.text
        named = {"requester": f"{client.requester.name} <{client.requester.email}>"}
        log = [("file", ("log.txt", b"no sound since noon"))]
        made = await page.post(HERE, data=form(begun.text, **said, **named), files=log)
        assert made.status_code == 303
        added = await page.post(
            HERE, data=form(begun.text, **said, new_name="Nina New", new_email=new, came="desk")
        )
        assert added.status_code == 303
    found = []
    for each in (made, added):
        number = int(each.headers["location"].rpartition("-")[2])
        words = (client.id, number)
        who = here.people.agent.principal
        found.append(await verb.perform(reading.one, who, *words, tenant=client.id))
    async with world.browser(site, here.people.agent) as page:
        assert "log.txt" in (await page.get(made.headers["location"])).text
    assert [each.names.requester_email for each in found] == [client.requester.email, new]
    assert [each.ticket.channel for each in found] == ["phone", "desk"]


async def test_what_is_like_it_stands_beside_and_other_clients_stay_out(
    site: Caller, here: Ground
) -> None:
    client, asked = here.acme.client, {"client": here.acme.client.key, "subject": SUBJECT}
    async with world.browser(site, here.people.agent) as page:
        beside = await page.get(HERE, params=asked)
        assert f"/tickets/{client.key}-" in beside.text  # whichever stories raised alike
        assert f"/tickets/{here.bolt.client.key}-" not in beside.text
        found = await page.get(
            f"/api/v1/clients/{client.key}/requesters", params={"q": client.requester.email}
        )
        assert [each["email"] for each in found.json()] == [client.requester.email]
    async with world.browser(site, here.people.stranger) as page:
        assert (await page.get(HERE, params=asked)).status_code == 404
    async with world.browser(site, client.requester) as page:
        assert (await page.get(HERE)).status_code == 404


async def test_whom_nobody_knows_is_asked_for_again(site: Caller, here: Ground) -> None:
    said = {"client": here.acme.client.key, "subject": "Kept as typed", "text": "Words"}
    async with world.browser(site, here.people.agent) as page:
        begun = await page.get(HERE, params={"client": here.acme.client.key})
        data = form(begun.text, **said, requester="Nobody Such")
        again = await page.post(HERE, data=data)
        assert again.status_code == 422
        assert "nobody there has this name" in again.text
        assert 'value="Kept as typed"' in again.text
        assert 'value="Nobody Such"' in again.text
