"""What a client left, down to the documents and tickets it was made of."""

from __future__ import annotations

import re

from tests import world
from tests.service.console.ground import Ground
from underpin.kernel.web.caller import Caller


async def test_a_margin_is_followed_down_to_what_it_was_made_of(site: Caller, here: Ground) -> None:
    slug = here.bolt.client.slug
    made = f"/reports/margin/{slug}?first=2026-01-01&last=2026-12-31"
    async with world.browser(site, here.people.finance) as page:
        seen = await page.get(made)
        assert seen.status_code == 200
        assert f"/clients/{slug}/invoices/{here.bolt.invoice}" in seen.text
        named = re.findall(r'href="/tickets/([^"]+)"', seen.text)
        assert all(each.startswith(f"{here.bolt.client.key}-") for each in named)
        assert (await page.get("/reports/margin")).status_code == 200
        assert (await page.get(f"/reports/margin/{slug}")).status_code == 422
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get(made)).status_code == 403
    async with world.browser(site, here.people.manager) as page:
        assert (await page.get(made)).status_code == 404, "another's client"
