"""The same walks in the dark and from right to left; a file of their own, to be walked beside."""

from __future__ import annotations

import pytest

from tests.browser import crawl
from tests.browser.visit import Look, Visits
from tests.service.console.ground import Ground

pytestmark = [pytest.mark.browser, pytest.mark.deep]


@pytest.mark.parametrize("who", [*crawl.STAFF, *crawl.MEMBERS])
async def test_every_page_can_be_read_aloud(visits: Visits, here: Ground, who: str) -> None:
    await crawl.all_of(visits, here, who, Look("dark", "ar"), with_axe=True)
