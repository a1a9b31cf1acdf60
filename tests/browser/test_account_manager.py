"""An account manager's day: a client's promises amended, found wanting, mended, tried against the
past, approved by a colleague, accepted by the client and put in force."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.async_api import expect

from contracts.agreements import agreement
from contracts.agreements.versions import Version
from contracts.coherence.promised import Risk
from tests.browser import people
from tests.browser.house import House
from tests.browser.visit import Visits, unreadable
from tests.service.console.ground import Ground
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work

pytestmark = pytest.mark.browser
CELL = '[id="t.incident.P2.resolution"]'
LIFT = 'button[value^="lift:incident:P2:resolution"]'


async def in_force(here: Ground) -> Version:
    """An SLA of this story's own, on what ACME was promised."""
    people, acme = here.people, here.acme
    about = {"tenant": acme.client.id}
    manager, admin = people.manager.principal, people.admin.principal
    every = await verb.perform(agreement.of_contract, manager, acme.client.id, acme.contract_id)
    content = next(each.content for each in every if each.id == acme.version_id)
    words = (acme.contract_id, f"Silver {ids.new()}", content)
    made = await verb.perform(agreement.draft, manager, *words, **about)
    await verb.perform(agreement.approve, admin, made.id, **about)
    await verb.perform(agreement.accept, acme.client.admin.principal, made.id, **about)
    async with db.open(Work(acme.client.id)):
        now = await db.now()
    risk = Risk(date(2099, 12, 31), "They know.")
    active: Version = await verb.perform(
        agreement.activate, admin, made.id, now, risk=risk, **about
    )
    return active


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_promise_is_amended_mended_tried_and_put_in_force(
    visits: Visits, here: Ground, product: House, language: str
) -> None:
    before, client, admin = await in_force(here), here.people.acme, here.people.admin
    where = f"/clients/{client.slug}/contract?version="
    noor = await people.of_staff(here, "account_manager", language, client)
    olga = await people.of_client(here, client, language, "client_admin")
    manager = await visits.staff(noor, f"{where}{before.id}")
    await expect(manager.locator("html")).to_have_attribute("lang", language)
    await manager.click(f'form[action*="{before.agreement_id}"] button')
    await manager.fill(CELL, "1h")
    broken = manager.locator("#picture .promise.not_kept")
    await expect(broken.first).to_be_visible()
    await expect(manager.locator(LIFT).first).to_be_visible()
    assert await unreadable(manager) == []
    await manager.click(f"{LIFT} >> nth=0")
    await expect(manager.locator(CELL)).not_to_have_value("1h")
    await expect(manager.locator(LIFT)).to_have_count(0)
    await manager.click('.page-actions button.btn-primary[type="submit"]')
    await expect(manager.locator("table.changes")).to_be_visible()
    draft = manager.url.split("version=")[1]
    await expect(manager.locator(f'form[action$="{draft}/approval"]')).to_have_count(0)

    await manager.click('a[href$="/what-if"]')
    await manager.fill("#since", "2026-01-01")
    await manager.fill("#until", "2030-01-01")
    await manager.click("form.card button[type=submit]")
    await expect(manager.locator("#figures-title")).to_be_visible()
    assert await unreadable(manager) == []

    colleague = await visits.staff(admin, f"{where}{draft}")
    await colleague.click(f'form[action$="{draft}/approval"] button')
    await expect(colleague.locator("#version-work")).to_contain_text(f"/consent/{draft}")

    portal = await visits.member(olga)
    await portal.click(f"a[href='/consent/{draft}']")
    assert await unreadable(portal) == []
    await portal.click(f'form[action="/consent/{draft}"] button')
    await expect(portal.locator("#content")).to_contain_text(olga.name)

    await colleague.reload()
    assert await unreadable(colleague) == []
    await colleague.check("[name=open_tickets]")
    await colleague.fill("#activate-until", "2099-12-31")
    await colleague.fill("#activate-reason", "They know.")
    await colleague.click(f'form[action$="{draft}/activation"] button')
    await expect(colleague.locator(".versions .version-active")).to_be_visible()
    await expect(colleague.locator("#version-work")).to_have_count(0)
