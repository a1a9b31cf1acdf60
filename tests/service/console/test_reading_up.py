"""Articles written, published and read; what readers say of them; who reads how content people
were."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_working import form
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller


async def test_an_article_is_written_read_and_spoken_of(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    title = f"The badge reader of hall {ids.new()}"
    said = {"category": "Doors", "title_en": title, "body_en": "Press twice.", "language": "en"}
    async with world.browser(site, people.lead) as page:
        new, home = f"/articles/{acme.key}/new", f"/articles/{acme.key}"
        made = await page.post(home, data=await form(page, new, home) | said)
        path = made.headers["location"]
        publish = f"{path}/publication"
        await page.post(publish, data=await form(page, path, publish))
        assert "Nobody said anything yet" in (await page.get(f"{path}/feedback")).text
    read = f"/knowledge/{path.rpartition('/')[2]}"
    async with world.browser(site, acme.requester) as page:
        sent = await form(page, read, f"{read}/feedback") | {"helpful": "no", "comment": "Thrice!"}
        await page.post(f"{read}/feedback", data=sent)
    async with world.browser(site, people.lead) as page:
        heard = (await page.get(f"{path}/feedback")).text
        assert "Thrice!" in heard and acme.requester.name not in heard
        figures = (await page.get(f"/articles/figures?client={acme.key}")).text
        assert title in figures and f"{path}/feedback" in figures
        assert (await page.get("/articles/figures?month=soon")).status_code == 422
        nobody = f"/articles/{here.people.bolt.key}/{path.rpartition('/')[2]}/feedback"
        assert (await page.get(nobody)).status_code == 404
    async with world.browser(site, people.stranger) as page:
        assert (await page.get(f"{path}/feedback")).status_code in {403, 404}


async def test_a_lead_says_who_reads_the_answers(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.lead) as page:
        one = "/satisfaction/agents"
        try:
            await page.post(one, data=await form(page, "/satisfaction", one) | {"all": "yes"})
            assert (
                'name="all" type="checkbox" value="yes" role="switch" checked'
                in (await page.get("/satisfaction")).text
            )
        finally:
            await page.post(one, data=await form(page, "/satisfaction", one))
    async with world.browser(site, here.people.agent) as page:
        assert (await page.post("/satisfaction/agents", data={"all": "yes"})).status_code == 403
