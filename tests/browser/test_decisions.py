"""What used to be decided over the API alone, by people at their browsers: a vendor is called in, a
priority is corrected, a new version of the agreement is approved, accepted and activated."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.async_api import expect

from billing.invoicing import extras, operation
from contracts.agreements import agreement
from tests import world
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
    portal = await visits.member(client, client.requester, path)
    desk = await visits.staff(here.people.l2, path)
    await desk.click("text=Correct the priority >> nth=0")
    await desk.select_option("#priority-impact", "high")
    await desk.select_option("#priority-urgency", "high")
    assert await unreadable(desk) == []
    await desk.fill("#priority-reason", "All scanners of hall 3 are out.")
    await desk.click("#do-reprioritise button[type=submit]")
    await expect(desk.locator(".badges .priority")).to_have_text("P1")
    await expect(portal.locator("#timeline")).to_contain_text(
        "P5 → P1: All scanners of hall 3 are out.", timeout=5000
    )


async def test_a_vendor_is_called_in_and_the_client_sees_whose_time_it_is(
    visits: Visits, here: Ground
) -> None:
    client = here.people.acme
    async with db.open(Work(client.id)):
        before = await db.now() - timedelta(hours=2)
    words = {"impact": "high", "urgency": "high", "raised_at": before}
    ticket = await ground.raised(client, "The uplink is gone", **words)
    path = f"/tickets/{client.key}-{ticket.number}"
    desk = await visits.staff(here.people.lead, path)
    await desk.click("text=Hand to the vendor")
    await expect(desk.locator("#do-case")).to_contain_text("ten seconds")
    assert await unreadable(desk) == []
    await desk.click("#do-case button[type=submit]")
    await expect(desk.locator("#side .case")).to_contain_text("Fabrikam")
    await expect(desk.locator("#do-case")).to_have_count(0)
    portal = await visits.member(client, client.requester, path)
    await expect(portal.locator(".turn")).to_have_text("With a vendor")
    await expect(portal.locator(".shares")).to_contain_text("With us")
    assert "Fabrikam" not in await portal.content()
    assert await unreadable(portal) == []


async def test_a_version_is_approved_accepted_and_activated(
    visits: Visits, here: Ground, product: House
) -> None:
    """Its author cannot decide; a colleague does, and accepts the risk of what is not kept."""
    client, bolt, author = here.people.bolt, here.bolt, here.people.admin
    draft = await verb.perform(
        agreement.amend, author.principal, bolt.agreement_id, tenant=client.id
    )
    where = f"/clients/{client.slug}/contract?version={draft.id}"
    colleague = await world.staff_person(
        author.principal, "Second", "second@provider.example", "provider_admin", None, [client.id]
    )
    writer = await visits.staff(author, where)
    await expect(writer.locator("#version-work")).to_contain_text("a colleague has to approve it")
    await expect(writer.locator("#version-work button:has-text('Approve')")).to_have_count(0)
    desk = await visits.staff(colleague, where)
    await desk.click("#version-work button:has-text('Approve')")
    await expect(desk.locator("#version-work")).to_contain_text("It waits for the client")

    portal = await visits.member(client, client.admin)
    await portal.click(f"a[href='/consent/{draft.id}']")
    assert await unreadable(portal) == []
    await portal.click("text=Accept this version")
    await expect(portal.locator("#content")).to_contain_text("Accepted by")
    await expect(portal.locator("#content")).to_contain_text(client.admin.name)

    await desk.reload()
    assert await unreadable(desk) == []
    await desk.check("[name=open_tickets]")
    await desk.fill("#activate-until", "2029-12-31")
    await desk.fill("#activate-reason", "They know, and the tiers are being staffed.")
    await desk.click("#version-work >> text=Activate")
    await expect(desk.locator(".versions .version-active")).to_contain_text(
        f"Version {draft.number}"
    )
    await expect(desk.locator("#version-work")).to_have_count(0)


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
    page = await visits.member(client, client.finance, f"/invoices/{made.number}")
    payment = page.locator("#payment")
    await expect(payment).to_contain_text("To be paid")
    button = payment.locator("text=Pay by card")
    await expect(button).to_be_visible(timeout=15_000)
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.click("#payment a.btn-primary")
    await expect(other.locator("h1")).to_contain_text(made.number)
    await other.click("button[value=works]")
    await expect(payment).to_contain_text("Nothing is left to be paid.", timeout=15_000)
    await expect(payment.locator(".badge")).to_have_text("Paid")
    await expect(button).to_have_count(0)
    assert await unreadable(page) == []
