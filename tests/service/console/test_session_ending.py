"""A session that ends while a member writes."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import Ground
from underpin.kernel import cookies
from underpin.kernel.web.caller import Caller


async def test_what_was_typed_as_a_session_ended_comes_back(site: Caller, here: Ground) -> None:
    ended = {"Cookie": f"{cookies.SESSION}=upn_session_0_{'x' * 43}"}
    words = {"subject": "The gate", "text": "It is stuck since noon, and the trucks wait."}
    async with world.browser(site, face="portal", **ended) as page:
        answer = await page.post("/tickets", data=words)
        objected = await page.post(
            f"/our-contract/clocks/{here.acme.client.id:032x}/objections", data=words
        )
    for each in (answer, objected):
        assert each.status_code == 401
        assert "the trucks wait" in each.text
