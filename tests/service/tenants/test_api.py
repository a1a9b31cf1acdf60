"""The room over the JSON API, through the whole application."""

from __future__ import annotations

from typing import Any

import pytest

from tenants import door
from tests.service.tenants import deeds
from tests.world import SETTINGS, World, accept, again, browser
from underpin import app as application
from underpin.kernel import ids


@pytest.fixture(scope="module")
def app(world: World) -> Any:
    return application.asgi(SETTINGS, connect=False)


async def test_who_am_i(app: Any, world: World) -> None:
    async with browser(app, world.agent) as page:
        me = (await page.get("/api/v1/me")).json()
    assert (me["name"], me["audience"], me["roles"]) == ("Agent", "staff", ["agent"])
    assert me["clients"] == sorted([world.acme.key, world.bolt.key])
    async with browser(app, world.acme.requester) as page:
        assert (await page.get("/api/v1/me")).json()["clients"] == [world.acme.key]
    async with browser(app) as page:
        assert (await page.get("/api/v1/me")).status_code == 401


async def test_a_token_from_asking_to_revoking(app: Any, world: World) -> None:
    wish = {"name": "ci", "capabilities": ["ticket.read"], "client": world.bolt.key.lower()}
    async with browser(app, world.agent) as page:
        issued = await page.post("/api/v1/tokens", json=wish)
        assert issued.status_code == 201
        bearer = {"Authorization": f"Bearer {issued.json()['token']}"}
        refused = await page.post("/api/v1/tokens", json=wish | {"client": world.caro.key})
        assert refused.status_code == 404
        refused = await page.post("/api/v1/tokens", json=wish | {"days": 10**9})
        assert refused.status_code == 422
        refused = await page.post("/api/v1/tokens", json=wish | {"capabilities": ["audit.read"]})
        assert (refused.status_code, refused.json()["field"]) == (422, "capabilities")
    async with browser(app, face="desk") as page:
        me = (await page.get("/api/v1/me", headers=bearer)).json()
        assert (me["capabilities"], me["clients"]) == (["ticket.read"], [world.bolt.key])
        more = await page.post("/api/v1/tokens", json=wish, headers=bearer)
        assert more.status_code == 403
    async with browser(app, world.l2) as page:
        url = f"/api/v1/tokens/{issued.json()['id']}"
        assert (await page.delete(url)).status_code == 404
    async with browser(app, world.agent) as page:
        assert (await page.delete(url)).status_code == 204
    async with browser(app, face="desk") as page:
        assert (await page.get("/api/v1/me", headers=bearer)).status_code == 401


async def test_a_person_from_adding_to_deactivating(app: Any, world: World) -> None:
    base, email = f"/api/v1/clients/{world.acme.key}/people", f"{ids.new()}@acme.example"
    async with browser(app, world.acme.admin) as page:
        made = await page.post(base, json={"name": "Nia", "email": email, "roles": ["approver"]})
        assert made.status_code == 201
        person = made.json()
        assert (person["state"], person["roles"]) == ("invited", ["approver"])
        again_made = await page.post(base, json={"name": "Nia", "email": email})
        assert again_made.json()["type"] == "urn:underpin:problem:address-taken"
        link = (await page.post(f"{base}/{person['id']}/invitation")).json()["url"]
        assert link.startswith(f"{SETTINGS.portal_origin}/link/")
        await accept(link.rsplit("/", 1)[1])
        assert (await page.delete(f"{base}/{person['id']}")).status_code == 204
        assert (await page.delete(f"{base}/{world.bolt.requester.id}")).status_code == 404
        strange = f"/api/v1/clients/{world.bolt.key}/people"
        assert (await page.post(strange, json={"name": "N", "email": email})).status_code == 404
        assert (await page.get(strange)).status_code == 404
    async with browser(app, world.acme.requester) as page:
        assert (await page.get(base)).status_code == 403
        assert (await page.post(base, content=b"{")).status_code == 403
    assert await world.bolt.requester.again() is not None


async def test_staff_from_adding_to_unassigning(app: Any, world: World) -> None:
    email = f"{ids.new()}@provider.example"
    async with browser(app, world.admin) as page:
        # The list is by name and has an end: other stories' people stand behind this one.
        new = {"name": "0 Sam", "email": email, "roles": ["agent"], "tier": 2}
        made = (await page.post("/api/v1/staff", json=new)).json()
        place = f"/api/v1/staff/{made['id']}/clients/{world.acme.key}"
        for _ in range(2):
            assert (await page.put(place)).is_success
        link = (await page.post(f"/api/v1/staff/{made['id']}/invitation")).json()["url"]
        assert link.startswith(f"{SETTINGS.desk_origin}/link/")
        assert (await page.delete(place)).status_code == 204
        assert (await page.delete(place)).status_code == 404
        assert email in {person["email"] for person in (await page.get("/api/v1/staff")).json()}
    async with browser(app, world.lead) as page:
        assert (await page.get("/api/v1/staff")).status_code == 403
        assert (await page.put(place)).status_code == 403
    async with browser(app, world.acme.admin) as page:
        assert (await page.get("/api/v1/staff")).status_code in (403, 404)


async def test_the_desks_routes_are_not_the_portals(app: Any, world: World) -> None:
    person = await deeds.recruit(world, world.acme)
    async with browser(app, person, face="portal") as page:
        for path in ("/api/v1/clients", "/api/v1/staff"):
            assert (await page.get(path)).status_code == 404
    async with browser(app, person) as page:
        found = (await page.get("/api/v1/clients")).json()
    assert [client["key"] for client in found] == [world.acme.key]


async def test_a_company_and_its_trail(app: Any, world: World) -> None:
    key = f"API{world.acme.id}"
    new = {"slug": key.lower(), "key": key, "name": "Api", "time_zone": "Europe/Warsaw"}
    person = await deeds.recruit(world, job="provider_admin")
    async with browser(app, person) as page:
        made = await page.post("/api/v1/clients", json=new)
        assert (made.status_code, made.json()["key"]) == (201, key)
        taken = await page.post("/api/v1/clients", json=new)
        assert taken.json()["type"] == "urn:underpin:problem:name-taken"
        wrong = await page.post("/api/v1/clients", json=new | {"key": "no", "slug": "fine"})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "key")
        verdict = (await page.get(f"/api/v1/clients/{key}/audit/verdict")).json()
    assert verdict["broken_at"] is None
    assert key in (await again(person)).principal.tenants


async def test_a_broken_word_is_nobody(app: Any) -> None:
    async with browser(app, face="desk") as page:
        for token in ("", "x", "upn_api_0_" + "A" * 43):
            answer = await page.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401
    assert await door.by_api_token("x") is None
