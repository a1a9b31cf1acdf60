"""People at their browsers."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass
from typing import Literal

import axe_playwright_python
from playwright.async_api import Browser, BrowserContext, Page

from tests import patience, world
from tests.browser.house import House
from tests.world import Human
from underpin.console.routes import look as look_of
from underpin.kernel import cookies

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations
  .filter(({impact}) => ["serious", "critical"].includes(impact))
  .map(({id, nodes}) => `${id}: ${nodes.map((node) => node.target).join(", ")}`))"""
STILL = """() => !document.querySelector(".htmx-request, .htmx-settling, .htmx-swapping")
  && document.getAnimations().every(({playState}) => playState !== "running")"""
OVERTAKEN = ("htmx:afterRequest", "htmx:sendAbort", "htmx:sendError")
"""What htmx says of a request whose page was left meanwhile; what fails is named by the browser."""


@dataclass(frozen=True)
class Look:
    """How somebody sees our pages. Without a language: in their own."""

    scheme: Literal["light", "dark"] = "light"
    language: str = ""
    width: int = 1280
    height: int = 800


PLAIN = Look()
PHONE = Look(width=390, height=844)


class Visits:
    """Every context and what the browser said of it."""

    def __init__(self, chromium: Browser, product: House) -> None:
        self._chromium, self._product = chromium, product
        self._opened: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.hosts: set[str] = set()

    async def visitor(self, look: Look = PLAIN) -> Page:
        context = await self._chromium.new_context(
            viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme
        )
        self._opened.append(context)
        context.set_default_timeout(patience.MILLISECONDS)
        context.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        context.on("console", lambda said: self._heard(said.type, said.text))
        context.on("weberror", lambda error: self._heard("error", str(error.error)))
        for origin in (self._product.desk, self._product.portal) if look.language else ():
            await self._keep(context, origin, look_of.COOKIE, f"auto.{look.language}")
        return await context.new_page()

    async def _keep(self, context: BrowserContext, origin: str, name: str, value: str) -> None:
        """What must travel safely is set so; to a loopback it may travel without TLS."""
        url = origin.replace("http:", "https:", 1)
        await context.add_cookies(
            [{"name": name, "value": value, "url": url, "secure": True, "httpOnly": True}]
        )

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(OVERTAKEN):
            self.complaints.append(text)

    async def staff(self, person: Human, path: str = "/list", look: Look = PLAIN) -> Page:
        """In the session they have, on the page they ask for."""
        return await self._known(person, self._product.desk, path, look)

    async def member(self, person: Human, path: str = "/", look: Look = PLAIN) -> Page:
        return await self._known(person, self._product.portal, path, look)

    async def _known(self, person: Human, origin: str, path: str, look: Look) -> Page:
        page = await self.visitor(look)
        await self._keep(page.context, origin, cookies.SESSION, person.cookie)
        await page.goto(origin + path)
        return page

    async def signing_in(self, person: Human, path: str = "/list") -> Page:
        """One of staff, signed in with password and code, on the page they asked for."""
        page = await self.visitor()
        await page.goto(self._product.desk + path)
        await page.fill("#email", person.email)
        await page.fill("#password", world.PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#code")
        await page.fill("#code", world.fresh_code(person))
        await page.keyboard.press("Enter")
        await page.wait_for_url(self._product.desk + path)
        return page

    async def close(self) -> None:
        for context in self._opened:
            await context.close()


async def unreadable(page: Page) -> list[str]:
    """What axe finds serious or critical, with every part of the page opened."""
    await page.evaluate(
        "document.querySelectorAll('.why, .fold details').forEach((part) => { part.open = true; })"
    )
    await patience.until(page, STILL)
    await page.evaluate(AXE)
    found: list[str] = await page.evaluate(RUN_AXE)
    return found


async def fits(page: Page) -> bool:
    """Nothing but what scrolls in itself is wider than the window."""
    root = "document.documentElement"
    return bool(await page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"))
