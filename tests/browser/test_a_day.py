"""A day at the desk and at the portal, in a real browser before the real product."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.browser import people, promptly
from tests.browser.house import House
from tests.browser.visit import Look, Visits, unreadable
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.world import Client
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.database.scope import Work

pytestmark = pytest.mark.browser
TABS = 8


async def due_soon(client: Client, subject: str) -> Ticket:
    """A P1 whose resolution (4 h, around the clock) is due in half an hour."""
    async with db.open(Work(client.id)):
        now = await db.now()
    words = {"impact": "high", "urgency": "high", "body": "All of hall 3."}
    return await ground.raised(
        client, subject, raised_at=now - timedelta(hours=3, minutes=30), **words
    )


def name_of(client: Client, ticket: Ticket) -> str:
    return f"{client.key}-{ticket.number}"


async def rows(page: Page) -> list[str]:
    found: list[str] = await page.locator("tr[data-row]").evaluate_all(
        "(rows) => rows.map((row) => row.dataset.row)"
    )
    return found


async def test_an_agent_answers_and_the_client_reads_it_at_once(
    visits: Visits, here: Ground
) -> None:
    client = here.people.acme
    calm = await ground.raised(client, "A second screen", impact="low", urgency="low")
    urgent = await due_soon(client, "Scanners are down")
    name = name_of(client, urgent)
    noor = await people.of_staff(here, "agent", "en", client, tier=1)
    desk = await visits.signing_in(noor)
    every = await rows(desk)
    assert every.index(name) < every.index(name_of(client, calm))

    chip = desk.locator(f'tr[data-row="{name}"] .chip time').first
    before = await chip.inner_text()
    await expect(chip).not_to_have_text(before)

    focused = "document.activeElement.closest('[data-row]')?.dataset.row"
    while await desk.evaluate(focused) != name:
        await desk.keyboard.press("j")
    for key in ("j", "k"):
        await desk.keyboard.press(key)
    assert await desk.evaluate("document.activeElement.textContent") == "Scanners are down"
    await desk.keyboard.press("Enter")
    await desk.wait_for_url(f"**/tickets/{name}")
    await desk.keyboard.press("t")
    await expect(desk.locator("#side")).to_contain_text(noor.name)

    portal = await visits.member(client.requester, f"/tickets/{name}")
    await desk.keyboard.press("r")
    await expect(desk.locator("#body")).to_be_focused()
    await desk.keyboard.type("The switch is being replaced.")
    await desk.click("text=Send reply")
    await expect(portal.locator("#timeline")).to_contain_text("The switch is being replaced.")

    await desk.check("[value=internal]")
    await desk.fill("#body", "Their uplink is unpaid.")
    await desk.click("text=Save note")
    await expect(desk.locator("#timeline")).to_contain_text("Their uplink is unpaid.")
    await desk.check("[value=public]")
    await desk.fill("#body", "It works again.")
    await desk.click("text=Send reply")
    await expect(portal.locator("#timeline")).to_contain_text("It works again.")
    assert "unpaid" not in await portal.content()
    await portal.reload()
    assert "unpaid" not in await portal.content()

    await portal.fill("#body", "Thank you!")
    await portal.click("text=Send")
    await expect(desk.locator("#timeline")).to_contain_text("Thank you!")
    waited = [await answered(desk, portal, text) for text in ("One moment.", "Two look.", "Three.")]
    assert min(waited) < await promptly.limit(portal), waited


async def answered(desk: Page, portal: Page, text: str) -> float:
    """Milliseconds from "Send" to the words in the other browser."""
    await desk.fill("#body", text)
    send = desk.locator("text=Send reply")
    waited = await promptly.milliseconds(portal, "#timeline", text, send.click)
    await expect(desk.locator("#body")).to_have_value("")
    return waited


async def test_eight_tabs_load_and_all_hear_of_a_new_ticket(
    visits: Visits, here: Ground, product: House
) -> None:
    """A browser keeps six connections to a host; the streams must not use them up."""
    client = here.people.bolt
    first = await visits.staff(here.people.l2)
    tabs = [first, *[await first.context.new_page() for _ in range(TABS - 1)]]
    for tab in tabs[1:]:
        await tab.goto(f"{product.desk}/list")
    ticket = await ground.raised(client, "Heard in every tab")
    for tab in tabs:
        row = tab.locator(f'tr[data-row="{name_of(client, ticket)}"]')
        await expect(row).to_be_visible()


async def test_a_member_raises_a_ticket_that_appears_on_the_list(
    visits: Visits, here: Ground
) -> None:
    client = here.people.acme
    desk = await visits.staff(here.people.l3)
    portal = await visits.member(client.colleague)
    await portal.fill("#subject", "The gate does not open")
    await portal.fill("#text", "Since the power cut.")
    await portal.click("#raise details > summary")
    await portal.select_option("#urgency", "high")
    await portal.click("text=Send to support")
    await expect(portal.locator("h1")).to_have_text("The gate does not open")
    await expect(portal.locator("#side")).to_contain_text("Resolution")
    await expect(desk.locator("#list")).to_contain_text("The gate does not open")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everyone_can_read_the_real_pages(
    visits: Visits, here: Ground, product: House, scheme: Literal["light", "dark"]
) -> None:
    client, people, look = here.people.acme, here.people, Look(scheme)
    desk = await visits.staff(people.lead if scheme == "dark" else people.admin, look=look)
    assert await unreadable(desk) == []
    await desk.goto(f"{product.desk}/tickets/{here.acme.name}")
    assert await unreadable(desk) == []
    portal = await visits.member(client.observer, "/?scope=company", look)
    assert await unreadable(portal) == []
