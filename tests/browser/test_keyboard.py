"""With the keyboard alone: windows over the page, the grid of targets, a form that was refused."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_account_manager import in_force
from tests.browser.visit import Visits
from tests.service.console import ground
from tests.service.console.ground import Ground

pytestmark = pytest.mark.browser
REFUSED = "the server responded with a status of 422"


async def within(page: Page, window: str) -> bool:
    found: bool = await page.evaluate(
        "(window) => document.querySelector(window).contains(document.activeElement)", window
    )
    return found


async def test_a_window_takes_the_focus_keeps_it_and_gives_it_back(
    visits: Visits, here: Ground
) -> None:
    ticket = await ground.raised(here.people.acme, "Two monitors stay dark")
    page = await visits.staff(here.people.agent)
    opener = page.locator("[popovertarget=keys]").first
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#keys button")).to_be_focused()
    for key in ("Tab", "Tab", "Shift+Tab"):
        await page.keyboard.press(key)
        assert await within(page, "#keys")
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()

    await page.goto(page.url.split("/list")[0] + f"/tickets/{here.acme.client.key}-{ticket.number}")
    await page.locator("#body").focus()
    await page.keyboard.press("Control+m")
    await expect(page.locator("#macro-words")).to_be_focused()
    for key in ("Shift+Tab", "Tab", "Tab"):
        await page.keyboard.press(key)
        assert await within(page, "#macro-place")
    await page.keyboard.press("Escape")
    await expect(page.locator("#body")).to_be_focused()


async def test_targets_are_written_from_cell_to_cell(visits: Visits, here: Ground) -> None:
    before, client = await in_force(here), here.people.acme
    where = f"/clients/{client.slug}/contract?version={before.id}"
    page = await visits.staff(here.people.manager, where)
    await page.click(f'form[action*="{before.agreement_id}"] button')
    second, third = (f'[id="t.incident.P{number}.first_response' for number in (2, 3))
    await page.locator(f'{second}"]').focus()
    for key, reached in (("ArrowDown", third), ("ArrowUp", second), ("Enter", third)):
        await page.keyboard.press(key)
        await expect(page.locator(f'{reached}"]')).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator(f'{third}.calendar"]')).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(f'{third}-terms"] > summary')).to_be_focused()


async def test_a_form_that_was_refused_leads_to_what_is_wrong_and_keeps_the_rest(
    visits: Visits, here: Ground
) -> None:
    page = await visits.staff(here.people.lead, "/problems")
    form = page.locator('form[aria-labelledby="make-title"]')
    await form.locator("#make-client").select_option(here.acme.client.key)
    await form.locator("#subject").fill("Scanners beep")
    await form.locator("#tickets").fill(" ")
    await page.keyboard.press("Enter")
    wrong = form.locator("#tickets")
    await expect(wrong).to_be_focused()
    await expect(wrong).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_role("alert")).to_have_text("Fill this in.")
    await expect(form.locator("#subject")).to_have_value("Scanners beep")
    await expect(form.locator("#make-client")).to_have_value(here.acme.client.key)
    visits.complaints[:] = [each for each in visits.complaints if REFUSED not in each]
