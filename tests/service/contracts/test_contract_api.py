"""Contracts over the JSON API: what account managers do, what a client admin reads."""

from __future__ import annotations

from typing import Any

from tests.world import World, browser

NEW = {
    "name": "Workplace",
    "starts_on": "2026-01-01",
    "ends_on": "2090-12-31",
    "notice_days": 90,
    "renewal": "automatic",
    "uplift_percent": "3.5",
    "uplift_on": "2090-01-01",
}


async def test_a_contract_from_signing_to_notice(app: Any, companies: World) -> None:
    base = f"/api/v1/clients/{companies.acme.key}/contracts"
    async with browser(app, companies.manager) as page:
        made = await page.post(base, json=NEW)
        assert made.status_code == 201
        signed = made.json()
        assert (signed["version"], signed["uplift_percent"]) == (1, "3.5000")
        assert signed["dates"]["last_notice_day"] == "2090-10-02"
        one = f"{base}/{signed['id']}"
        amended = {"changes": {"notice_days": 30}, "reason": "As agreed."}
        patched = await page.patch(one, json=amended, headers={"If-Match": '"1"'})
        assert (patched.status_code, patched.json()["notice_days"]) == (200, 30)
        late = await page.patch(one, json=amended, headers={"If-Match": '"1"'})
        assert late.status_code == 412
        odd = await page.patch(one, json={"changes": {"starts_on": "2020-01-01"}})
        assert odd.status_code == 422
        noticed = await page.put(f"{one}/notice", json={"by": "client"})
        assert noticed.json()["notice"]["last_day"] == "2090-12-31"
        again = await page.put(f"{one}/notice", json={"by": "client"})
        assert again.json()["type"] == "urn:underpin:problem:nothing-to-end"
        back = await page.delete(f"{one}/notice")
        assert (back.status_code, back.json()["notice"]) == (200, None)
    async with browser(app, companies.acme.admin) as page:
        history = (await page.get(f"{one}/amendments", params={"limit": 2})).json()
        assert [each["what"] for each in history] == ["notice_withdrawn", "notice"]
        rest = await page.get(f"{one}/amendments", params={"before": history[-1]["version"]})
        assert [each["what"] for each in rest.json()] == ["terms"]
        assert (await page.get(f"{one}/amendments", params={"limit": 0})).status_code == 422
        refused = await page.patch(one, json=amended)
        assert refused.status_code == 404
        assert (await page.get(base)).json()[0]["notice_days"] == 30


async def test_a_service_in_and_out_and_which_agreement_wins(app: Any, companies: World) -> None:
    client = f"/api/v1/clients/{companies.acme.key}"
    async with browser(app, companies.manager) as page:
        signed = (await page.post(f"{client}/contracts", json=NEW | {"name": "Backup"})).json()
        new = {"name": "Backup", "starts_on": "2090-01-01"}
        made = await page.post(f"{client}/contracts/{signed['id']}/services", json=new)
        assert (made.status_code, made.json()["starts_on"]) == (201, "2090-01-01")
        last = f"{client}/services/{made.json()['id']}/last-day"
        left = await page.put(last, json={"last_day": "2091-01-31"})
        assert left.json()["ends_on"] == "2091-01-31"
        asked = {"ticket_type": "incident", "service_id": made.json()["id"]}
        found = (await page.get(f"{client}/candidates", params=asked)).json()
        mine = next(each for each in found if each["contract"] == "Backup")
        assert mine["reason"] == "service_out"
        naive = asked | {"at": "2026-03-02T09:00:00"}
        refused = await page.get(f"{client}/candidates", params=naive)
        assert (refused.status_code, refused.json()["field"]) == (422, "at")


async def test_other_companies_and_other_roles(app: Any, companies: World) -> None:
    base = f"/api/v1/clients/{companies.acme.key}"
    paths = (f"{base}/contracts", f"{base}/candidates?ticket_type=incident")
    for person, status in (
        (companies.acme.requester, 403),
        (companies.agent, 403),
        (companies.bolt.admin, 404),
    ):
        async with browser(app, person) as page:
            assert [(await page.get(path)).status_code for path in paths] == [status, status]
            assert (await page.post(paths[0], json=NEW)).status_code in (403, 404)
    async with browser(app, companies.acme.admin) as page:
        assert [(await page.get(path)).status_code for path in paths] == [200, 200]


async def test_reminders_are_for_account_managers(app: Any, companies: World) -> None:
    async with browser(app, companies.manager) as page:
        assert (await page.get("/api/v1/reminders")).json() == []
        odd = await page.get("/api/v1/reminders", params={"after": "soon"})
        assert (odd.status_code, odd.json()["field"]) == (422, "after")
        unknown = f"/api/v1/clients/{companies.acme.key}/reminders/{companies.acme.admin.id}"
        assert (await page.put(f"{unknown}/completion", json={})).status_code == 404
    for person in (companies.acme.admin, companies.agent):
        async with browser(app, person) as page:
            assert (await page.get("/api/v1/reminders")).status_code in (403, 404)
