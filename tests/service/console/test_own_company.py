"""What a client's administrator keeps: people and roles, seats, contracts, the audit trail."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from tenants import own_audit, own_people, seal
from tests import world
from tests.service.console.ground import SECRETS, Ground
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import Principal, worker
from underpin.kernel.web.caller import Caller

PERSON = re.compile(r'href="/people/([0-9a-f-]{36})"><bdi>Newly Come<')


async def kept(admin: Principal, person: UUID) -> own_people.Kept:
    found = await verb.begin(own_people.of_own, admin, person)
    one: own_people.Kept = found.people[0]
    return one


async def test_an_administrator_invites_gives_roles_and_lets_go(site: Caller, here: Ground) -> None:
    admin, address = here.acme.client.admin, f"new-{ids.new()}@acme.example"
    async with world.browser(site, admin) as page:
        form = {"name": "Newly Come", "email": address, "role": "requester", "reach": "company"}
        made = await page.post("/people", data=form)
        assert made.status_code == 200
        link = re.search(r"https?://[^<\s]+/link/\S+(?=</code>)", made.text)
        assert link is not None
        found = PERSON.search(made.text)
        assert found is not None
        person = UUID(found[1])
        assert (await page.post("/people", data=form)).status_code == 422  # the address is taken
        at = f"/people/{person}"
        assert (await page.post(f"{at}/roles", data={})).status_code == 422
        await page.post(f"{at}/roles", data={"role": ["approver", "requester"]})
        await page.post(f"{at}/reach", data={"reach": ""})
        await page.post(f"{at}/limit", data={"amount": "500.00", "currency": "eur"})
        assert (await page.post(f"{at}/language", data={"locale": "xx"})).status_code == 422
        await page.post(f"{at}/language", data={"locale": "pl"})
        assert '<option value="pl" selected>' in (await page.get(at)).text
        one = await kept(admin.principal, person)
        assert one.locale == "pl"
        assert (one.roles, one.reach) == (("approver", "requester"), "")
        assert [(currency, int(amount)) for currency, amount in one.limits] == [("EUR", 500)]
        assert (await page.get(at)).status_code == 200
        own = f"/people/{admin.id}"
        assert (await page.post(f"{own}/roles", data={"role": "requester"})).status_code == 403
        assert (await page.post(f"{own}/deactivation")).status_code == 409
        await page.post(f"{at}/deactivation")
        assert (await kept(admin.principal, person)).state == "deactivated"
    async with world.browser(site) as visitor:
        token = link[0].rpartition("/")[2]
        assert (await visitor.get(f"/link/{token}")).status_code == 404
    async with world.browser(site, here.bolt.client.admin) as other:
        assert (await other.get(at)).status_code == 404
    async with world.browser(site, here.acme.client.approver) as other:
        for path in ("/people", at, "/seats", "/contracts", "/audit-trail"):
            assert (await other.get(path)).status_code == 403


async def test_seats_are_confirmed_from_a_day_on_and_contracts_lead_to_their_versions(
    site: Caller, here: Ground
) -> None:
    client = here.bolt.client
    async with world.browser(site, client.admin) as page:
        seats = (await page.get("/seats")).text
        day = re.search(r'name="from_day"[^>]*value="([0-9-]{10})"', seats)
        assert day is not None
        words = {"from_day": day[1], "seat": [str(client.requester.id), str(client.admin.id)]}
        assert (await page.post("/seats", data=words)).status_code == 303
        assert re.search(r'<td class="num">2</td>', (await page.get("/seats")).text)
        assert (await page.post("/seats", data={"from_day": "soon"})).status_code == 422
        contracts = (await page.get("/contracts")).text
        version = re.search(r'href="(/consent/[0-9a-f-]{36})"', contracts)
        assert version is not None
        assert (await page.get(version[1])).status_code == 200


async def test_the_trail_shows_its_order_and_keeps_what_is_the_providers(
    site: Caller, here: Ground
) -> None:
    client = here.acme.client
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "test", "test")
        await seal.seal(act, 10_000, timedelta(0))
    head = (await verb.begin(own_audit.verified, client.admin.principal)).head
    async with world.browser(site, client.admin) as page:
        trail = await page.get("/audit-trail")
        assert "Internal to your provider" in trail.text
        older = await page.get("/audit-trail?before=40")
        assert "Ticket raised" in trail.text + older.text
        assert not [secret for secret in SECRETS if secret in trail.text]
        for hidden in ("vendor case", "vendor_case", "move tier", "move_tier", "note<"):
            assert hidden not in trail.text
        query = {"count": str(head.count), "hash": head.hash}
        whole = await page.get("/audit-trail/verdict", params=query)
        assert "The chain is whole." in whole.text
        assert "still on it" in whole.text
        lost = await page.get("/audit-trail/verdict", params=query | {"hash": "0" * 64})
        assert "no longer on the chain" in lost.text
        assert (await page.get("/audit-trail/verdict", params={"count": "x"})).status_code == 422
