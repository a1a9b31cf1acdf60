"""What the pages read and do, asked for by programs: each list for whom it is meant, of whose
clients it may be, and nothing changed where it is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from tests import served
from tests.conftest import Database
from tests.world import World, browser, build

API = "/api/v1"
OF_ALL = (
    *("client-health", "alert-sources", "announcements", "calls/ringing", "colleagues"),
    *("callers?number=%2B48221234567", "onboarding", "account-managers", "receivables"),
    *("bank-statements/matching", "credit-proposals", "exchange-rates", "plans/offered"),
    *("compliance/pending", "recoveries", "credits-due"),
)
"""Over all clients of who asks."""
OF_ONE = (
    *("health", "colleagues", "asset-kinds", "catalogue-items", "contract-changes", "mail/sender"),
    *("contract-changes/waiting", "onboarding/test-mail", "issued-invoices", "credit-notes"),
    "margin/behind?first=2026-01-01&last=2026-01-31",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(scopes: Database) -> World:
    return await build()


@pytest.fixture(scope="module")
def site() -> Any:
    return served.site()


async def _ticket(site: Any, requester: Any) -> str:
    async with browser(site, requester) as page:
        made = await page.post(f"{API}/tickets", json={"subject": "The scanner hums"})
    assert made.status_code == 201, made.text
    return str(made.json()["number"])


@pytest.mark.parametrize("path", OF_ALL)
async def test_over_all_clients_staff_ask_and_clients_do_not(
    world: World, site: Any, path: str
) -> None:
    async with browser(site, world.admin) as page:
        found = await page.get(f"{API}/{path}")
        assert found.status_code == 200 and isinstance(found.json(), list), found.text
    async with browser(site, world.acme.admin) as page:
        assert (await page.get(f"{API}/{path}")).status_code == 404


@pytest.mark.parametrize("path", OF_ONE)
async def test_of_a_client_nobody_asks_who_does_not_work_for_it(
    world: World, site: Any, path: str
) -> None:
    async with browser(site, world.admin) as page:
        assert (await page.get(f"{API}/clients/{world.acme.key}/{path}")).status_code == 200
    async with browser(site, world.stranger) as page:
        assert (await page.get(f"{API}/clients/{world.acme.key}/{path}")).status_code in (403, 404)
    async with browser(site, world.bolt.admin) as page:
        assert (await page.get(f"{API}/clients/{world.acme.key}/{path}")).status_code == 404


async def test_a_question_makes_the_ticket_wait_for_the_client(world: World, site: Any) -> None:
    acme = world.acme
    name = await _ticket(site, acme.requester)
    async with browser(site, world.agent) as page:
        now = datetime.now(UTC)
        until = (now + timedelta(days=2)).isoformat()
        late = {"question": "Which floor?", "until": (now - timedelta(days=2)).isoformat()}
        assert (await page.post(f"{API}/tickets/{name}/question", json=late)).status_code == 422
        assert (await page.get(f"{API}/tickets/{name}")).json()["state"] == "new"
        asked = await page.post(
            f"{API}/tickets/{name}/question", json={"question": "Which floor?", "until": until}
        )
        assert asked.status_code == 201, asked.text
        assert (await page.get(f"{API}/tickets/{name}")).json()["state"] == "waiting_client"
        done = await page.post(f"{API}/tickets/{name}/resolution", json={"body": "Wiped it."})
        assert done.status_code in (200, 201), done.text
        late = await page.post(
            f"{API}/tickets/{name}/replies", json={"body": "Really?", "wait": True}
        )
        assert (late.status_code, late.json()["type"]) == (409, "urn:underpin:problem:wrong-state")
        assert (await page.get(f"{API}/tickets/{name}")).json()["state"] == "resolved"
        for part in ("copied", "verifications/approvers", "quotations"):
            found = await page.get(f"{API}/tickets/{name}/{part}")
            assert found.status_code == 200 and isinstance(found.json(), list)
        assert (await page.get(f"{API}/tickets/{name}/holding")).status_code == 200
    async with browser(site, world.stranger) as page:
        for part in ("copied", "verifications/approvers", "quotations", "holding"):
            assert (await page.get(f"{API}/tickets/{name}/{part}")).status_code == 404


async def test_a_member_reads_their_own_tickets_and_their_company(world: World, site: Any) -> None:
    acme = world.acme
    name = await _ticket(site, acme.colleague)
    async with browser(site, acme.colleague) as page:
        own = (await page.get(f"{API}/me/tickets")).json()
        assert name.rpartition("-")[2] in {str(each["number"]) for each in own["tickets"]}
        assert (await page.get(f"{API}/me/company")).status_code == 200
        assert (await page.get(f"{API}/me/company/audit")).status_code == 403
    async with browser(site, acme.admin) as page:
        assert (await page.get(f"{API}/me/company/audit")).status_code == 200
        verdict = (await page.get(f"{API}/me/company/audit/verdict")).json()
        assert (verdict["broken_at"], verdict["details_altered"]) == (None, 0)
    async with browser(site, world.bolt.requester) as page:
        others = (await page.get(f"{API}/me/tickets")).json()["tickets"]
        assert name not in {f"{acme.key}-{each['number']}" for each in others}


async def test_people_are_invited_by_mail(world: World, site: Any) -> None:
    acme = world.acme
    people = f"{API}/clients/{acme.key}/people"
    new = {"name": "Olek Nowy", "email": f"olek@{acme.slug}.example", "roles": ["requester"]}
    async with browser(site, world.admin) as page:
        added = await page.post(f"{API}/clients/{acme.key}/invited-people", json=new)
        assert added.status_code == 201, added.text
        again = await page.post(f"{API}/clients/{acme.key}/invited-people", json=new)
        assert again.status_code == 409
        every = (await page.get(people)).json()
        (olek,) = [each for each in every if each["email"] == new["email"]]
        mail = await page.post(f"{people}/{olek['id']}/invitation-mail")
        assert mail.status_code == 201, mail.text
        assert (await page.post(f"{people}/{uuid4()}/invitation-mail")).status_code == 404
        staff = await page.post(f"{API}/staff/{world.l3.id}/invitation-mail")
        assert staff.status_code == 201, staff.text
    async with browser(site, world.agent) as page:
        refused = await page.post(f"{API}/clients/{acme.key}/invited-people", json=new)
        assert refused.status_code == 403
        assert (await page.post(f"{API}/staff/{world.l3.id}/invitation-mail")).status_code == 403


async def test_what_is_not_there_is_tried_drafted_and_read_by_nobody(
    world: World, site: Any
) -> None:
    acme = world.acme
    name = await _ticket(site, acme.requester)
    async with browser(site, world.admin) as page:
        client = f"{API}/clients/{acme.key}"
        assert (await page.post(f"{API}/mailboxes/{uuid4()}/trial")).status_code == 404
        assert (await page.post(f"{client}/channels/{uuid4()}/greeting")).status_code == 404
        assert (await page.get(f"{client}/alert-sources/{uuid4()}/alerts")).status_code == 404
        draft = {"agreement_id": str(uuid4())}
        drafted = await page.post(f"{API}/tickets/{name}/contract-change/draft", json=draft)
        assert drafted.status_code == 404
        assert (await page.get(f"{API}/vendors/{uuid4()}/cases")).json() == []
        assert (await page.get(client)).json()["key"] == acme.key
        assert (await page.get(f"{client}/invoices/NO-1/write-off")).status_code in (200, 404)
    async with browser(site, acme.requester) as page:
        for part in ("change", "estimate", "contract-change"):
            of = f"{API}/clients/{acme.key}/approvals/{uuid4()}/{part}"
            assert (await page.get(of)).status_code in (403, 404)
    async with browser(site, world.stranger) as page:
        assert (await page.get(f"{API}/clients/{acme.key}")).status_code == 404
