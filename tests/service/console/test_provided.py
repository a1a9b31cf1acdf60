"""Tools, change templates and gateways, as pages: who keeps them, and that they are tried."""

from __future__ import annotations

import re

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_connectors import sent
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller

ADMIN = "/administration"


async def test_a_tool_is_added_changed_and_retired(site: Caller, here: Ground) -> None:
    at, name = f"{ADMIN}/remote-tools", f"Tool {ids.new()}"
    said = {"name": name, "pattern": "rustdesk://{id}", "attribute": "rustdesk"}
    async with world.browser(site, here.people.lead) as page:
        wrong = await sent(page, at, at, **{**said, "pattern": "http://{id}"})
        assert (wrong.status_code, name in wrong.text) == (422, True)
        assert (await sent(page, at, at, **said)).status_code == 303
        shown = (await page.get(at)).text
        found = re.search(rf'id="tool-([0-9a-f-]+)-title">{name}', shown)
        assert found is not None
        one = f"{at}/{found[1]}"
        again = {**said, "pattern": "https://help.example/{id}"}
        assert (await sent(page, at, one, **again)).status_code == 303
        assert "https://help.example/{id}" in (await page.get(at)).text
        assert (await sent(page, at, f"{one}/retirement")).status_code == 303
        assert name not in (await page.get(at)).text
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get(at)).status_code == 200
        assert (await sent(page, "/list", at, **said)).status_code == 403


async def test_a_change_template_is_approved_by_another(site: Caller, here: Ground) -> None:
    at, name = f"{ADMIN}/change-templates", f"Patch {ids.new()}"
    said = {"name": name, "plan": "1. Copy.", "likelihood": "low", "effect": "low"}
    async with world.browser(site, here.people.lead) as page:
        assert (await sent(page, at, at, **{**said, "plan": " "})).status_code == 422
        made = await sent(page, at, at, **said, tested="yes", reversible="yes")
        assert made.status_code == 303
        found = re.search(rf'id="template-([0-9a-f-]+)-title">{name}', (await page.get(at)).text)
        assert found is not None
        one = f"{at}/{found[1]}"
        assert f'action="{one}/approval"' not in (await page.get(at)).text, "not by its author"
        assert (await sent(page, at, f"{one}/approval")).status_code == 409
    async with world.browser(site, here.people.admin) as page:
        assert f'action="{one}/approval"' in (await page.get(at)).text
        assert (await sent(page, at, f"{one}/approval")).status_code == 303
        assert (await sent(page, at, f"{one}/retirement")).status_code == 303
        assert name not in (await page.get(at)).text


async def test_a_gateway_is_set_up_and_says_why_a_test_did_not_go(
    site: Caller, here: Ground
) -> None:
    """Nothing answers at that address: the page says so, and keeps what was typed."""
    at = f"{ADMIN}/gateways"
    said = {"form": "json", "url": "https://gateway.invalid/send", "an_hour": "7", "way": "none"}
    async with world.browser(site, here.people.admin) as page:
        wrong = await sent(page, at, f"{at}/voice", **said, template='{"to": "x"}')
        assert wrong.status_code == 422
        assert "gateway.invalid" in wrong.text
        template = '{"to": "{address}", "text": "{text}"}'
        kept = await sent(page, at, f"{at}/voice", **said, template=template, token="t0p-s3cret")
        assert kept.status_code == 303
        assert "t0p-s3cret" not in (await page.get(at)).text
        tried = await sent(page, at, f"{at}/voice/trial", address="12")
        assert (tried.status_code, 'value="12"' in tried.text) == (422, True)
        tried = await sent(page, at, f"{at}/voice/trial", address="+48 22 123 45 67")
        assert tried.status_code == 503
        assert "It could not be sent" in tried.text
        assert (await sent(page, at, f"{at}/voice/pause")).status_code == 303
        tried = await sent(page, at, f"{at}/voice/trial", address="+48 22 123 45 67")
        assert tried.status_code == 404
    async with world.browser(site, here.people.lead) as page:
        assert (await sent(page, "/list", f"{at}/voice", **said)).status_code == 403
