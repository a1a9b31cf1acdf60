"""The pages in a real browser: readable by everyone, quiet, and at home only."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import samples
from tests.unit.console.stage import Stage

pytestmark = pytest.mark.browser


async def test_the_first_key_leads_past_the_navigation(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    await page.goto(shows.show("list", lambda: samples.everything("en", "auto")["list_empty"]))
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "content"
    await page.close()


async def test_the_theme_follows_the_system_unless_one_was_chosen(
    chromium: Browser, shows: Stage
) -> None:
    context = await chromium.new_context(color_scheme="dark")
    page = await context.new_page()
    grounds = []
    for theme in ("auto", "dark", "light"):
        shown = samples.everything("en", theme)["sign_in_staff"]
        await page.goto(shows.show(theme, lambda shown=shown: shown))
        grounds.append(await page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds[0] == grounds[1] != grounds[2]
    await context.close()


async def test_without_scripts_pages_read_and_forms_send(chromium: Browser, shows: Stage) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(shows.show("ticket", lambda: samples.everything("en", "auto")["ticket"]))
    await page.click("#do-wait > summary")
    await page.fill("#wait-question", "Which hall?")
    await page.click("#do-wait button")
    path, sent = shows.posted[0]
    assert path == "/tickets/ACME-1042/wait"
    assert sent == {
        "csrf": "csrf-of-this-session",
        "idempotency_key": "0192f0c1-key",
        "version": "17",
        "question": "Which hall?",
        "follow_up": "2026-11-24",
    }
    await context.close()


async def test_a_note_looks_unlike_a_reply(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    await page.goto(shows.show("ticket", lambda: samples.everything("en", "light")["ticket"]))
    colour = "getComputedStyle(document.querySelector('#composer')).backgroundColor"
    before = await page.evaluate(colour)
    assert await page.is_visible("text=Send reply")
    await page.check("[value=internal]")
    assert await page.evaluate(colour) != before
    assert await page.is_visible("text=Save note")
    assert not await page.is_visible("text=Send reply")
    await page.close()
