"""Every page as an English reader sees it, 1440 pixels wide."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import reading
from tests.unit.console.stage import Stage
from underpin.console.views import Theme

# The Polish ones go from left to right too, the Arabic ones are as wide.
pytestmark = [pytest.mark.browser, pytest.mark.deep]


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_everyone_can_read_every_page(chromium: Browser, shows: Stage, theme: Theme) -> None:
    await reading.every_page(chromium, shows, "en", theme, 1440)
