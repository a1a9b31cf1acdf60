"""What-if over the JSON API: for the client's account manager, and for nobody of the client's."""

from __future__ import annotations

from typing import Any

import pytest_asyncio

from contracts.signed import setting_up
from tests.service.contracts import world as contracts
from tests.world import World, browser
from underpin import wiring
from underpin.kernel import db, pulse
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

JANUARY = {"history": {"since": "2026-01-01", "until": "2026-02-01"}}
HOLIDAY_WORK = {
    "profile": {
        "users": 10,
        "since": "2026-03-02",
        "weeks": 2,
        "arrivals": [
            {
                "type": "incident",
                "priority": "P3",
                "per_user_week": "0.5",
                "paths": [
                    {
                        "share": "1",
                        "response_minutes": 90,
                        "tiers": [{"tier": 1, "minutes": 60}],
                    }
                ],
            }
        ],
    },
    "assumptions": {"costs": [{"tier": 1, "per_minute": "0.80"}], "monthly_fee": "1000"},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def asked(companies: World) -> str:
    """Where ACME's version is asked about."""
    acme = companies.acme
    wiring.wire_alarms()
    async with db.open(Provider()):
        act = Act(worker(acme.id), None, await db.now(), "seed", "world")
        await setting_up.provider_ready_made(act, contracts.PROVIDER)
    async with db.open(Work(acme.id)):
        act = Act(worker(acme.id), acme.id, await db.now(), "seed", "world")
        await setting_up.ready_made(act, contracts.client(acme.id, steps=()))
    version = contracts.known(acme.id, "slav")
    return f"/api/v1/clients/{acme.key}/versions/{version}/what-if"


async def answered(companies: World) -> None:
    while await pulse.drain(companies.acme.id):
        pass


async def test_asked_followed_and_answered(app: Any, companies: World, asked: str) -> None:
    async with browser(app, companies.manager) as page:
        made = await page.post(asked, json=HOLIDAY_WORK)
        assert (made.status_code, made.json()["state"], made.json()["total"]) == (202, "queued", 10)
        run = f"/api/v1/clients/{companies.acme.key}/what-if/{made.json()['id']}"
        early = await page.get(f"{run}/margin")
        assert (early.status_code, early.json()["type"]) == (
            409,
            "urn:underpin:problem:what-if-not-answered",
        )
        await answered(companies)
        found = (await page.get(run)).json()
        assert (found["state"], found["done"], len(found["inputs_hash"])) == ("done", 10, 64)
        figures = {(each["metric"], each["priority"]): each for each in found["result"]["figures"]}
        assert figures["first_response", "P3"]["draft"]["breached"] == 10
        assert figures["first_response", "P3"]["draft_shown"] == "0.00"
        assert (await page.get(f"{run}/changes")).json() == {"tickets": [], "after": None}
        money = (await page.get(f"{run}/margin")).json()
        assert (money["today"]["work"], money["change"]) == ("480.00", "0.00")
        assert found in (await page.get(asked)).json()


async def test_what_cannot_be_meant_is_named(app: Any, companies: World, asked: str) -> None:
    async with browser(app, companies.manager) as page:
        for body, field in (
            ({}, "history"),
            (JANUARY | {"profile": HOLIDAY_WORK["profile"]}, "history"),
            (JANUARY | {"assumptions": {"monthly_fee": "-1"}}, "assumptions.monthly_fee"),
        ):
            odd = await page.post(asked, json=body)
            assert (odd.status_code, odd.json()["field"]) == (422, field)
        assert (await page.post(asked, json=JANUARY | {"when": "now"})).status_code == 422


async def test_the_client_never_hears_of_it(app: Any, companies: World, asked: str) -> None:
    async with browser(app, companies.manager) as page:
        run = (await page.post(asked, json=JANUARY)).json()["id"]
    here = f"/api/v1/clients/{companies.acme.key}/what-if/{run}"
    there = f"/api/v1/clients/{companies.bolt.key}/what-if/{run}"
    for person, status in (
        (companies.acme.admin, 404),
        (companies.agent, 403),
        (companies.auditor, 403),
    ):
        async with browser(app, person) as page:
            for path in (here, f"{here}/changes", asked):
                assert (await page.get(path)).status_code == status
            assert (await page.post(asked, json=JANUARY)).status_code == status
    async with browser(app, companies.admin) as page:
        assert (await page.get(here)).status_code == 200
        assert (await page.get(there)).status_code == 404
    await answered(companies)
