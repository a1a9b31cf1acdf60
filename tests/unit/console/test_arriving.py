"""A page that arrives in pieces, as over a slow line: it is painted once, with all that shares its
width out anew with each row, and what is hidden by an answer is hidden from the start."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import reading, samples
from tests.unit.console.stage import Stage

pytestmark = pytest.mark.browser


async def test_what_arrives_in_pieces_stands_still(chromium: Browser, shows: Stage) -> None:
    shows.still = shows.slow = True
    page = await chromium.new_page()
    every = samples.everything("en", "light")
    jumped = {}
    for name in ("templates", "clients", "chat_month", "article_edit", "request_form"):
        await page.goto(shows.show(name, lambda name=name: every[name]))
        jumped[name] = await page.evaluate(reading.SHIFTS)
    assert max(jumped.values()) < 0.01, jumped
    await page.close()
