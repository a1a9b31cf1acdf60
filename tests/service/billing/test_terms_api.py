"""Plans, meters, terms and what stands, asked for over HTTP as an integrator would."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests import served, world
from tests.service.billing.test_terms import fee, hours
from tests.world import Human, World
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


@pytest.fixture
def site(billed: World) -> Caller:
    return served.site()


async def ask(site: Caller, who: Human, method: str, path: str, **said: Any) -> httpx.Response:
    async with world.browser(site, who) as page:
        return await page.request(method, f"/api/v1/{path}", **said)


async def done(site: Caller, who: Human, method: str, path: str, **said: Any) -> Any:
    answer = await ask(site, who, method, path, **said)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def test_a_plan_from_draft_to_a_clients_invoice(billed: World, site: Caller) -> None:
    acme, finance, admin = billed.acme, billed.finance, billed.admin
    async with db.open(Work(acme.id)):
        await db.execute("DELETE FROM subscription WHERE tenant_id = $1", acme.id)
    key = f"scans_{acme.id}"
    meter = {
        "key": key,
        "name": "Scans",
        "unit": "scan",
        "aggregation": "count",
        "filters": [{"dimension": "kind", "values": ["deep"]}],
    }
    assert (await done(site, finance, "POST", "meters", json=meter))["meter"]["key"] == key
    assert (await ask(site, finance, "POST", "meters", json=meter)).status_code == 409
    assert key in {each["meter"]["key"] for each in await done(site, finance, "GET", "meters")}

    scans = {**hours("2"), "key": "scans", "name": "Scans", "meter": key}
    scans["model"] = {"kind": "per_unit", "unit": "2"}
    plan = {"name": f"Care {ids.new()}", "currency": "EUR", "prices": [fee("100"), scans]}
    made = await done(site, finance, "POST", "plans", json=plan)
    place = f"plans/{made['plan_id']}"
    wrong = {**plan, "name": "x", "prices": [{**scans, "meter": "sheep"}]}
    refused = await ask(site, finance, "POST", "plans", json=wrong)
    assert (refused.status_code, refused.json()["field"]) == (422, "prices[0].meter")
    own = await ask(site, finance, "PUT", f"{place}/versions/1/publication")
    assert own.status_code == 403
    listed = await done(site, admin, "PUT", f"{place}/versions/1/publication")
    assert listed["state"] == "published"

    term = {
        "version_id": listed["id"],
        "starts_on": "2026-09-01",
        "said": {"percent": "19", "treatment": "domestic"},
    }
    terms = await done(site, billed.manager, "POST", f"clients/{acme.key}/terms", json=term)
    assert terms["terms"][0]["plan"] == plan["name"]
    batch = [
        {**each, "meter": key, "quantity": "1", "happened_at": "2026-11-02T10:00:00Z"}
        for each in (
            {"event_id": "a", "dimensions": {"kind": "deep"}},
            {"event_id": "b", "dimensions": {"kind": "deep"}},
            {"event_id": "c", "dimensions": {"kind": "quick"}},
        )
    ]
    usage = f"clients/{acme.key}/usage/scanner"
    assert await done(site, finance, "POST", usage, json=batch) == {"stored": 3, "known": 0}
    await done(site, finance, "PUT", f"{usage}/b/reversal")

    new = {**plan["prices"][1], "model": {"kind": "per_unit", "unit": "1.5"}}  # type: ignore[index]
    haggled = {"price": new, "from_day": "2026-11-01", "reason": "Two years"}
    prices = f"clients/{acme.key}/terms/prices"
    agreed = await done(site, billed.manager, "POST", prices, json=haggled)
    await done(site, finance, "PUT", f"{prices}/{agreed['id']}/approval")

    found = await done(site, acme.finance, "GET", f"clients/{acme.key}/terms")
    assert found["negotiated"][0]["decided_by"] == str(finance.id)
    draft = await done(site, finance, "POST", f"clients/{acme.key}/invoices/2026-11-01/draft")
    assert [(each["description"], each["net"]) for each in draft["lines"]] == [
        ("Service desk", "100.00"),
        ("Scans", "1.50"),
    ]
    tried = f"clients/{acme.key}/simulations/{made['plan_id']}/versions/1"
    span = {"start": "2026-11-01", "end": "2026-12-01"}
    beside = (await done(site, billed.manager, "GET", tried, params=span))["simulation"]
    assert (beside["did"], beside["would"]) == ("101.50", "102.00")
    so_far = await done(site, acme.finance, "GET", f"clients/{acme.key}/usage-so-far")
    assert so_far["period"]["start"] == "2026-12-01"
    assert (await ask(site, acme.finance, "GET", "plans")).status_code in (403, 404)
