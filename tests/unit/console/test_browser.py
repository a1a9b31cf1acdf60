"""The pages in a real browser: readable by everyone, quiet, and at home only."""

import pathlib

import axe_playwright_python
import pytest
from playwright.async_api import Browser, Page

from tests.unit.console import samples
from tests.unit.console.stage import Stage
from underpin.console.views import Language, Theme

pytestmark = pytest.mark.browser

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations
  .filter(({impact}) => ["serious", "critical"].includes(impact))
  .map(({id, nodes}) => `${id}: ${nodes.map((node) => node.target).join(", ")}`))"""
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 50);
})"""
OPEN_ALL = """() => document.querySelectorAll(".why, .fold details, .user-menu")
  .forEach((part) => { part.open = true; })"""
VARIANTS: list[tuple[Language, Theme, int]] = [
    ("en", "light", 1440),
    ("pl", "dark", 390),
    ("ar", "light", 820),
    ("ar", "dark", 1440),
]
# Pages that differ from another only by a sentence.
ALIKE = {f"problem_{status}" for status in (400, 409, 413, 422, 429, 503)}


def listen(page: Page) -> list[str]:
    """What the browser complains about."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize(("language", "theme", "width"), VARIANTS)
async def test_everyone_can_read_every_page(
    chromium: Browser, shows: Stage, language: Language, theme: Theme, width: int
) -> None:
    context = await chromium.new_context(viewport={"width": width, "height": 900})
    page = await context.new_page()
    heard, hosts = listen(page), set[str]()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for name, shown in samples.everything(language, theme).items():
        if name in ALIKE:
            continue
        await page.goto(shows.show(name, lambda shown=shown: shown))
        assert await page.evaluate(SHIFTS) < 0.05, name
        root = "document.documentElement"
        assert await page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), name
        await page.evaluate(OPEN_ALL)
        await page.evaluate(AXE)
        assert await page.evaluate(RUN_AXE) == [], name
    assert heard == []
    assert hosts == {shows.url.removeprefix("http://")}
    await context.close()


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
