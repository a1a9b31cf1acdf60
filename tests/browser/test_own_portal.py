"""A client's own day: they report, follow, approve, rate, and check a promise down to one clock; in
Arabic all of it on a phone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.async_api import Page, expect

from tenants import spending
from tests.browser import people
from tests.browser.house import House
from tests.browser.visit import PHONE, PLAIN, Look, Visits, fits, unreadable
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.service.console.test_own_contract import missed
from tests.world import Human
from underpin.desk.approvals import asking
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.asking import New
from underpin.desk.tickets import finishing, talking
from underpin.kernel import verb

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "look"), [("en", PLAIN), ("ar", PHONE)])
async def test_a_client_follows_its_matter_to_the_end_and_checks_the_promise(
    visits: Visits, here: Ground, product: House, language: str, look: Look
) -> None:
    client, lead = here.people.bolt, here.people.lead.principal
    late = await missed(here, here.bolt)
    olga = await people.of_client(here, client, "en", "client_admin", "requester", "approver")
    portal = await visits.member(olga, "/settings", look)
    await portal.select_option("#own-language", language)
    await portal.click("form[action='/settings'] button[type=submit]")
    await expect(portal.locator("html")).to_have_attribute("lang", language)
    await portal.goto(product.portal)
    assert await fits(portal)
    await portal.fill("#subject", "The lift stays in the cellar")
    await portal.fill("#text", "Since this morning, with the papers in it.")
    await portal.click("#raise button[type=submit]")
    await expect(portal.locator("h1")).to_have_text("The lift stays in the cellar")
    number, about = int(portal.url.rpartition("-")[2]), {"tenant": client.id}
    await verb.perform(talking.reply, lead, number, "We are on our way.", **about)
    await expect(portal.locator("#timeline")).to_contain_text("We are on our way.")
    ticket = portal.url
    await approved(portal, here, olga)
    await verb.perform(finishing.resolve, lead, number, body="It came up again.", **about)
    await portal.goto(ticket)
    await portal.click(".ratings button[value='5']")
    await expect(portal.locator(".ratings [aria-pressed=true]")).to_have_attribute("value", "5")
    assert await fits(portal)

    await portal.goto(f"{product.portal}/our-contract?month={late.month}")
    assert await fits(portal)
    await portal.click("[aria-labelledby=missed-title] .form-text a")
    await portal.click(f"tbody a[href='{late.path}']")
    await expect(portal).to_have_url(product.portal + late.path)
    await portal.locator(".why summary").first.click()
    await expect(portal.locator(".spans tbody tr").first).to_be_visible()
    assert await fits(portal)
    assert await unreadable(portal) == []


async def approved(portal: Page, here: Ground, olga: Human) -> None:
    """What a colleague's ticket will cost waits on her front page for her yes."""
    client, about = here.people.bolt, {"tenant": here.people.bolt.id}
    limit = (olga.id, "EUR", Decimal(1000))
    await verb.perform(spending.set_limit, here.people.admin.principal, *limit, **about)
    wanted = (Wanted(people=(olga.id,)),)
    new = New("chargeable", "A new rope", wanted, "The old one frays.", Decimal(180), "EUR")
    number = (await ground.raised(client, "The rope frays")).number
    asked = await verb.perform(asking.ask, here.people.lead.principal, number, new, **about)
    await portal.goto(portal.url.partition("/tickets/")[0])
    await portal.click(".waits a[href='/approvals']")
    await portal.click(f"a[href='/approvals/{client.key}/{asked.request.id}']")
    assert await unreadable(portal) == []
    assert await fits(portal)
    await portal.fill("#po_number", "PO-4711")
    await portal.click("button[name=decision][value=approved]")
    await expect(portal.locator("[aria-labelledby=decided-title]")).to_contain_text(olga.name)
