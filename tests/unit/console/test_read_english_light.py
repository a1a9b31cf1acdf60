"""Every page as an English reader sees it, light, 1440 pixels wide."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import reading
from tests.unit.console.stage import Stage

# The Polish one is light too, the Arabic one as wide.
pytestmark = [pytest.mark.browser, pytest.mark.deep]


async def test_everyone_can_read_every_page(chromium: Browser, shows: Stage) -> None:
    await reading.every_page(chromium, shows, "en", "light", 1440)
