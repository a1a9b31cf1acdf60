"""Every page as an Arabic reader sees it, dark, 1440 pixels wide."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import reading
from tests.unit.console.stage import Stage

pytestmark = pytest.mark.browser


async def test_everyone_can_read_every_second_page(chromium: Browser, shows: Stage) -> None:
    await reading.every_page(chromium, shows, "ar", "dark", 1440, begin=1, step=2)


@pytest.mark.deep
async def test_everyone_can_read_every_page(chromium: Browser, shows: Stage) -> None:
    await reading.every_page(chromium, shows, "ar", "dark", 1440)
