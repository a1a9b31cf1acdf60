"""Takes the pictures under `docs/screenshots/` of a running demo: `make screenshots`.

Each main page, as those see it who use it: light, dark, in Arabic and on a phone.
The demo must be running in this folder (`make demo`). Uses the system's Chromium.
"""

from __future__ import annotations

import asyncio
import base64
import email
import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
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
SETTLED_MS = 700
CASE_LINK = re.compile(r"https?://\S+/vendor/\S+")
SPEAK = """language => {
  const form = document.querySelector("form[data-preferences]");
  form.elements.language.value = language;
  form.submit();
}"""


@dataclass(frozen=True)
class Shot:
    """A picture's name and its page."""

    name: str
    path: str


@dataclass(frozen=True)
class Look:
    """A way of looking at a page; `suffix` is the end of its picture's name."""

    suffix: str
    dark: bool = False
    language: str = "en"
    size: tuple[int, int] = (1360, 860)


LOOKS = (
    Look(""),
    Look("-dark", dark=True),
    Look("-arabic", language="ar"),
    Look("-phone", size=(390, 844)),
)
CASE = "/tickets/CARO-19"
"""Of the demo's tickets one with a conversation, notes, steps of escalation and a vendor's case."""
TOURS: dict[str, tuple[Shot, ...]] = {
    "ada": (
        Shot("list", "/list"),
        Shot("ticket", CASE),
        Shot("new-ticket", "/tickets/new?client=ACME"),
        Shot("calls", "/calls"),
        Shot("my-day", "/my-day"),
        Shot("chats", "/chats"),
    ),
    "lena": (
        Shot("team", "/team"),
        Shot("on-call", "/on-call"),
        Shot("triage", "/triage"),
        Shot("set-aside", "/set-aside"),
        Shot("compliance", "/compliance/ACME"),
        Shot("problems", "/problems"),
        Shot("report", "/reports/volume"),
    ),
    "marta": (
        Shot("clients", "/clients"),
        Shot("client", "/clients/acme"),
        Shot("contract", "/clients/acme/contract"),
        Shot("contracts", "/clients/acme/contracts"),
        Shot("agreements", "/agreements"),
        Shot("vendors", "/vendors"),
        Shot("templates", "/templates"),
        Shot("plans", "/plans"),
        Shot("simulator", "/simulator?client=acme"),
        Shot("credits", "/credits"),
    ),
    "felix": (
        Shot("receivables", "/receivables"),
        Shot("invoice", "/clients/acme/invoices/ACME-2026-0002"),
        Shot("invoice-runs", "/invoice-runs"),
        Shot("bank-entries", "/bank-entries"),
        Shot("margin", "/reports/margin"),
    ),
    "olivia": (
        Shot("administration", "/administration"),
        Shot("staff", "/administration/staff"),
        Shot("automation", "/automation"),
        Shot("approval-policies", "/administration/approval-policies"),
        Shot("branding", "/clients/caro/branding"),
    ),
    "caro:anna": (
        Shot("portal", "/"),
        Shot("portal-tickets", "/tickets"),
        Shot("portal-ticket", CASE),
        Shot("portal-contract", "/our-contract"),
        Shot("portal-invoices", "/invoices"),
        Shot("portal-usage", "/usage"),
        Shot("portal-catalogue", "/catalogue"),
        Shot("portal-help", "/knowledge"),
        Shot("portal-people", "/people"),
    ),
}


@dataclass(frozen=True)
class Visit:
    """A signed-in page of one of the two faces."""

    settings: Settings
    page: Page

    @property
    def origin(self) -> str:
        return "/".join(self.page.url.split("/", 3)[:3])

    async def all(self, shots: Sequence[Shot]) -> None:
        """Every page in every look: one look after the other, for a language is the person's."""
        for look in LOOKS:
            await self.as_in(look)
            for shot in shots:
                await self.to(shot)
                await self.shoot(shot.name + look.suffix)

    async def as_in(self, look: Look) -> None:
        width, height = look.size
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.emulate_media(color_scheme="dark" if look.dark else "light")
        await self.page.goto(self.origin)
        async with self.page.expect_navigation():
            await self.page.evaluate(SPEAK, look.language)

    async def to(self, shot: Shot) -> None:
        await self.page.goto(self.origin + shot.path)

    async def shoot(self, picture: str) -> None:
        await shoot(self.page, picture)


async def shoot(page: Page, picture: str) -> None:
    await page.wait_for_timeout(SETTLED_MS)
    devtools = await page.context.new_cdp_session(page)
    shot = await devtools.send("Page.captureScreenshot", {"format": "webp", "quality": 72})
    (PICTURES / f"{picture}.webp").write_bytes(base64.b64decode(shot["data"]))
    await devtools.detach()


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


async def tour(found: Settings, browser: Browser, who: str, shots: Sequence[Shot]) -> None:
    context = await browser.new_context()
    slug, colon, name = who.partition(":")
    if colon:
        visit = await member(found, context, slug, f"{name}@{slug}.example")
    else:
        visit = await staff(found, context, f"{who}@northgate.example")
    await visit.all(shots)
    await context.close()


async def vendor(browser: Browser) -> None:
    """The page of a case, by the link in the newest mail that carries one."""
    for look in LOOKS:
        width, height = look.size
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if look.dark else "light",
            locale=look.language,
        )
        page = await context.new_page()
        await page.goto(_case_link())
        await shoot(page, f"vendor{look.suffix}")
        await context.close()


def _case_link() -> str:
    for kept in sorted((FOLDER / "mail").glob("*.eml"), reverse=True):
        mail = email.message_from_bytes(kept.read_bytes(), policy=policy.default)
        words = mail.get_body(("plain",))
        link = CASE_LINK.search(words.get_content()) if words is not None else None
        if link is not None:
            return link[0]
    raise SystemExit("No mail to a vendor yet: the demo sends some while it starts.")


async def main() -> int:
    program = os.environ.get("UNDERPIN_CHROMIUM") or shutil.which("chromium")
    if program is None:
        sys.stderr.write("Pictures need Chromium: install it, or name it in UNDERPIN_CHROMIUM.\n")
        return 1
    found = settings.load({**home.environ_of(FOLDER), **os.environ})
    os.makedirs(PICTURES, exist_ok=True)  # noqa: PTH103 - once, before anything runs beside it
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for who, shots in TOURS.items():
            await tour(found, browser, who, shots)
        await vendor(browser)
        await browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
