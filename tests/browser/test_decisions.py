"""What used to be decided over the API alone, by people at their browsers: a vendor is called in, a
priority is corrected, a new version of the agreement is approved, accepted and activated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import expect

from contracts.agreements import agreement
from tests import world
from tests.browser.house import House
from tests.browser.visit import Visits, unreadable
from tests.service.console import ground
from tests.service.console.ground import Ground
from underpin.kernel import db, verb
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
