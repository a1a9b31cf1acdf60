"""What was sent without an answer stands in its form again, in a real browser."""

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.unit.console import samples
from tests.unit.console.stage import Stage
from underpin.console import pages
from underpin.console.pages import View

pytestmark = pytest.mark.browser
SUBJECT, TICKETS = "#subject", "#tickets"


def shown(name: str) -> tuple[str, View]:
    return samples.everything("en", "light")[name]


async def written(page: Page, address: str) -> None:
    await page.goto(address)
    await page.fill(SUBJECT, "Label printers jam")
    await page.fill(TICKETS, "ACME-4 ACME-9")


async def send(page: Page) -> None:
    await page.locator(f"form:has({TICKETS}) button[type=submit]").click()


async def stands_again(page: Page) -> None:
    await expect(page.locator(SUBJECT)).to_have_value("Label printers jam")
    await expect(page.locator(TICKETS)).to_have_value("ACME-4 ACME-9")
    await expect(page.locator(SUBJECT)).to_be_focused()
    await expect(page.locator("[data-toasts]")).to_contain_text("stands here again")


async def test_back_from_a_server_that_was_away(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    address = shows.show("problems", lambda: shown("problems"))
    await written(page, address)

    async def away(route: Route) -> None:
        await (route.abort() if route.request.method == "POST" else route.continue_())

    await page.route("**/*", away)
    await send(page)
    await page.wait_for_url("chrome-error://**")
    await page.unroute("**/*")
    await page.goto(address)
    await stands_again(page)
    await page.goto(address)
    await expect(page.locator(TICKETS)).to_have_value("")
    await page.close()


async def test_back_after_the_session_had_ended(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    address = shows.show("problems", lambda: shown("problems"))
    way_in = shows.show("sign-in", lambda: shown("session_expired"))
    ended = pages.render(*shown("session_expired"))

    async def over(route: Route) -> None:
        if route.request.method == "POST":
            await route.fulfill(status=401, content_type="text/html", body=ended)
        else:
            await route.continue_()

    await page.route("**/problems", over)
    await written(page, address)
    await send(page)
    await expect(page.locator("[data-not-taken]")).to_be_visible()
    await page.evaluate("address => { location.href = address; }", way_in)
    await page.wait_for_url(way_in)
    await page.evaluate("address => { location.href = address; }", address)
    await stands_again(page)
    await page.close()


async def test_what_was_answered_is_not_given_back(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    address = shows.show("problems", lambda: shown("problems"))

    async def taken(route: Route) -> None:
        if route.request.method == "POST":
            body = pages.render(*shown("problems"))
            await route.fulfill(status=200, content_type="text/html", body=body)
        else:
            await route.continue_()

    await page.route("**/problems", taken)
    await written(page, address)
    await send(page)
    await expect(page.locator(TICKETS)).to_have_value("")
    await page.wait_for_load_state()  # its modules have seen that it is an answer
    await page.goto(address)
    await expect(page.locator(TICKETS)).to_have_value("")
    assert await page.evaluate("sessionStorage.getItem('underpin.sent')") is None
    await page.close()
