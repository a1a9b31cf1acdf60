"""People at their browsers."""

from __future__ import annotations

import pathlib
from typing import Literal

import axe_playwright_python
from playwright.async_api import Browser, BrowserContext, Page

from tests import world
from tests.browser.house import House
from tests.world import Client, Human

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations
  .filter(({impact}) => ["serious", "critical"].includes(impact))
  .map(({id, nodes}) => `${id}: ${nodes.map((node) => node.target).join(", ")}`))"""
Scheme = Literal["light", "dark"]
STILL = """() => !document.querySelector(".htmx-request, .htmx-settling, .htmx-swapping")
  && document.getAnimations().every(({playState}) => playState !== "running")"""
OVERTAKEN = ("htmx:afterRequest", "htmx:sendAbort", "htmx:sendError")
"""What htmx says of a request whose page was left meanwhile; what fails is named by the browser."""


class Visits:
    """Every context and what the browser said of it."""

    def __init__(self, chromium: Browser, product: House) -> None:
        self._chromium, self._product = chromium, product
        self._opened: list[BrowserContext] = []
        self._codes: dict[str, int] = {}
        self.complaints: list[str] = []
        self.hosts: set[str] = set()

    async def visitor(self, scheme: Scheme = "light") -> Page:
        context = await self._chromium.new_context(
            viewport={"width": 1280, "height": 800}, color_scheme=scheme
        )
        self._opened.append(context)
        context.set_default_timeout(10_000)
        context.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        context.on("console", lambda said: self._heard(said.type, said.text))
        context.on("weberror", lambda error: self._heard("error", str(error.error)))
        return await context.new_page()

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(OVERTAKEN):
            self.complaints.append(text)

    async def staff(self, person: Human, path: str = "/list", scheme: Scheme = "light") -> Page:
        """Signed in with password and code, on the page they asked for."""
        page = await self.visitor(scheme)
        await page.goto(self._product.desk + path)
        await page.fill("#email", person.email)
        await page.fill("#password", world.PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#code")
        await page.fill("#code", world.fresh_code(person))
        await page.keyboard.press("Enter")
        await page.wait_for_url(self._product.desk + path)
        return page

    async def member(
        self, client: Client, person: Human, path: str = "/", scheme: Scheme = "light"
    ) -> Page:
        page = await self.visitor(scheme)
        await page.goto(self._product.portal + path)
        await page.fill("#company", client.slug)
        await page.fill("#email", person.email)
        await page.fill("#password", world.PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url(self._product.portal + path)
        return page

    async def close(self) -> None:
        for context in self._opened:
            await context.close()


async def unreadable(page: Page) -> list[str]:
    """What axe finds serious or critical, with every part of the page opened."""
    await page.evaluate(
        "document.querySelectorAll('.why, .fold details').forEach((part) => { part.open = true; })"
    )
    await page.wait_for_function(STILL)
    await page.evaluate(AXE)
    found: list[str] = await page.evaluate(RUN_AXE)
    return found
