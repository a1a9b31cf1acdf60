"""A new client, from its name to its first ticket, in minutes and in one sitting."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests import world
from tests.browser import people
from tests.browser.house import House
from tests.browser.visit import Visits, unreadable
from tests.service.console.ground import Ground
from underpin.kernel import ids

pytestmark = pytest.mark.browser
SUBMIT = 'button[type="submit"]'
SHEET = "name,email,sees\nJan Nowak,jan@{0}.example,company\nAda Lis,ada@{0}.example,\n"


async def send(page: Page, action: str) -> None:
    """The form that goes there; its page comes back whole."""
    async with page.expect_navigation():
        await page.locator(f'form[action$="{action}"]').locator(SUBMIT).last.click()


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_new_client_raises_its_first_ticket_within_one_sitting(
    visits: Visits, here: Ground, product: House, language: str
) -> None:
    key = f"F{ids.new().hex[-8:].upper()}"
    slug = key.lower()
    noor = await people.of_staff(here, "provider_admin", language)

    desk = await visits.staff(noor, "/administration/clients/new")
    await expect(desk.locator("html")).to_have_attribute("lang", language)
    await desk.fill("#name", "Fjord Fisheries")
    await desk.fill("#slug", slug)
    await desk.fill("#key", key)
    await desk.fill("#zone", "Europe/Warsaw")
    await desk.select_option("#locale", language)
    await send(desk, "/administration/clients")
    assert desk.url.endswith(f"/administration/clients/{key}?step=domain")
    assert await unreadable(desk) == []

    await send(desk, "/steps/domain/leaving")
    await desk.goto(f"{product.desk}/administration/clients/{key}?step=mail")
    await send(desk, "/sender")
    await desk.goto(f"{product.desk}/administration/clients/{key}?step=calendar")
    await desk.select_option("#country", "PL")
    await send(desk, "/calendars")
    assert await unreadable(desk) == []
    await desk.goto(f"{product.desk}/administration/clients/{key}?step=people")
    await desk.fill("#sheet", SHEET.format(slug))
    async with desk.expect_navigation():
        await desk.locator("#sheet").locator("xpath=ancestor::form").locator("button").first.click()
    assert await unreadable(desk) == []
    async with desk.expect_navigation():
        await desk.click('button[name="take"]')
    await desk.goto(f"{product.desk}/administration/clients/{key}?step=admin")
    await desk.fill("#name", "Olga Nowak")
    await desk.fill("#email", f"olga@{slug}.example")
    await send(desk, "/administrator")
    link = await desk.locator("#once").input_value()

    portal = await visits.visitor()
    await portal.goto(link)
    await portal.fill("#password", world.PASSWORD)
    await portal.fill("#again", world.PASSWORD)
    await portal.keyboard.press("Enter")
    await portal.wait_for_selector("#company")
    await portal.fill("#company", slug)
    await portal.fill("#email", f"olga@{slug}.example")
    await portal.fill("#password", world.PASSWORD)
    await portal.keyboard.press("Enter")
    await portal.wait_for_selector("#subject")
    await expect(portal.locator("html")).to_have_attribute("lang", language)
    await portal.fill("#subject", "The scales in hall 1 show nothing")
    await portal.fill("#text", "Since this morning, all three of them.")
    await portal.locator("#text").locator("xpath=ancestor::form").locator(SUBMIT).last.click()
    await portal.wait_for_url(f"**/tickets/{key}-1")

    await desk.goto(f"{product.desk}/list")
    await expect(desk.locator(f'tr[data-row="{key}-1"]')).to_be_visible()
    await desk.goto(f"{product.desk}/administration/clients/{key}?step=ticket")
    await expect(desk.locator(f'a[href="/tickets/{key}-1"]')).to_be_visible()
