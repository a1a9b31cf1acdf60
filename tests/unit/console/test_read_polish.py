"""Pages as a Polish reader sees them, on a phone of 390 pixels."""

import pytest
from playwright.async_api import Browser

from tests.unit.console import reading
from tests.unit.console.stage import Stage
from underpin.console.views import Theme

pytestmark = pytest.mark.browser


async def test_everyone_can_read_pages_in_turn(chromium: Browser, shows: Stage) -> None:
    await reading.in_turn(chromium, shows, "pl", 390, begin=0)


@pytest.mark.deep
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_everyone_can_read_every_page(chromium: Browser, shows: Stage, theme: Theme) -> None:
    await reading.every_page(chromium, shows, "pl", theme, 390)
