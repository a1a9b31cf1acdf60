"""Mail that waits for a person, on its pages: of no client yet, and of a client's, not proven."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import Ground
from tests.service.desk.mail import post
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller


async def stray(body: str) -> str:
    """Its id; a stranger wrote it to nobody's address."""
    sender = f"{ids.new().hex}@stranger.example"
    await post.deliver(post.letter(sender, f"help@{post.DOMAIN}", "Whose am I?", body))
    (row,) = await post.triage(sender)
    return str(row["id"])


async def test_a_lead_gives_a_stray_mail_to_a_person_and_another_to_a_ticket(
    site: Caller, here: Ground
) -> None:
    acme, bolt = here.acme, here.bolt
    first, second = await stray("<b>Hall 3</b>"), await stray("It still hums.")
    whose = {"client": acme.client.key, "address": acme.client.requester.email, "for": "person"}
    async with world.browser(site, here.people.lead) as page:
        shown = (await page.get(f"/triage?open={first}")).text
        assert "&lt;b&gt;Hall 3&lt;/b&gt;" in shown and "No client is known by it" in shown
        wrong = whose | {"ticket": bolt.name, "address": "typed@here.example"}
        refused = await page.post(f"/triage/{first}/client", data=wrong)
        assert refused.status_code == 422
        assert "a ticket of this client" in refused.text and "typed@here.example" in refused.text
        nobody = whose | {"address": here.people.agent.email}
        assert (await page.post(f"/triage/{first}/client", data=nobody)).status_code == 422
        made = await page.post(f"/triage/{first}/client", data=whose)
        ticket = await page.get(made.headers["location"])
        assert "Whose am I?" in ticket.text and acme.client.requester.name in ticket.text
        joined = await page.post(f"/triage/{second}/client", data=whose | {"ticket": acme.name})
        assert joined.headers["location"] == f"/tickets/{acme.name}"
        assert "It still hums." in (await page.get(f"/tickets/{acme.name}")).text
        assert (await page.get(f"/triage?open={first}")).status_code == 404


async def test_what_waits_on_a_ticket_is_marked_there_and_put_on_it(
    site: Caller, here: Ground
) -> None:
    acme = here.acme
    written = f"{ids.new().hex}@elsewhere.example"
    mail = post.letter(written, post.address_of(acme.client), f"Re: [{acme.name}]", "UNPROVEN")
    await post.sent(acme.client, mail)
    (row,) = [each for each in await post.mails(acme.client) if each["sender"] == written]
    base = f"/waiting-mail/{acme.client.key}/{row['id']}"
    async with world.browser(site, here.people.agent) as page:
        assert "its sender is not proven" in (await page.get(f"/tickets/{acme.name}")).text
        shown = (await page.get(f"/waiting-mail?open={row['id']}")).text
        assert "UNPROVEN" in shown and f"{base}/acceptance" in shown and "Not at all" in shown
        assert (await page.get("/triage")).status_code == 403
        as_us = {"address": here.people.agent.email}
        refused = await page.post(f"{base}/acceptance", data=as_us)
        assert refused.status_code == 422 and "UNPROVEN" in refused.text
        await page.post(f"{base}/acceptance", data={"address": written})
        shown = (await page.get(f"/tickets/{acme.name}")).text
        assert "UNPROVEN" in shown and "its sender is not proven" not in shown
        assert (await page.post(f"{base}/refusal", data={"reason": "spam"})).status_code == 404


async def test_spam_is_put_away(site: Caller, here: Ground) -> None:
    mail = await stray("Buy!")
    async with world.browser(site, here.people.lead) as page:
        await page.post(f"/triage/{mail}/discarding", data={"reason": "spam"})
        assert (await page.get(f"/triage?open={mail}")).status_code == 404
    async with world.browser(site, here.people.l2) as page:
        gone = await page.post(f"/triage/{await stray('x')}/discarding", data={"reason": "spam"})
        assert gone.status_code == 403
