"""A client's own day: they report, follow, rate, and check a promise down to one clock; a vendor
behind its link acknowledges and fixes."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.house import House
from tests.browser.visit import Visits, unreadable
from tests.service.console.ground import Ground
from tests.service.console.test_own_contract import missed
from underpin.desk.cases import case, case_talk
from underpin.desk.tickets import finishing, talking
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WIDTH = "document.documentElement.scrollWidth"


async def fits(page: Page) -> bool:
    """Nothing but what scrolls in itself is wider than the phone."""
    return int(await page.evaluate(WIDTH)) <= PHONE["width"]


async def handed_over(here: Ground, *, number: str) -> str:
    """A case of that ticket that its vendor has not seen yet; the token of its link."""
    client, lead = here.people.bolt, here.people.lead.principal
    asked = int(number.rpartition("-")[2])
    opened = await verb.perform(case.open_vendor_case, lead, asked, tenant=client.id)
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "test", "test")
        await case_talk.send_opening(act, opened.id)  # once: the worker sends no newer link
        return (await case_talk._link(act, opened)).rpartition("/")[2]


async def test_a_client_follows_its_matter_and_its_vendor_answers(
    visits: Visits, here: Ground, product: House
) -> None:
    client, lead = here.people.bolt, here.people.lead.principal
    late = await missed(here, here.bolt)
    portal = await visits.member(client, client.requester)
    await portal.fill("#subject", "The lift stays in the cellar")
    await portal.fill("#text", "Since this morning, with the papers in it.")
    await portal.click("#raise button[type=submit]")
    await expect(portal.locator("h1")).to_have_text("The lift stays in the cellar")
    number, about = int(portal.url.rpartition("-")[2]), {"tenant": client.id}
    await verb.perform(talking.reply, lead, number, "We are on our way.", **about)
    await expect(portal.locator("#timeline")).to_contain_text("We are on our way.", timeout=8000)
    await verb.perform(finishing.resolve, lead, number, body="It came up again.", **about)
    await portal.reload()
    await portal.click(".ratings button[value='5']")
    await expect(portal.locator("[aria-labelledby=rating-title]")).to_contain_text("Thank you")

    await portal.goto(f"{product.portal}/settings")
    await portal.select_option("#own-language", "ar")
    await portal.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await portal.click("form[action='/settings'] button[type=submit]")
    await expect(portal.locator("html")).to_have_attribute("dir", "rtl")
    for path in ("/", "/tickets?standing=any", f"/our-contract?month={late.month}"):
        await portal.goto(product.portal + path)
        assert await fits(portal), path
    await portal.click(f"tbody a[href='{late.path}']")
    await expect(portal).to_have_url(product.portal + late.path)
    await portal.locator(".why summary").first.click()
    await expect(portal.locator(".spans tbody tr").first).to_be_visible()
    assert await fits(portal)
    assert await unreadable(portal) == []
    link = f"{product.portal}/vendor/{await handed_over(here, number=late.number)}"
    await _answered(await visits.visitor(), link)


async def _answered(page: Page, link: str) -> None:
    """By the vendor behind its link: acknowledged, then fixed."""
    await page.goto(link)
    await page.fill("#ack-name", "Fay")
    await page.fill("#ack-reference", "FAB-77")
    await page.click("form[action$='/acknowledgment'] button")
    await expect(page.locator(".facts")).to_contain_text("FAB-77")
    assert await unreadable(page) == []
    await page.fill("#update-name", "Fay")
    await page.fill("#update-text", "The switch was replaced.")
    await page.click("button[formaction$='/fix']")
    await expect(page.locator(".timeline")).to_contain_text("The switch was replaced.")
    await expect(page.locator("button[formaction$='/fix']")).to_have_count(0)
