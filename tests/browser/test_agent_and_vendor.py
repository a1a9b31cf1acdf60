"""An agent's day: a ticket is taken, answered, handed to its vendor and resolved. The vendor's:
behind its link a case is acknowledged and fixed. The client watches."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from tests.browser import people
from tests.browser.house import House
from tests.browser.visit import Look, Visits, unreadable
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.world import Client

pytestmark = pytest.mark.browser
CALLING_OFF = 'form[action$="/calling-off"]'
OPEN = 'form[action$="/outside/cases"] button'
LINK = re.compile(r"http\S+/vendor/\S+")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_an_agent_hands_a_ticket_to_its_vendor_who_mends_it(
    visits: Visits, here: Ground, product: House, language: str
) -> None:
    client = here.people.bolt
    noor = await people.of_staff(here, "agent", language, client, tier=1)
    olga = await people.of_client(here, client, language, "requester")
    words = {"body": "No site reaches another.", "impact": "high", "urgency": "high"}
    ticket = await ground.raised(client, f"The uplink is gone ({language})", olga, **words)
    path = f"/tickets/{client.key}-{ticket.number}"

    desk = await visits.staff(noor)
    await expect(desk.locator("html")).to_have_attribute("lang", language)
    await desk.click(f'tr[data-row="{client.key}-{ticket.number}"] a.row-link')
    await desk.wait_for_url(product.desk + path)
    await desk.keyboard.press("t")
    await expect(desk.locator("#side")).to_contain_text("Noor")
    portal = await visits.member(olga, path)
    await said(desk, "public", "We ask who runs the line.")
    await expect(portal.locator("#timeline")).to_contain_text("We ask who runs the line.")
    await said(desk, "internal", "Unpaid, says Jan.")

    await desk.goto(product.desk + path)
    await desk.click('#side a[href$="/outside"]')
    leaves = desk.locator(".leaves")
    await expect(leaves).to_contain_text("No site reaches another.")
    await expect(leaves).not_to_contain_text("Unpaid")
    await expect(leaves).not_to_contain_text("Olga")
    assert await unreadable(desk) == []
    await desk.click(OPEN)
    await desk.click(f"{CALLING_OFF} button")
    await expect(leaves).to_be_visible()
    await desk.click(OPEN)
    link = await mailed(desk, client)
    await expect(portal.locator("#share-vendor")).to_be_visible()
    assert "Fabrikam" not in await portal.content()

    await answered(await visits.visitor(Look(language=language)), link)

    await desk.goto(f"{product.desk}{path}/outside")
    await expect(desk.locator(".case-talk").first).to_contain_text("The line was spliced.")
    await desk.click('form[action$="/confirmation"] button')
    assert await unreadable(desk) == []
    await desk.goto(product.desk + path)
    await desk.click("#do-resolve > summary")
    await desk.fill("#resolve-text", "The line works again.")
    await desk.click("#do-resolve button[type=submit]")
    await expect(portal.locator("#timeline")).to_contain_text("The line works again.")
    await portal.reload()
    for hidden in ("Fabrikam", "Unpaid", "spliced"):
        assert hidden not in await portal.content()
    assert await unreadable(portal) == []


async def said(desk: Page, audience: str, text: str) -> None:
    await desk.check(f"[name=audience][value={audience}]")
    await desk.fill("#body", text)
    await desk.click("#composer button[type=submit]")
    await expect(desk.locator("#timeline")).to_contain_text(text)


async def mailed(desk: Page, client: Client) -> str:
    """The link in the mail that waits its ten seconds."""
    action = await desk.locator(CALLING_OFF).get_attribute("action")
    assert action is not None
    mail = await people.first_mail(client, UUID(action.split("/")[-2]))
    found = LINK.search(mail.text)
    assert found is not None, mail.text
    assert "Unpaid" not in mail.text
    return found[0]


async def answered(page: Page, link: str) -> None:
    """By the vendor behind its link: acknowledged, then fixed."""
    await page.goto(link)
    await page.fill("#ack-name", "Fay")
    await page.fill("#ack-reference", "FAB-77")
    await page.click("form[action$='/acknowledgment'] button")
    await expect(page.locator(".facts")).to_contain_text("FAB-77")
    assert await unreadable(page) == []
    await page.fill("#update-name", "Fay")
    await page.fill("#update-text", "The line was spliced.")
    await page.click("button[formaction$='/fix']")
    await expect(page.locator(".timeline")).to_contain_text("The line was spliced.")
    await expect(page.locator("button[formaction$='/fix']")).to_have_count(0)
