"""Through every page that somebody's own links lead to."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from playwright.async_api import Page

from tests.browser.visit import Look, Visits, fits, unreadable
from tests.service.console.ground import Ground

IDENTITY = re.compile(
    r"(?<=/)([0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]+\d*-\d+|[A-Z]+\d+|[a-z]+-\d+|\d+)(?=/|$)"
)
FILES = (".csv", ".pdf", ".ics", ".xml", ".txt", ".json", ".zip")
STAFF = ("agent", "lead", "manager", "finance", "admin", "auditor")
MEMBERS = ("client_admin", "requester", "approver", "client_finance", "it_partner")
ALL = 1000
STEADY = 0.05
"""What may jump while a page comes: web.dev's "good" is 0.1."""
WATCH = """window.jumped = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumped += entry.value;
}).observe({type: "layout-shift", buffered: true});"""
LINKS = """() => [...document.querySelectorAll("a[href]:not([download])")]
  .map((link) => link.getAttribute("href")).filter((href) => href.startsWith("/"))"""


@dataclass
class Found:
    """What is wrong, and what was seen: each kind of address once."""

    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)


def kind(path: str) -> str:
    """An address without what makes it this or that one's: of a question its names alone."""
    asked = urlsplit(path)
    names = sorted({name for name, _ in parse_qsl(asked.query, keep_blank_values=True)})
    return IDENTITY.sub("*", asked.path) + ("?" + "&".join(names) if names else "")


async def every_page(page: Page, start: str, *, most: int, with_axe: bool = False) -> Found:
    """From `start` over all links, at most so many pages. Each must come, stand still, fit the
    window and, if asked for, be readable."""
    found, queue, known = Found(), deque([start]), {kind(start)}
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    await page.add_init_script(WATCH)
    while queue and len(found.seen) < most:
        path = queue.popleft()
        answer = await page.goto(origin + path, wait_until="load")
        if answer is None or answer.status >= 400:
            found.wrong.append(f"{path}: {answer and answer.status}")
            continue
        found.seen.append(path)
        jumped = await page.evaluate("window.jumped")
        if jumped >= STEADY:
            found.wrong.append(f"{path}: jumps by {jumped:.3f}")
        if not await fits(page):
            found.wrong.append(f"{path}: wider than the window")
        if with_axe:
            found.wrong.extend(f"{path}: {each}" for each in await unreadable(page))
        for link in await page.evaluate(LINKS):
            if kind(link) not in known and not urlsplit(link).path.endswith(FILES):
                known.add(kind(link))
                queue.append(link)
    return found


async def all_of(
    visits: Visits, here: Ground, who: str, look: Look, *, most: int = ALL, with_axe: bool = False
) -> None:
    """From where somebody comes in over all that they are led to. Fails with all that is wrong."""
    if who in STAFF:
        page = await visits.staff(getattr(here.people, who), "/", look)
    else:
        member = getattr(here.people.acme, who.removeprefix("client_"))
        page = await visits.member(member, "/", look)
    found = await every_page(page, "/", most=most, with_axe=with_axe)
    assert not found.wrong, "\n".join(found.wrong)
    assert len(found.seen) > 8, f"the walk ended early: {found.seen}"
