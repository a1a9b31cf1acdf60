"""What somebody finds out without us, and how a person comes when they do not."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser import promptly
from tests.browser.visit import Visits, unreadable
from tests.service.console.ground import Ground
from underpin.desk.knowledge import clients, figures
from underpin.desk.knowledge.text import Text
from underpin.desk.knowledge.writing import About
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

pytestmark = pytest.mark.browser


async def test_while_a_problem_is_typed_its_answer_appears_and_solves_it(
    visits: Visits, here: Ground
) -> None:
    client, lead = here.people.acme, here.people.lead.principal
    texts = {"en": Text("Wake the okapi gateway", "It sleeps at night", "Press the *button*.")}
    about = {"tenant": client.id}
    made = await verb.perform(clients.begin, lead, About("Net", "members"), "en", texts, **about)
    await verb.perform(clients.publish, lead, made.article.id, **about)

    portal = await visits.member(client.requester)
    await portal.locator("#subject").press_sequentially("The okapi gate")
    answer = portal.locator("#suggestions button", has_text="Wake the okapi gateway")
    await expect(answer).to_be_visible()
    async with portal.expect_popup() as opened:
        await answer.click()
    article = await opened.value
    await expect(article.locator("h1")).to_have_text("Wake the okapi gateway")
    await expect(article.locator(".article em")).to_have_text("button")
    assert await unreadable(article) == []
    await article.get_by_role("button", name="Yes, it is solved").click()
    await expect(article.locator("text=Good to hear")).to_be_visible()
    await expect(portal.locator("#subject")).to_have_value("The okapi gate")

    async with db.open(Work(client.id)):
        today = (await db.now()).date()
        raised = await db.value(
            "SELECT count(*) FROM article_opening WHERE tenant_id = $1 AND article_id = $2 "
            "AND solved_at IS NOT NULL AND cause = 'suggestion'",
            *(client.id, made.article.id),
        )
    assert raised == 1
    month = await verb.perform(figures.of_month, lead, client.id, today, tenant=client.id)
    assert made.article.id in {row.article_id for row in month.rows}


async def test_a_chat_with_the_assistant_goes_on_with_a_person_within_a_second(
    visits: Visits, here: Ground
) -> None:
    client = here.people.acme
    panel = await visits.staff(here.people.agent, "/chats")
    portal = await visits.member(client.colleague, "/chat")
    await portal.fill("#body", "zzz nothing is as it was")
    await portal.click("text=Begin the chat")
    await expect(portal.locator("#chat-talk")).to_contain_text("I found nothing on this")
    person = portal.get_by_role("button", name="Talk to a person")
    talk, about = "#chat-talk", client.colleague.name
    waited = [await promptly.milliseconds(panel, "#chat-queue", about, person.click)]
    await expect(portal.locator(talk)).to_contain_text("Somebody will be with you")
    row = panel.locator("#chat-queue tr", has_text=about)
    take = row.get_by_role("button", name="Take it")
    waited += [await promptly.milliseconds(portal, talk, "is with you now", take.click)]
    await panel.wait_for_url("**/chats/**")
    await panel.fill("#body", "Good morning, I am looking.")
    send = panel.get_by_role("button", name="Send", exact=True)
    waited += [await promptly.milliseconds(portal, talk, "I am looking", send.click)]
    await portal.fill("#body", "Thank you")
    send = portal.get_by_role("button", name="Send", exact=True)
    waited += [await promptly.milliseconds(panel, "#agent-chat-talk", "Thank you", send.click)]
    assert await unreadable(panel) == [] and await unreadable(portal) == []
    end = panel.get_by_role("button", name="End the chat")
    waited += [await promptly.milliseconds(portal, talk, "ended the chat", end.click)]
    assert min(waited) < await promptly.limit(portal), waited
