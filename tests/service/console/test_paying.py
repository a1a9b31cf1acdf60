"""How a client pays: as whom it is billed and when, its balance, and an invoice apart."""

from __future__ import annotations

import re
from decimal import Decimal

from tests import world
from tests.service.console.ground import Ground, Lived
from tests.service.console.test_bank_entries import paid
from tests.service.console.test_pricing import sent
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

BUYER = {"legal_name": "BUYER-IN-LAW", "street": "Hall 3", "city": "Berlin", "country": "DE"}


async def _balance(of: Lived) -> Decimal:
    async with db.open(Work(of.client.id)):
        found: Decimal | None = await db.value(
            "SELECT amount FROM client_balance WHERE tenant_id = $1 AND currency = 'EUR'",
            of.client.id,
        )
    return found or Decimal(0)


async def test_a_client_is_billed_as_it_was_agreed(site: Caller, here: Ground) -> None:
    at = f"/clients/{here.bolt.client.slug}/paying"
    async with world.browser(site, here.people.finance) as page:
        wrong = {**BUYER, "country": "Bolivia", "starts_on": "2099-01-01"}
        refused = await sent(page, at, f"{at}/buyer", **wrong)
        assert refused.status_code == 422
        assert 'value="BUYER-IN-LAW"' in refused.text
        assert "BUYER-IN-LAW" not in (await page.get(at)).text
        said = {**BUYER, "starts_on": "2099-01-01"}
        assert (await sent(page, at, f"{at}/buyer", **said)).headers["location"] == at
        assert "BUYER-IN-LAW" in (await page.get(at)).text
        terms = {"payment_days": "21", "grace_days": "2", "reminders": "own"}
        levels = {"after_days_1": "9", "fees_1": "EUR 12.50, PLN 60", "after_days_2": "5"}
        refused = await sent(page, at, f"{at}/terms", **terms, **levels)
        assert refused.status_code == 422, "their days do not rise"
        assert 'value="EUR 12.50, PLN 60"' in refused.text
        levels["after_days_2"] = ""
        assert (await sent(page, at, f"{at}/terms", **terms, **levels)).status_code == 303
        seen = (await page.get(at)).text
        assert 'name="payment_days" type="number" value="21"' in seen
        assert "PLN 60" in seen
        cards = await sent(page, at, f"{at}/method", method="stripe")
        assert cards.status_code == 409, "no account at Stripe is set up here"
        back = {"payment_days": "30", "grace_days": "0", "reminders": "provider"}
        assert (await sent(page, at, f"{at}/terms", **back)).status_code == 303
    async with world.browser(site, here.people.manager) as page:
        at = f"/clients/{here.acme.client.slug}/paying"
        seen = (await page.get(at)).text
        assert "How it is collected" in seen
        assert f'action="{at}' not in seen
        assert (await page.post(f"{at}/method", data={"method": "stripe"})).status_code == 403
        assert (await page.get(f"/clients/{here.bolt.client.slug}/paying")).status_code == 404


async def test_what_was_paid_too_much_is_kept_used_and_paid_back(
    site: Caller, here: Ground
) -> None:
    slug, number = here.bolt.client.slug, here.bolt.invoice
    own, at = f"/clients/{slug}/invoices/{number}/payments", f"/clients/{slug}/balance"
    held, before = await _balance(here.bolt), await paid(here.bolt)
    async with world.browser(site, here.people.finance) as page:
        assert f"{own.removesuffix('/payments')}/surplus" not in (await page.get(own)).text
        said = {"amount": "99999", "received_on": "2026-11-12"}
        assert (await sent(page, own, own, **said)).status_code == 303
        surplus = re.search(r'action="([^"]+/surplus)"', (await page.get(own)).text)
        assert surplus is not None
        assert (await sent(page, own, surplus[1], on="2026-11-12")).status_code == 303
        assert await _balance(here.bolt) > held
        assert (await sent(page, own, surplus[1], on="2026-11-12")).status_code == 409
        seen = (await page.get(at)).text
        assert "Paid too much" in seen
        much = {"amount": "999999", "currency": "EUR", "reason": "PAID-TWICE"}
        refused = await sent(page, at, f"{at}/paybacks", **much)
        assert refused.status_code == 409
        assert 'value="PAID-TWICE"' in refused.text
        whole = {**much, "amount": str(round(await _balance(here.bolt) - held, 2))}
        assert (await sent(page, at, f"{at}/paybacks", **whole)).status_code == 303
        assert "a colleague decides" in (await page.get(at)).text
        again = {**said, "amount": str(round(before - await paid(here.bolt), 2))}
        assert (await sent(page, own, own, **again)).status_code == 303, "as it was before"
    async with world.browser(site, here.people.admin) as page:
        waiting = await page.get(f"/clients/{slug}/credits")
        assert "PAID-TWICE" in waiting.text
        yes = re.search(r'action="([^"]+/paybacks/[^"]+/approval)"', waiting.text)
        assert yes is not None
        assert (await sent(page, f"/clients/{slug}/credits", yes[1])).status_code == 303
    assert (await _balance(here.bolt), await paid(here.bolt)) == (held, before)


async def test_a_delivery_is_invoiced_apart(site: Caller, here: Ground) -> None:
    slug = here.bolt.client.slug
    at = f"/clients/{slug}/apart"
    line = {"name": "SCANNER-APART", "quantity": "2", "currency": "EUR", "on_day": "2099-02-03"}
    async with world.browser(site, here.people.finance) as page:
        wrong = await sent(page, at, f"{at}/lines", **line, price="cheap")
        assert wrong.status_code == 422
        assert 'value="SCANNER-APART"' in wrong.text
        assert (await sent(page, at, f"{at}/lines", **line, price="40.50")).status_code == 303
        assert (await sent(page, at, at)).status_code == 422, "no line was chosen"
        box = re.search(
            r'name="line" value="([^"]+)"[^>]*aria-label="Take: SCANNER-APART"',
            (await page.get(at)).text,
        )
        assert box is not None
        assert (await sent(page, at, at, line=box[1])).status_code == 303
        draft = re.search(rf'action="({at}/[0-9a-f-]+)/removal"', (await page.get(at)).text)
        assert draft is not None
        stale = await sent(page, at, f"{draft[1]}/finalisation", seen="something else")
        assert stale.status_code == 412
        assert "SCANNER-APART" in stale.text
        assert (await sent(page, at, f"{draft[1]}/removal")).status_code == 303
        assert draft[1] not in (await page.get(at)).text, "its line waits again"
        assert f'value="{box[1]}"' in (await page.get(at)).text
    async with db.open(Work(here.bolt.client.id)):
        await db.execute(
            "DELETE FROM extra_line WHERE tenant_id = $1 AND name = 'SCANNER-APART'",
            here.bolt.client.id,
        )
    async with world.browser(site, here.people.manager) as page:
        assert (await page.get(f"/clients/{here.acme.client.slug}/apart")).status_code == 403


async def test_a_client_without_cards_is_shown_no_form_for_one(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.acme.finance) as page:
        assert "/invoices/card-pages" not in (await page.get("/invoices")).text
        assert "Your card is saved" in (await page.get("/invoices?card=saved")).text
        assert (await page.post("/invoices/card-pages", data={})).status_code == 409
    async with world.browser(site, here.people.acme.requester) as page:
        assert (await page.post("/invoices/card-pages", data={})).status_code == 403
