"""A client's intake: a line opened and paused, an account said to be somebody, a channel and a
webhook changed, a secret ended, a connector's key made, numbers kept."""

from __future__ import annotations

import re

import httpx

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_working import form
from tests.world import Client
from underpin.desk.alerts import sources
from underpin.desk.channels import account, channels, webhooks
from underpin.desk.connectors import keeping
from underpin.desk.phone import calls
from underpin.kernel import ids, verb
from underpin.kernel.web.caller import Caller


async def pressed(
    page: httpx.AsyncClient, where: str, action: str, /, **said: str
) -> httpx.Response:
    return await page.post(action, data=await form(page, where, action) | said)


async def test_lines_accounts_and_numbers(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    asker, about = people.admin.principal, {"tenant": acme.id}
    at, name = f"/clients/{acme.key}/intake", f"PBX {ids.new()}"
    async with world.browser(site, people.admin) as page:
        made = await pressed(page, at, f"{at}/lines", name=name)
        assert "/hooks/calls/" in made.text and "/hooks/calls/" not in (await page.get(at)).text
        assert (await pressed(page, at, f"{at}/lines", name=name)).status_code == 409
        lines = await verb.perform(calls.lines, asker, acme.id, **about)
        line = next(each for each in lines if each.name == name)
        await pressed(page, at, f"{at}/lines/{line.id}/pause")
        assert f"{at}/lines/{line.id}/resumption" in (await page.get(at)).text
        (one, *_) = await verb.perform(account.listed, asker, acme.id, **about)
        linked = f"{at}/accounts/{one.id}"
        await pressed(page, at, linked, who=f"person:{acme.requester.id}")
        (now, *_) = await verb.perform(account.listed, asker, acme.id, **about)
        assert now.person_id == acme.requester.id
        await pressed(page, at, linked, who="")
        numbers = f"/clients/{acme.key}/people/{acme.colleague.id}/numbers"
        wrong = await pressed(page, numbers, numbers, numbers="later")
        assert wrong.status_code == 422 and "later" in wrong.text
        await pressed(page, numbers, numbers, numbers="+48 22 765 43 21")
        assert "+48227654321" in (await page.get(numbers)).text
        await pressed(page, numbers, numbers, numbers="")


async def test_channels_webhooks_and_keys(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    asker, about = people.admin.principal, {"tenant": acme.id}
    base = f"/clients/{acme.key}/connections"
    (room, *_) = await verb.perform(channels.listed, asker, acme.id, **about)
    (told, *_) = await verb.perform(webhooks.listed, asker, acme.id, **about)
    (source, *_) = await verb.perform(sources.listed, asker, acme.id, **about)
    connectors = await verb.perform(keeping.listed, asker)
    async with world.browser(site, people.admin) as page:
        one, new = f"{base}/channels/{room.id}", f"Room {ids.new()}"
        assert (await pressed(page, one, one, name=new)).is_redirect
        assert new in (await page.get(one)).text
        hook = f"{base}/webhooks/{told.id}"
        lost = await pressed(page, hook, hook, name="x", url="ftp://x", events="ticket.raised")
        assert lost.status_code == 422
        await pressed(page, hook, hook, name=told.name, url=told.url, events="ticket.resolved")
        kept = await verb.perform(webhooks.listed, asker, acme.id, **about)
        assert next(e.kinds for e in kept if e.id == told.id) == ["ticket.resolved"]
        await _a_key_is_ended(page, acme, f"{base}/sources/{source.id}")
        far = f"/connectors/{connectors[0].id}/hook?client={acme.key}"
        issue = f"/clients/{acme.key}/connectors/{connectors[0].id}/hook"
        assert "/hooks/connectors/" in (await pressed(page, far, issue)).text
        await _a_key_is_ended(page, acme, far)


async def _a_key_is_ended(page: httpx.AsyncClient, client: Client, at: str) -> None:
    """The newest way to end one on this page leads back to it with one less."""
    before = re.findall(r'action="([^"]+/revocation)"', (await page.get(at)).text)
    assert before
    await pressed(page, at, before[-1])
    assert before[-1] not in (await page.get(at)).text, client.key
