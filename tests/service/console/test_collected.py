"""What the card company says, and what the provider states for all its clients, as pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest_asyncio

from billing.payments.dunning import terms
from billing.payments.inbox import storing
from billing.payments.inbox.envelope import Notice
from billing.receivables import reminding
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_pricing import sent
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Provider
from underpin.kernel.web.caller import Caller


async def _told() -> UUID:
    """Something Stripe said that nobody could apply."""
    about = Notice(f"evt_{ids.new()}", "charge.dispute.created", "", "dispute", "dp_page")
    assert await storing.store(about, b"EVENT-WHOLE", "NOBODY-WE-KNOW")
    async with db.open(Provider()):
        found: UUID = await db.value(
            "SELECT id FROM provider_event WHERE event_id = $1", about.event_id
        )
    return found


async def test_an_event_is_read_whole(site: Caller, here: Ground) -> None:
    event = await _told()
    async with world.browser(site, here.people.finance) as page:
        listed = await page.get("/payment-events?which=set_aside")
        assert f'href="/payment-events/{event}"' in listed.text
        seen = (await page.get(f"/payment-events/{event}")).text
        assert "EVENT-WHOLE" in seen
        assert f"/set-aside/payments/{event}/retries" in seen
        assert (await page.get(f"/payment-events/{ids.new()}")).status_code == 404
    async with world.browser(site, here.people.manager) as page:
        for path in ("/payment-events", f"/payment-events/{event}", "/pushes"):
            assert (await page.get(path)).status_code == 403


async def test_a_difference_is_explained_by_finance(site: Caller, here: Ground) -> None:
    at = "/payment-differences"
    async with world.browser(site, here.people.finance) as page:
        seen = (await page.get(at)).text
        slug = here.bolt.client.slug
        to = re.search(rf'action="(/clients/{slug}/payment-differences/[^"]+)"', seen)
        assert to is not None
        assert "pi_WORDS-FOR-STAFF" in seen
        assert (await sent(page, at, to[1], explanation=" ")).status_code == 422
        assert (await sent(page, at, to[1], explanation="TEST-CARD")).status_code == 303
        assert to[1] not in (await page.get(at)).text
        assert "TEST-CARD" in (await page.get(f"{at}?which=explained")).text
    async with world.browser(site, here.people.manager) as page:
        assert (await page.get(at)).status_code == 403


@pytest_asyncio.fixture
async def settings(here: Ground) -> AsyncIterator[None]:
    """What is the provider's is as it was, for other tests; nobody else deals in kroner."""
    finance = here.people.finance.principal
    tries = await verb.perform(terms.of_cards, finance)
    levels = await verb.perform(reminding.scheduled, finance)
    yield
    await verb.perform(terms.set_days, finance, tries.days)
    await verb.perform(reminding.schedule, finance, levels)


async def test_rates_and_schedules_are_stated(site: Caller, here: Ground, settings: None) -> None:
    at = "/money-settings/rates"
    async with world.browser(site, here.people.finance) as page:
        rate = {"base": "ISK", "quote": "PLN", "value": "4,200", "day": "2026-11-20"}
        wrong = await sent(page, at, f"{at}/exchange", **rate, source="SOURCE-OF-RATE")
        assert wrong.status_code == 422
        assert 'value="SOURCE-OF-RATE"' in wrong.text
        rate["value"] = "4.2651"
        done = await sent(page, at, f"{at}/exchange", **rate, source="SOURCE-OF-RATE")
        assert done.status_code == 303
        seen = (await page.get(done.headers["location"])).text
        assert "4.2651" in seen
        assert "SOURCE-OF-RATE" in seen
        cost = {"tier": "2", "per_hour": "9900", "cost_currency": "isk", "from_day": "2026-11-01"}
        assert (await sent(page, at, f"{at}/costs", **cost)).status_code == 303
        assert "9,900" in (await page.get(f"{at}?currency=ISK")).text
        assert (await sent(page, at, f"{at}/costs", **{**cost, "tier": "9"})).status_code == 422
        assert (await sent(page, at, f"{at}/tries", days="2, x")).status_code == 422
        assert (await sent(page, at, f"{at}/tries", days="2, 4")).status_code == 303
        assert "2, 4" in (await page.get(at)).text
        levels = {"after_days_1": "8", "fees_1": "EUR 11"}
        assert (await sent(page, at, f"{at}/reminders", **levels)).status_code == 303
        assert 'value="EUR 11"' in (await page.get(at)).text
    async with world.browser(site, here.people.manager) as page:
        seen = (await page.get(at)).text
        assert "What an hour costs us" in seen, "an account manager knows its margin"
        assert f'action="{at}' not in seen
        assert (await page.post(f"{at}/tries", data={"days": "1"})).status_code == 403
