"""Outages and availability over the JSON API."""

from __future__ import annotations

from typing import Any

from tests.world import World, browser

START = "2026-11-02T09:00:00+01:00"


async def test_an_outage_from_draft_to_figure(app: Any, companies: World) -> None:
    client = f"/api/v1/clients/{companies.acme.key}"
    async with browser(app, companies.manager) as page:
        new = {"name": "Lines", "starts_on": "2026-01-01"}
        signed = (await page.post(f"{client}/contracts", json=new)).json()
        service = {"name": "Leased line", "starts_on": "2090-01-01"}
        made = await page.post(f"{client}/contracts/{signed['id']}/services", json=service)
        line = f"{client}/services/{made.json()['id']}"
        drafted = await page.post(f"{line}/outages", json={"starts_at": START, "note": "Cut"})
        assert (drafted.status_code, drafted.json()["state"]) == (201, "draft")
        one = f"{client}/outages/{drafted.json()['id']}"
        naive = await page.post(f"{line}/outages", json={"starts_at": "2026-11-02T09:00:00"})
        assert naive.status_code == 422
        assert (await page.put(f"{one}/confirmation")).json()["state"] == "confirmed"
        ended = await page.put(f"{one}/end", json={"ends_at": "2026-11-02T10:00:00Z"})
        assert ended.json()["ends_at"] == "2026-11-02T10:00:00Z"
        figure = await page.get(f"{line}/availability", params={"on": "2026-11-02"})
        assert figure.json()["type"] == "urn:underpin:problem:no-availability-promised"
        assert (await page.get(f"{line}/vendor-availability?on=2026-11-02")).json() == []
        window = {"starts_at": "2090-01-01T02:00:00Z", "ends_at": "2090-01-01T04:00:00Z"}
        announced = await page.post(f"{line}/maintenance", json=window)
        assert announced.status_code == 201
        off = f"{client}/maintenance/{announced.json()['id']}/withdrawal"
        assert (await page.put(off)).status_code == 200
        assert (await page.put(off)).status_code == 409
    async with browser(app, companies.acme.requester) as page:
        (seen,) = (await page.get(f"{line}/outages")).json()
        assert (seen["note"], seen["vendor_id"]) == ("Cut", None)
        assert len((await page.get(f"{line}/maintenance")).json()) == 1
        assert (await page.put(f"{one}/withdrawal", json={"reason": "No"})).status_code == 404
        assert (await page.get(f"{line}/vendor-availability?on=2026-11-02")).status_code == 404
    async with browser(app, companies.agent) as page:
        gone = await page.put(f"{one}/withdrawal", json={"reason": "Our own meter"})
        assert gone.json()["state"] == "withdrawn"
