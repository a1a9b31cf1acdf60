"""Every page as an Arabic reader sees it, light, 820 pixels wide."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import reading
from tests.unit.console.stage import Stage

# What differs from the dark one is the colours, which the English light one has too.
pytestmark = [pytest.mark.browser, pytest.mark.deep]


async def test_everyone_can_read_every_page(chromium: Browser, shows: Stage) -> None:
    await reading.every_page(chromium, shows, "ar", "light", 820)
