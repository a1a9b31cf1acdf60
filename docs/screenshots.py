"""Takes the pictures under `docs/screenshots/` of a running demo: `make screenshots`.

The demo must be running in this folder (`make demo`). Uses the system's Chromium.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from underpin import home
from underpin.demo import codes, seeding
from underpin.kernel import process, settings
from underpin.kernel.settings import Settings

FOLDER = Path(".underpin")
PICTURES = Path("docs/screenshots")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1360, "height": 860}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Visit:
    """A signed-in page of one of the two faces."""

    settings: Settings
    page: Page

    async def to(self, path: str, picture: str) -> None:
        origin = self.page.url.split("/", 3)
        await self.page.goto(f"{origin[0]}//{origin[2]}{path}")
        await self.shot(picture)

    async def shot(self, picture: str) -> None:
        await self.page.wait_for_timeout(900)
        await self.page.screenshot(path=PICTURES / f"{picture}.png")


async def staff(found: Settings, context: BrowserContext, email: str) -> Visit:
    page = await context.new_page()
    await page.goto(f"{found.desk_origin}/sign-in")
    await page.fill("input[name=email]", email)
    await page.fill("input[name=password]", seeding.password(found))
    await page.keyboard.press("Enter")
    await page.wait_for_selector("input[name=code]")
    async with process.running(found, pool_size=1):
        code = await codes.present(email)
    await page.fill("input[name=code]", code or "")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/list" if "ada" in email else "**/*")
    await page.wait_for_selector("h1")
    return Visit(found, page)


async def member(found: Settings, context: BrowserContext, slug: str, email: str) -> Visit:
    page = await context.new_page()
    await page.goto(f"{found.portal_origin}/sign-in")
    await page.fill("input[name=company]", slug)
    await page.fill("input[name=email]", email)
    await page.fill("input[name=password]", seeding.password(found))
    await page.keyboard.press("Enter")
    await page.wait_for_selector("h1")
    return Visit(found, page)


async def _agent(found: Settings, browser: Browser) -> None:
    context = await browser.new_context(viewport=WIDE)
    visit = await staff(found, context, "ada@northgate.example")
    await visit.to("/list", "list")
    ticket = await visit.page.locator("a[href^='/tickets/CARO']").first.get_attribute("href")
    await visit.to(str(ticket), "ticket")
    await visit.page.emulate_media(color_scheme="dark")
    await visit.to("/list", "list-dark")
    await visit.page.set_viewport_size(PHONE)
    await visit.to("/list", "list-phone")
    await context.close()


async def _client(found: Settings, browser: Browser) -> None:
    for slug, picture in (("caro", "portal"), ("dune", "portal-arabic")):
        context = await browser.new_context(viewport=WIDE)
        visit = await member(found, context, slug, f"anna@{slug}.example")
        await visit.shot(picture)
        await context.close()


async def _manager(found: Settings, browser: Browser) -> None:
    context = await browser.new_context(viewport=WIDE)
    visit = await staff(found, context, "marta@northgate.example")
    await visit.to("/clients", "clients")
    await visit.to("/clients/acme/contract", "contract")
    await context.close()


async def main() -> int:
    program = os.environ.get("UNDERPIN_CHROMIUM") or shutil.which("chromium")
    if program is None:
        sys.stderr.write("Pictures need Chromium: install it, or name it in UNDERPIN_CHROMIUM.\n")
        return 1
    found = settings.load({**home.environ_of(FOLDER), **os.environ})
    os.makedirs(PICTURES, exist_ok=True)  # noqa: PTH103 - once, before anything runs beside it
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for tour in (_agent, _client, _manager):
            await tour(found, browser)
        await browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
