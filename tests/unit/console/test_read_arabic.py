"""Pages as an Arabic reader sees them, from right to left."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import reading
from tests.unit.console.stage import Stage
from underpin.console.views import Theme

pytestmark = pytest.mark.browser


async def test_everyone_can_read_pages_in_turn(chromium: Browser, shows: Stage) -> None:
    await reading.in_turn(chromium, shows, "ar", 1440, begin=4)


@pytest.mark.deep
@pytest.mark.parametrize(("theme", "width"), [("light", 820), ("dark", 1440)])
async def test_everyone_can_read_every_page(
    chromium: Browser, shows: Stage, theme: Theme, width: int
) -> None:
    await reading.every_page(chromium, shows, "ar", theme, width)
