"""Plans as pages: drafted price by price, compared, published by a second person, and tried on a
client's last month."""

from __future__ import annotations

import html
import re

import httpx

from tests import world
from tests.service.console.ground import Ground
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller

FLAT = {"key": "fee", "name": "Desk", "model.kind": "flat", "model.fee": "1200", "prorated": "yes"}
FLAT |= {"timing": "advance"}
TIERED = {
    "key": "calls",
    "name": "Work",
    "model.kind": "graduated",
    "meter": "staff_minutes",
    "model.per": "60",
    "model.tiers.steps[0].end": "600",
    "model.tiers.steps[0].unit": "95",
    "model.tiers.steps[2].unit": "80",
    "model.tiers.steps[2].flat": "10",
    "included": "60",
    "minimum": "100",
    "maximum": "5000",
    "discount": "5",
    "group_by": "tier",
    "prorated": "yes",
    "filters[0].dimension": "tier",
    "filters[0].values": "L1, L2",
    "time.step": "15",
    "time.weights[0].dimension": "hours",
    "time.weights[0].value": "after",
    "time.weights[0].factor": "1.5",
    "time.visits": "on_site",
    "time.visit_minimum": "60",
}


async def sent(page: httpx.AsyncClient, at: str, to: str, **said: str) -> httpx.Response:
    seen = await page.get(at)
    assert seen.status_code == 200, seen.text
    csrf = re.search(r'name="csrf" value="([^"]+)"', seen.text)
    assert csrf is not None
    return await page.post(to, data={"csrf": csrf[1], **said})


async def test_a_plan_is_drafted_by_one_compared_and_published_by_another(
    site: Caller, here: Ground
) -> None:
    name = f"Gold {ids.new()}"
    async with world.browser(site, here.people.finance) as page:
        wrong = {"name": name, "currency": "EUR", "count": "0", "unit": "month"}
        refused = await sent(page, "/plans", "/plans", **wrong)
        assert refused.status_code == 422
        assert f'value="{name}"' in refused.text
        made = await sent(page, "/plans", "/plans", **(wrong | {"count": "1", "currency": "eur"}))
        plan = made.headers["location"]
        new = f"{plan}/draft/prices/new"
        gap = await sent(page, new, new, **(TIERED | {"model.tiers.steps[2].end": "700"}))
        assert gap.status_code == 422
        assert "leave the last tier without an end" in gap.text
        assert 'value="on_site"' in gap.text
        for price in (FLAT, TIERED):
            assert (await sent(page, new, new, **price)).status_code == 303
        assert (await sent(page, new, new, **FLAT)).status_code == 422, "a key stands once"
        shown = (await page.get(plan)).text
        for words in ("€1,200", "0 to 600", "€80", "<bdi>60 min</bdi> included", "at most €5,000"):
            assert words in shown
        again = f"{plan}/draft/prices/calls"
        form = (await page.get(again)).text
        assert 'name="model.tiers.steps[1].flat" value="10"' in form
        own = await sent(page, plan, f"{plan}/versions/1/publication")
        assert own.status_code == 403
        assert "nobody publishes their own" in own.text
    async with world.browser(site, here.people.admin) as page:
        assert (await sent(page, plan, f"{plan}/versions/1/publication")).status_code == 303
        assert (await sent(page, plan, f"{plan}/draft")).status_code == 303
        cheaper = TIERED | {"model.tiers.steps[0].unit": "90", "maximum": ""}
        assert (await sent(page, again, again, **cheaper)).status_code == 303
        assert (await sent(page, plan, f"{plan}/draft/prices/fee/removal")).status_code == 303
        says = (await page.get(f"{plan}/difference?before=1&after=2")).text
        for words in ("Taken out", "At most", "5,000", "95", "90"):
            assert words in says
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get("/plans")).status_code == 403
    async with world.browser(site, here.acme.client.admin) as page:
        assert (await page.get(plan)).status_code == 404


async def test_last_month_on_other_plans_stands_side_by_side(site: Caller, here: Ground) -> None:
    name = f"Flat {ids.new()}"
    said = {"name": name, "currency": "EUR", "count": "1", "unit": "month"}
    async with world.browser(site, here.people.finance) as page:
        plan = (await sent(page, "/plans", "/plans", **said)).headers["location"]
        new = f"{plan}/draft/prices/new"
        await sent(page, new, new, **(FLAT | {"timing": "arrears"}))
        tried = f"plan={plan.removeprefix('/plans/')}:1"
        found = await page.get(f"/simulator?client={here.acme.client.slug}&{tried}")
        assert found.status_code == 200
        for words in (f"{name} 1", "€1,200.00", "Plan in force", "differs"):
            assert words in found.text
        part = await page.get(
            f"/simulator?client={here.acme.client.slug}&{tried}&start=2026-01-02&end=2026-01-09"
        )
        assert part.status_code == 200
        assert "no number of whole billing periods" in part.text or "whole periods go" in part.text
        assert (await page.get("/simulator?client=x&plan=y")).status_code == 422
        assert (await page.get("/simulator?client=nobody&" + tried)).status_code == 404


async def test_a_client_reads_a_plans_price_before_asking_where_it_is_shown(
    site: Caller, here: Ground
) -> None:
    name, acme, wish = f"Gold {ids.new()}", here.acme.client, "/contract-changes/new?matter=plan"
    said = {"name": name, "currency": "EUR", "count": "1", "unit": "month"}
    async with world.browser(site, here.people.finance) as page:
        plan = (await sent(page, "/plans", "/plans", **said)).headers["location"]
        new = f"{plan}/draft/prices/new"
        assert (await sent(page, new, new, **(FLAT | {"timing": "arrears"}))).status_code == 303
        assert (await sent(page, plan, f"{plan}/offer")).status_code == 303
    async with world.browser(site, acme.admin) as page:
        assert name not in (await page.get(wish)).text, "a draft is nobody's to read"
    async with world.browser(site, here.people.admin) as page:
        assert (await sent(page, plan, f"{plan}/versions/1/publication")).status_code == 303
        assert "Shown to clients" in (await page.get(plan)).text
    async with world.browser(site, acme.finance) as page:
        seen = (await page.get(wish)).text
        for words in (f"The plan {name}", "€1,200", "Your last period on it, net", "€1,200.00"):
            assert words in seen
        asked = f"/contract-changes/new?matter=plan&amp;subject={name.replace(' ', '+')}"
        assert asked in seen
        assert f'value="{name}"' in (await page.get(html.unescape(asked))).text
    async with world.browser(site, acme.requester) as page:
        assert name not in (await page.get(wish)).text, "money is not theirs"
    async with world.browser(site, here.people.manager) as page:
        assert (await sent(page, plan, f"{plan}/offer/removal")).status_code == 403
    async with world.browser(site, here.people.finance) as page:
        assert (await sent(page, plan, f"{plan}/offer/removal")).status_code == 303
    async with world.browser(site, acme.admin) as page:
        assert name not in (await page.get(wish)).text
