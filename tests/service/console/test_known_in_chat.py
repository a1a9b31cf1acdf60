"""Whoever begins to chat reads first what is known already, and of no other company's."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import Ground
from underpin.kernel.web.caller import Caller


async def test_what_is_announced_stands_above_the_chat(site: Caller, here: Ground) -> None:
    acme, bolt = here.people.acme, here.people.bolt
    async with world.browser(site, acme.colleague, face="portal") as page:
        assert f"News for {acme.name}" in (await page.get("/chat")).text
    async with world.browser(site, bolt.colleague, face="portal") as page:
        page_of_bolt = (await page.get("/chat")).text
    assert f"News for {acme.name}" not in page_of_bolt
    assert f"News for {bolt.name}" in page_of_bolt
