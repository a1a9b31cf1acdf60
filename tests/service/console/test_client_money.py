"""A client's terms, its usage and its blocks as pages of the desk."""

from __future__ import annotations

import re

import pytest

from billing.terms import client_terms, negotiating
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_pricing import sent
from underpin.demo import price_lists
from underpin.kernel import ids, verb
from underpin.kernel.web.caller import Caller

LATER = "2101-03-01"
SILVER = ids.derive(price_lists.PLAN, "version", price_lists.SILVER.number)


async def test_a_coming_plan_is_agreed_and_withdrawn(site: Caller, here: Ground) -> None:
    at, version = f"/clients/{here.bolt.client.slug}/terms", str(SILVER)
    async with world.browser(site, here.people.finance) as page:
        seen = (await page.get(at)).text
        assert "In force" in seen
        change = {"version_id": version, "on": "2020-01-01"}
        late = await sent(page, at, f"{at}/change", **change)
        assert late.status_code == 409
        assert 'value="2020-01-01"' in late.text, "what was typed is kept"
        assert (await sent(page, at, f"{at}/change", **(change | {"on": LATER}))).status_code == 303
        seen = (await page.get(at)).text
        assert "Ahead" in seen
        withdrawal = re.search(rf'action="({at}/[0-9a-f-]+/withdrawal)"', seen)
        assert withdrawal is not None
        assert (await sent(page, at, withdrawal[1], reason=" ")).status_code == 422
        assert (await sent(page, at, withdrawal[1], reason="They stay small")).status_code == 303
        seen = (await page.get(at)).text
        assert "They stay small" in seen
        assert "Ahead" not in seen
        again = {"version_id": version, "starts_on": LATER, "treatment": "domestic"}
        taken = await sent(page, at, at, **again)
        assert taken.status_code == 409
        assert (await sent(page, at, f"{at}/end", on="")).status_code == 422


async def test_a_price_is_negotiated_by_one_and_approved_by_another(
    site: Caller, here: Ground
) -> None:
    at = f"/clients/{here.bolt.client.slug}/terms"
    form = f"{at}/prices/new?price=tickets"
    price = {
        "key": "tickets",
        "name": "Tickets",
        "model.kind": "per_unit",
        "meter": "tickets",
        "model.unit": "12.345",
        "from_day": LATER,
        "reason": "HAGGLED-HERE",
        "currency": "EUR",
    }
    async with world.browser(site, here.people.finance) as page:
        assert 'value="18.5"' in (await page.get(form)).text, "as the plan has it"
        wrong = await sent(page, form, f"{at}/prices", **(price | {"model.unit": "much"}))
        assert wrong.status_code == 422
        assert 'value="HAGGLED-HERE"' in wrong.text
        assert (await sent(page, form, f"{at}/prices", **price)).status_code == 303
        seen = (await page.get(at)).text
        assert "HAGGLED-HERE" in seen
        assert "a colleague decides" in seen
    words = (here.bolt.client.id,)
    terms = await verb.perform(client_terms.of_client, here.people.finance.principal, *words)
    (mine,) = [each for each in terms.negotiated if each.reason == "HAGGLED-HERE"]
    approving = {"tenant": here.bolt.client.id}
    with pytest.raises(negotiating.OwnProposal):
        await verb.perform(negotiating.approve, here.people.finance.principal, mine.id, **approving)
    async with world.browser(site, here.people.admin) as page:
        approval = f"{at}/prices/{mine.id}/approval"
        assert approval in (await page.get(at)).text
        assert (await sent(page, at, approval)).status_code == 303
        seen = (await page.get(at)).text
        assert "€12.345" in seen
        assert approval not in seen


async def test_usage_and_blocks_are_the_moneys(site: Caller, here: Ground) -> None:
    at = f"/clients/{here.bolt.client.slug}/usage"
    block = {
        "name": "Twelve hours",
        "unit": "minute",
        "size": "600",
        "price": "ten",
        "starts": LATER,
    }
    async with world.browser(site, here.people.finance) as page:
        seen = (await page.get(at)).text
        assert "Service desk" in seen
        to = f"/clients/{here.bolt.client.slug}/blocks"
        wrong = await sent(page, at, to, **block, currency="EUR")
        assert wrong.status_code == 422
        assert 'value="Twelve hours"' in wrong.text
        sold = await sent(page, at, to, **(block | {"price": "900"}), currency="EUR")
        assert sold.status_code == 303
        seen = (await page.get(at)).text
        one = re.search(rf'href="({to}/[0-9a-f-]+)"><bdi>Twelve hours', seen)
        assert one is not None
        assert "Nothing was drawn yet" in (await page.get(one[1])).text
        assert (await sent(page, at, f"{one[1]}/top-up", starts="2102-01-01")).status_code == 303
        assert (await page.get(at)).text.count("<bdi>Twelve hours") == 2
    async with world.browser(site, here.people.manager) as page:
        seen = await page.get(f"/clients/{here.acme.client.slug}/usage")
        assert seen.status_code == 200
        assert "Sell a block" not in seen.text
        assert (await page.get(at)).status_code == 404
    async with world.browser(site, here.people.auditor) as page:
        seen = await page.get(f"/clients/{here.acme.client.slug}/usage")
        assert "Service desk" in seen.text
        assert f"/clients/{here.acme.client.slug}/invoices" not in seen.text
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get(at)).status_code == 403
