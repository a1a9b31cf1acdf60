"""The clocks behind a month over the JSON API, what waits at all clients, what a vendor owes."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from tests.service.contracts.test_compliance_api import MONTH, client, missed
from tests.world import World, browser

__all__ = ["missed"]
ACROSS = ("compliance/pending", "credits-due", "recoveries")


async def test_the_requester_reads_the_clock_that_was_missed_and_nobody_elses(
    app: Any, companies: World, missed: UUID
) -> None:
    clocks = f"{client(companies)}/compliance/{MONTH}/decided"
    one = f"{client(companies)}/decided-clocks/{missed}"
    async with browser(app, companies.acme.requester) as page:
        (found,) = (await page.get(clocks, params={"outcome": "breached"})).json()
        assert (found["clock_id"], found["metric"]) == (str(missed), "resolution")
        assert (await page.get(clocks, params={"outcome": "met"})).json() == []
        assert (await page.get(clocks, params={"after": str(missed)})).json() == []
        whole = (await page.get(one)).json()
        assert (whole["decided"], whole["year"], whole["month"]) == (found, 2026, 10)
        assert whole["may_object"] is True
    async with browser(app, companies.acme.colleague) as page:
        assert (await page.get(clocks)).json() == []
        assert (await page.get(one)).status_code == 404
    async with browser(app, companies.bolt.admin) as page:
        assert (await page.get(clocks)).status_code == 404
        assert (await page.get(one)).status_code == 404


async def test_what_waits_at_ones_clients_is_for_staff(app: Any, companies: World) -> None:
    async with browser(app, companies.manager) as page:
        waits = (await page.get("/api/v1/compliance/pending")).json()
        assert companies.acme.key in {each["key"] for each in waits}
        for path in ACROSS[1:]:
            assert isinstance((await page.get(f"/api/v1/{path}")).json(), list)
        for part in ("recoveries", "uses"):
            assert (await page.get(f"/api/v1/vendors/{uuid4()}/{part}")).json() == []
    vendor = tuple(f"vendors/{uuid4()}/{part}" for part in ("recoveries", "uses"))
    async with browser(app, companies.acme.admin) as page:
        for path in (*ACROSS, *vendor):
            assert (await page.get(f"/api/v1/{path}")).status_code == 404
