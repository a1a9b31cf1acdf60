"""A member's own settings, and a session that ends while they write."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import Ground
from underpin.desk.personal import settings
from underpin.kernel import cookies, verb
from underpin.kernel.web.caller import Caller


async def test_language_zone_and_quiet_hours_are_kept(site: Caller, here: Ground) -> None:
    person = here.bolt.client.it_partner
    words = {"locale": "pl", "time_zone": "Europe/Warsaw", "by_mail": "yes", "digest": "60"}
    quiet = {"quiet_from": "22:00", "quiet_to": "06:30", "theme": "dark"}
    async with world.browser(site, person) as page:
        assert (await page.get("/my-settings")).status_code == 200
        wrong = await page.post("/my-settings", data=words | {"time_zone": "Mars/Base"})
        assert wrong.status_code == 422
        kept = await page.post("/my-settings", data=words | quiet)
        assert kept.status_code == 303
        shown = await page.get("/my-settings")
    mine = await verb.perform(settings.mine, person.principal)
    assert (mine.locale, mine.time_zone, mine.digest_minutes) == ("pl", "Europe/Warsaw", 60)
    assert str(mine.quiet_from) == "22:00:00"
    assert 'value="06:30"' in shown.text


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
