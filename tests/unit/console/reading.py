"""Whether everyone can read every page, in a real browser: each language has a file, so that they
are read side by side. Each run reads some pages, from left and from right, light and dark;
`make deep` reads each in all four ways."""

import pathlib

import axe_playwright_python
from playwright.async_api import Browser, Page

from tests import patience
from tests.browser.visit import OVERTAKEN, STILL
from tests.unit.console import samples
from tests.unit.console.stage import Stage
from underpin.console.views import Language, Theme

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
ONE_OF = 16
# Pages that differ from another only by a sentence.
ALIKE = {f"problem_{status}" for status in (400, 409, 413, 422, 429, 503)}


def listen(page: Page) -> list[str]:
    """What the browser complains about, but not that a page was left before all of it came."""
    heard: list[str] = []

    def hear(text: str) -> None:
        if not text.startswith(OVERTAKEN):
            heard.append(text)

    page.on("console", lambda said: hear(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: hear(str(error)))
    return heard


async def in_turn(
    chromium: Browser, shows: Stage, language: Language, width: int, *, begin: int
) -> None:
    """Of so many pages one is read light and another dark; `begin` says with which it starts."""
    half = ONE_OF // 2
    await every_page(chromium, shows, language, "light", width, begin=begin, step=ONE_OF)
    await every_page(chromium, shows, language, "dark", width, begin=begin + half, step=ONE_OF)


async def every_page(
    chromium: Browser,
    shows: Stage,
    language: Language,
    theme: Theme,
    width: int,
    *,
    begin: int = 0,
    step: int = 1,
) -> None:
    """Nobody is shut out of any page, nothing jumps, nothing is wider than the screen, the browser
    has nothing to complain of, and no other host is asked. Of every `step` pages one is read."""
    context = await chromium.new_context(viewport={"width": width, "height": 900})
    page = await context.new_page()
    heard, hosts = listen(page), set[str]()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    wrong: dict[str, list[str]] = {}
    shows.still = True
    every = samples.everything(language, theme)
    for name in sorted(every.keys() - ALIKE)[begin::step]:
        shown = every[name]
        await page.goto(shows.show(name, lambda shown=shown: shown))
        if found := await _wrong(page):
            wrong[name] = found
    assert wrong == {}, wrong
    assert heard == [], heard
    assert hosts == {shows.url.removeprefix("http://")}, hosts
    await context.close()


async def _wrong(page: Page) -> list[str]:
    """What shuts somebody out of the page that is open."""
    root = "document.documentElement"
    jumps = await page.evaluate(SHIFTS) >= 0.05
    wide = not await page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    await page.evaluate(OPEN_ALL)
    await patience.until(page, STILL)
    await page.evaluate(AXE)
    violations: list[str] = await page.evaluate(RUN_AXE)
    return [*violations, *(["it jumps"] if jumps else []), *(["it is too wide"] if wide else [])]
