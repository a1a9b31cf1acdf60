"""Connectors, a ticket's issues and one's own numbers, as pages: who sees them, and that what was
typed comes back."""

from __future__ import annotations

import re

import httpx

from tests import world
from tests.service.console.ground import Ground
from underpin.desk.connectors import keeping
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider
from underpin.kernel.web.caller import Caller


def form(page: str, **said: str | list[str]) -> dict[str, str | list[str]]:
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf is not None
    return {"csrf": csrf[1], **said}


async def sent(
    page: httpx.AsyncClient, at: str, to: str, **said: str | list[str]
) -> httpx.Response:
    seen = await page.get(at)
    assert seen.status_code == 200, at
    return await page.post(to, data=form(seen.text, **said))


async def test_an_administrator_adds_one_and_a_lead_reads_it(site: Caller, here: Ground) -> None:
    wrong = {"name": "Ours too", "kind": "rest", "url": "https://x.example", "settings": "{1"}
    async with world.browser(site, here.people.admin) as page:
        refused = await sent(page, "/connectors", "/connectors", **wrong)
        assert refused.status_code == 422
        assert "https://x.example" in refused.text
        right = wrong | {"settings": "{}", "token": "t0p-s3cret", "way": "bearer"}
        made = await sent(page, "/connectors", "/connectors", **right)
        assert made.status_code == 303
        path = made.headers["location"]
        shown = await page.get(path)
        assert "t0p-s3cret" not in shown.text
        changed = await sent(page, path, path, **(right | {"token": "", "name": "Ours again"}))
        assert changed.status_code == 303
        assert (await sent(page, path, f"{path}/pause")).status_code == 303
    (kept,) = [
        each
        for each in await verb.perform(keeping.listed, here.people.admin.principal)
        if each.name == "Ours again"
    ]
    assert kept.auth.way == "bearer"
    assert kept.paused_at is not None
    async with world.browser(site, here.people.lead) as page:
        assert "Ours again" in (await page.get("/connectors")).text
        assert (await sent(page, "/connectors", "/connectors", **wrong)).status_code == 403
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get("/connectors")).status_code == 403


async def test_a_tickets_issues_are_staffs(site: Caller, here: Ground) -> None:
    at = f"/tickets/{here.acme.name}/issues"
    async with world.browser(site, here.people.agent) as page:
        shown = await page.get(at)
        assert "SAID-TO-TRACKER" in shown.text
        link = re.search(rf'action="({at}/[0-9a-f-]+)/comments"', shown.text)
        assert link is not None
        assert (await sent(page, at, f"{link[1]}/comments", text=" ")).status_code == 422
        assert (await sent(page, at, f"{link[1]}/comments", text="More")).status_code == 303
        assert (await sent(page, at, f"{link[1]}/silence")).status_code == 303
        again = await page.get(at)
        assert "More" in again.text
        assert f"{link[1]}/hearing" in again.text
    async with world.browser(site, here.acme.client.admin) as page:
        assert (await page.get(at)).status_code == 404


async def test_ones_own_numbers(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get("/me/calling")).status_code == 200
        async with db.open(Provider()):
            await db.execute(
                "INSERT INTO page_number (staff_id, carrier, address) "
                "VALUES ($1, 'sms', '+4812345')",
                here.people.agent.id,
            )
            await db.execute(
                "INSERT INTO page_gateway (carrier, form, url, template, auth, secret, an_hour, "
                "changed_by, changed_at, version) VALUES ('sms', 'fields', 'https://x.example', "
                "'{}', '{\"way\": \"none\"}', '', 9, $1, transaction_timestamp(), 1)",
                here.people.admin.id,
            )
        try:
            shown = await page.get("/me/calling")
            assert "+4812345" in shown.text
            wrong = await sent(page, "/me/calling", "/me/calling/sms/verification", code="1")
            assert wrong.status_code == 409
            bad = await sent(page, "/me/calling", "/me/calling", carrier="sms", address="12")
            assert bad.status_code == 422
            assert 'value="12"' in bad.text
            await sent(page, "/me/calling", "/me/calling/sms/removal")
            assert "+4812345" not in (await page.get("/me/calling")).text
        finally:
            async with db.open(Provider()):
                await db.execute("DELETE FROM page_gateway")
