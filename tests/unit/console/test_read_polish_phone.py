"""Every page as a Polish reader sees it, light, 390 pixels wide."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import reading
from tests.unit.console.stage import Stage

pytestmark = pytest.mark.browser


async def test_everyone_can_read_every_second_page(chromium: Browser, shows: Stage) -> None:
    await reading.every_page(chromium, shows, "pl", "light", 390, begin=0, step=2)


@pytest.mark.deep
async def test_everyone_can_read_every_page(chromium: Browser, shows: Stage) -> None:
    await reading.every_page(chromium, shows, "pl", "light", 390)
