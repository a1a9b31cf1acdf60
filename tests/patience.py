"""How long stories in a browser wait for what must come: so long that only a fault exceeds it,
never a busy machine. How soon something comes is measured where that is the story."""

from __future__ import annotations

import time

from playwright.async_api import Page, expect

SECONDS = 60
MILLISECONDS = SECONDS * 1000
LOOK_AGAIN_MILLISECONDS = 20


def be_patient() -> None:
    """For all expectations of this process; Playwright's own patience is five seconds."""
    expect.set_options(timeout=MILLISECONDS)


async def until(page: Page, condition: str) -> None:
    """An expression of the page's holds. It is asked from outside: Playwright's own waiting
    evaluates text within the page, which the content policy refuses."""
    end = time.monotonic() + SECONDS
    while not await page.evaluate(condition):
        assert time.monotonic() < end, f"never came: {condition}"
        await page.wait_for_timeout(LOOK_AGAIN_MILLISECONDS)
