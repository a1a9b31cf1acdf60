"""Templates over the JSON API: the provider's account managers only, from draft to contract."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.world import World, browser

OFFICE = str(uuid4())
BODY: dict[str, Any] = {
    "calendars": [
        {"id": OFFICE, "name": "Office", "definition": {"week": {"mon": [["09:00", "17:00"]]}}}
    ],
    "content": {
        "calendar_version_id": OFFICE,
        "targets": [
            {
                "metric": "resolution",
                "ticket_type": "incident",
                "priority": "P3",
                "allowed_us": 28_800_000_000,
            }
        ],
    },
    "commitment_percent": "95",
    "terms": {"term_months": 12, "notice_days": 30},
}


@pytest.fixture
def name() -> str:
    return f"Bronze {uuid4()}"


async def test_a_template_from_draft_to_a_contracts_sla(
    app: Any, companies: World, name: str
) -> None:
    client = f"/api/v1/clients/{companies.acme.key}"
    async with browser(app, companies.manager) as page:
        made = await page.post("/api/v1/templates", json={"name": name, "body": BODY})
        assert (made.status_code, made.json()["state"]) == (201, "draft")
        version = f"/api/v1/template-versions/{made.json()['id']}"
        assert (await page.put(f"{version}/approval")).status_code == 403
        assert (await page.put(f"{version}/body", json={"body": BODY})).status_code == 200
        wrong = BODY | {"content": BODY["content"] | {"calendar_version_id": str(uuid4())}}
        refused = await page.put(f"{version}/body", json={"body": wrong})
        assert (refused.status_code, refused.json()["field"]) == (422, "content")
    async with browser(app, companies.admin) as page:
        assert (await page.put(f"{version}/approval")).json()["state"] == "approved"
        assert (await page.put(f"{version}/publication")).json()["state"] == "current"
    async with browser(app, companies.manager) as page:
        used = {"template_id": made.json()["template_id"], "name": name}
        signed = await page.post(
            f"{client}/contracts/from-template", json=used | {"starts_on": "2026-01-01"}
        )
        assert (signed.status_code, signed.json()["ends_on"]) == (201, "2026-12-31")
        drafted = await page.post(
            f"{client}/contracts/{signed.json()['id']}/agreements/from-template", json=used
        )
        assert (drafted.status_code, drafted.json()["state"]) == (201, "draft")
        uses = await page.get(f"{client}/contracts/{signed.json()['id']}/template-uses")
        assert [(each["version_id"], each["template"], each["number"]) for each in uses.json()] == [
            (drafted.json()["id"], name, 1)
        ]
        assert (await page.get(f"{client}/template-proposals")).json() == []
        listed = (await page.get("/api/v1/templates")).json()
        assert {"name": name, "current": 1, "waiting": None}.items() <= next(
            each for each in listed if each["name"] == name
        ).items()
        history = f"/api/v1/templates/{made.json()['template_id']}/versions"
        assert [each["number"] for each in (await page.get(history)).json()] == [1]
        assert (await page.get("/api/v1/template-proposals")).json() == []
        odd = await page.get("/api/v1/template-proposals", params={"after": "yesterday"})
        assert (odd.status_code, odd.json()["field"]) == (422, "after")


async def test_no_client_and_no_agent_reads_templates(app: Any, companies: World) -> None:
    paths = ("/api/v1/templates", "/api/v1/template-proposals", "/api/v1/default-agreement")
    for person in (companies.acme.admin, companies.acme.requester, companies.agent):
        async with browser(app, person) as page:
            for path in paths:
                assert (await page.get(path)).status_code in (403, 404), path
            refused = await page.post(paths[0], json={"name": "Mine", "body": BODY})
            assert refused.status_code in (403, 404)


async def test_only_an_administrator_chooses_the_default(app: Any, companies: World) -> None:
    async with browser(app, companies.manager) as page:
        refused = await page.put("/api/v1/default-agreement", json={"template_id": None})
        assert refused.status_code == 403
    async with browser(app, companies.admin) as page:
        chosen = await page.put("/api/v1/default-agreement", json={"template_id": None})
        assert (chosen.status_code, chosen.json()["template_id"]) == (200, None)
        assert (await page.get("/api/v1/default-agreement")).json() == chosen.json()
    async with browser(app, companies.acme.admin) as page:
        own = f"/api/v1/clients/{companies.acme.key}/default-agreement"
        assert (await page.get(own)).json() == []


async def test_a_ticket_says_that_no_contract_covers_it(app: Any, companies: World) -> None:
    async with browser(app, companies.bolt.requester) as page:
        raised = await page.post("/api/v1/tickets", json={"subject": "The door squeaks"})
        assert (raised.status_code, raised.json()["standing"]) == (201, "no_contract")


async def test_an_approved_version_goes_back_and_a_contract_begins_with_its_sla(
    app: Any, companies: World, name: str
) -> None:
    client = f"/api/v1/clients/{companies.acme.key}"
    async with browser(app, companies.manager) as page:
        made = (await page.post("/api/v1/templates", json={"name": name, "body": BODY})).json()
    approval = f"/api/v1/template-versions/{made['id']}/approval"
    begun = {"template_id": made["template_id"], "name": name, "starts_on": "2026-01-01"}
    async with browser(app, companies.admin) as page:
        assert (await page.delete(approval)).status_code == 409
        assert (await page.put(approval)).json()["state"] == "approved"
        back = await page.delete(approval)
        assert (back.status_code, back.json()["state"]) == (200, "draft")
        assert (await page.put(approval)).json()["state"] == "approved"
    async with browser(app, companies.manager) as page:
        early = await page.post(f"{client}/contracts/drafts-from-template", json=begun)
        assert early.status_code in (404, 409)
        assert name not in {each["name"] for each in (await page.get(f"{client}/contracts")).json()}
    async with browser(app, companies.admin) as page:
        published = await page.put(f"/api/v1/template-versions/{made['id']}/publication")
        assert published.json()["state"] == "current"
    async with browser(app, companies.manager) as page:
        drafted = await page.post(f"{client}/contracts/drafts-from-template", json=begun)
        assert (drafted.status_code, drafted.json()["state"]) == (201, "draft")
        assert name in {each["name"] for each in (await page.get(f"{client}/contracts")).json()}
        asked = await page.post(f"{client}/template-proposals")
        assert (asked.status_code, asked.json()) == (201, {"new": 0})
    for person, status in ((companies.agent, 403), (companies.acme.admin, 404)):
        async with browser(app, person) as page:
            refused = await page.post(f"{client}/contracts/drafts-from-template", json=begun)
            assert refused.status_code == status
            assert (await page.post(f"{client}/template-proposals")).status_code == status
            assert (await page.delete(approval)).status_code == status
