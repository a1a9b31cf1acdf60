"""What is decided and at once seen elsewhere: a priority is corrected, an invoice is paid."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.async_api import expect

from billing.invoicing import extras, operation
from tests.browser.house import House
from tests.browser.visit import Visits, unreadable
from tests.service.console import ground
from tests.service.console.ground import Ground
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work

pytestmark = pytest.mark.browser


async def test_a_priority_is_corrected_and_the_client_reads_why(
    visits: Visits, here: Ground, product: House
) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "One scanner beeps", impact="low", urgency="low")
    path = f"/tickets/{client.key}-{ticket.number}"
    portal = await visits.member(client.requester, path)
    desk = await visits.staff(here.people.l2, path)
    await desk.click("text=Correct the priority >> nth=0")
    await desk.select_option("#priority-impact", "high")
    await desk.select_option("#priority-urgency", "high")
    assert await unreadable(desk) == []
    await desk.fill("#priority-reason", "All scanners of hall 3 are out.")
    await desk.click("#do-reprioritise button[type=submit]")
    await expect(desk.locator(".badges .priority")).to_have_text("P1")
    await expect(portal.locator("#timeline")).to_contain_text(
        "P5 → P1: All scanners of hall 3 are out."
    )


async def test_an_invoice_is_paid_by_card_and_the_open_page_says_so(
    visits: Visits, here: Ground
) -> None:
    client, finance = here.people.bolt, here.people.finance
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO collecting (tenant_id, id, method, set_at) VALUES ($1, $2, 'stripe', $3) "
            "ON CONFLICT (tenant_id) DO UPDATE SET method = 'stripe'",
            *(client.id, ids.new(), await db.now()),
        )
        today = (await db.now()).date()
    said = {"currency": "EUR", "on_day": today, "tenant": client.id}
    words = ("Scanner", Decimal(1), Decimal("199.00"))
    line = await verb.perform(extras.add, finance.principal, *words, **said)
    draft = await verb.perform(operation.draft, finance.principal, [line], tenant=client.id)
    issued = (draft.id, draft.inputs_hash)
    made = await verb.perform(operation.finalise, finance.principal, *issued, tenant=client.id)
    page = await visits.member(client.finance, f"/invoices/{made.number}")
    payment = page.locator("#payment")
    await expect(payment).to_contain_text("To be paid")
    button = payment.locator("text=Pay by card")
    await expect(button).to_be_visible()
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.click("#payment a.btn-primary")
    await expect(other.locator("h1")).to_contain_text(made.number)
    await other.click("button[value=works]")
    await expect(payment).to_contain_text("Nothing is left to be paid.")
    await expect(payment.locator(".badge")).to_have_text("Paid")
    await expect(button).to_have_count(0)
    assert await unreadable(page) == []
