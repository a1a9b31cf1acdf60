"""What a client used so far, what is prepaid, and its plan: for those who keep its money."""

from __future__ import annotations

import re

from tests import world
from tests.service.console.ground import SECRETS, Ground
from underpin.kernel.web.caller import Caller


async def test_usage_stands_against_the_allowance_and_blocks_down_to_their_draws(
    site: Caller, here: Ground
) -> None:
    client = here.acme.client
    async with world.browser(site, client.finance) as page:
        usage = await page.get("/usage")
        assert usage.status_code == 200
        for said in ("So far, net", "Expected, net", "Your plan", "in force"):
            assert said in usage.text
        block = re.search(r'href="(/usage/blocks/[0-9a-f-]{36})"', usage.text)
        assert block is not None
        assert (await page.get(block[1])).status_code == 200
        assert not [secret for secret in SECRETS if secret in usage.text]
    async with world.browser(site, client.requester) as page:
        assert (await page.get("/usage")).status_code == 403
        assert (await page.get(block[1])).status_code == 403
    async with world.browser(site, here.bolt.client.finance) as page:
        assert (await page.get(block[1])).status_code == 404
    async with world.browser(site, here.people.caro.finance) as page:
        assert "You are on no plan" in (await page.get("/usage")).text
