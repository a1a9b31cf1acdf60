"""The team at work on its pages: loads, duty, one's own day, time a lead posts or sends back."""

from __future__ import annotations

import re
from datetime import timedelta

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from underpin.desk.tickets import follow_up, time_entry
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def test_a_lead_gives_a_ticket_from_the_board_and_calls_whoever_is_on_duty(
    site: Caller, here: Ground
) -> None:
    client, people = here.acme.client, here.people
    urgent = {"impact": "high", "urgency": "high"}
    ticket = await ground.raised(client, f"Gate {ids.new()}", body="Shut.", **urgent)
    name = f"{client.key}-{ticket.number}"
    async with world.browser(site, people.lead) as page:
        shown = (await page.get("/team")).text
        assert people.l2.name in shown and "Load" in shown
        part = await page.get("/team", headers={"X-Fragment": "team_board"})
        assert part.status_code == 200 and "<html" not in part.text
        given = {"ticket": name, "version": str(ticket.version), "person": str(people.l2.id)}
        done = await page.post("/team/assignments", data=given)
        assert done.headers["location"] == "/team"
        assert (await page.post("/team/assignments", data=given)).status_code == 409
        wrong = await page.post("/on-call/pages", data={"ticket": "NOBODY-1"})
        assert wrong.status_code == 422 and 'value="NOBODY-1"' in wrong.text
        await page.post("/on-call/pages", data={"ticket": name})
        shown = (await page.get("/on-call")).text
        calling = re.search(rf'"(/on-call/{client.key}/[^"]+)/acceptance"', shown)
        assert calling is not None and name in shown and "A colleague asks" in shown
    async with world.browser(site, people.l2) as page:
        await page.post(f"{calling[1]}/acceptance")
        assert f"{calling[1]}/acceptance" not in (await page.get("/on-call")).text


async def test_ones_own_day_and_the_time_a_lead_sends_back_or_posts(
    site: Caller, here: Ground
) -> None:
    client, people = here.bolt.client, here.people
    about = {"tenant": client.id}
    ticket = await ground.raised(client, f"Day {ids.new()}", body="Look.")
    name, agent = f"{client.key}-{ticket.number}", people.l2.principal
    words = {"text": "Looked at it.", **about}
    entry = await verb.perform(time_entry.log, agent, ticket.number, 30, **words)
    path = f"/time/{client.key}/{entry}"
    async with db.open(Work(client.id)):
        later = await db.now() + timedelta(days=2)
    async with world.browser(site, people.l2) as page:
        await page.post(f"/tickets/{name}/claim")
        await verb.perform(follow_up.ask, agent, ticket.number, "Which hall?", later, **about)
        shown = (await page.get("/my-day")).text
        assert shown.count(name) >= 3 and "Looked at it." in shown
        assert "30m worked, 30m billable" in shown
        assert (await page.get("/time")).status_code == 403
        assert (await page.post(f"{path}/posting")).status_code == 403
    async with world.browser(site, people.lead) as page:
        assert path in (await page.get("/time")).text
        assert (await page.post(f"{path}/refusal", data={"reason": ""})).status_code == 422
        await page.post(f"{path}/refusal", data={"reason": "Which hall was it?"})
        assert path not in (await page.get("/time")).text
    async with world.browser(site, people.l2) as page:
        assert "Which hall was it?" in (await page.get("/my-day")).text
        said = {"from": "day", "billable": "20", "coverage": "included", "text": "Hall 3."}
        wrong = await page.post(f"{path}/amendment", data=said | {"billable": "many"})
        assert wrong.status_code == 422
        await page.post(f"{path}/amendment", data=said)
        assert "Which hall was it?" not in (await page.get("/my-day")).text
    async with world.browser(site, people.lead) as page:
        assert "Hall 3." in (await page.get("/time")).text
        await page.post(f"{path}/posting")
        assert path not in (await page.get("/time")).text
        again = await page.post(f"{path}/amendment", data=said | {"from": "lead"})
        assert again.status_code == 409
    async with db.open(Work(client.id)):
        row = await db.row(
            "SELECT posted_by, billable_minutes FROM time_entry WHERE id = $1", entry
        )
    assert row is not None
    assert (row["posted_by"], row["billable_minutes"]) == (people.lead.id, 20)
