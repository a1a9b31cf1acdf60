"""Every page that links lead to comes, in its own time and place, for each kind of person."""

from __future__ import annotations

import pytest

from tests.browser import crawl
from tests.browser.visit import PHONE, PLAIN, Visits
from tests.service.console.ground import Ground

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("who", ["lead", "manager", "client_admin"])
async def test_every_link_leads_to_a_page_that_stands_still(
    visits: Visits, here: Ground, who: str
) -> None:
    await crawl.all_of(visits, here, who, PLAIN, most=50)


@pytest.mark.deep
@pytest.mark.parametrize("who", [*crawl.STAFF, *crawl.MEMBERS])
async def test_every_page_can_be_read_aloud(visits: Visits, here: Ground, who: str) -> None:
    await crawl.all_of(visits, here, who, PLAIN, with_axe=True)


@pytest.mark.deep
@pytest.mark.parametrize("who", ["lead", "manager", "finance", "client_admin"])
async def test_every_page_fits_a_phone(visits: Visits, here: Ground, who: str) -> None:
    await crawl.all_of(visits, here, who, PHONE)
