"""Every page that links lead to comes, in its own time and place, for each kind of person."""

from __future__ import annotations

import pytest

from tests.browser import crawl
from tests.browser.visit import PLAIN, Look, Visits
from tests.service.console.ground import Ground

pytestmark = pytest.mark.browser
MOST = 120


@pytest.mark.parametrize("who", ["lead", "manager", "client_admin"])
async def test_every_link_leads_to_a_page_that_stands_still(
    visits: Visits, here: Ground, who: str
) -> None:
    await _crawled(visits, here, who)


@pytest.mark.deep
@pytest.mark.parametrize("look", [Look(), Look("dark", "ar")], ids=["light", "dark-ar"])
@pytest.mark.parametrize("who", ["agent", "lead", "manager", "finance", "admin", "client_admin"])
async def test_every_page_can_be_read_aloud(
    visits: Visits, here: Ground, who: str, look: Look
) -> None:
    await _crawled(visits, here, who, look, with_axe=True)


async def _crawled(
    visits: Visits, here: Ground, who: str, look: Look = PLAIN, *, with_axe: bool = False
) -> None:
    if who == "client_admin":
        page, start = await visits.member(here.people.acme.admin, look=look), "/"
    else:
        page, start = await visits.staff(getattr(here.people, who), look=look), "/list"
    found = await crawl.every_page(page, start, most=MOST, with_axe=with_axe)
    assert not found.wrong, "\n".join(found.wrong)
    assert len(found.seen) > 8, f"the walk ended early: {found.seen}"
