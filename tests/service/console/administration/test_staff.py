"""Our own people: from the invitation to the rota that calls them."""

from __future__ import annotations

import re

from tests import world
from tests.service.console.administration.forms import sent
from tests.service.console.ground import Ground
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Provider
from underpin.kernel.web.caller import Caller


async def test_somebody_new_is_invited_works_for_a_client_and_is_called_by_a_rota(
    site: Caller, here: Ground
) -> None:
    key, mark = here.acme.client.key, str(ids.new())
    async with world.browser(site, here.people.admin) as page:
        words = {"name": f"Nina {mark}", "email": f"nina-{mark}@provider.example", "tier": "1"}
        at = "/administration/staff"
        made = await sent(page, at, at, **words, roles=["agent"])
        assert made.status_code == 200 and "hand over this link" in made.text
        twice = await sent(page, at, at, **words, roles=["agent"])
        assert twice.status_code == 409 and f"Nina {mark}" in twice.text
        async with db.open(Provider()):
            nina = await db.value("SELECT id::text FROM staff WHERE email = $1", words["email"])
        own = f"{at}/{nina}"
        await sent(page, own, f"{own}/clients", client=key)
        again = await sent(page, own, f"{own}/invitation")
        assert "was mailed to" in again.text

        named = {"name": f"Team {mark}", "tier": ""}
        await sent(page, "/administration/teams", "/administration/teams", **named)
        shown = (await page.get("/administration/teams")).text
        place = shown.index(f"Team {mark}")
        team = re.search(r"/administration/teams/([0-9a-f-]{36})", shown[place:])
        assert team is not None
        base = f"/administration/teams/{team[1]}"
        mates = {**named, "people": [nina, str(here.people.agent.id)]}
        await sent(page, "/administration/teams", base, **mates)
        first = {"zone": "Europe/Berlin", "starts": "2026-11-02", "at": "09:00"}
        nobody = await sent(page, f"{base}/rota", f"{base}/rota", **first)
        assert nobody.status_code == 422
        turns = {f"place-{here.people.agent.id}": "1"}
        hours = {"sat": "9:00-12:00, 18:00-24:00"}
        await sent(page, f"{base}/rota", f"{base}/rota", **first, **turns, **hours)
        week = (await page.get(f"{base}/rota?week=2026-11-09")).text
        assert "09:00–12:00" in week and "18:00–24:00" in week
        kept = {each["team"]: each for each in (await page.get("/api/v1/rotas")).json()}
        assert kept[f"Team {mark}"]["rota"]["people"] == [str(here.people.agent.id)]

        rota = f"{base}/rota/{kept[f'Team {mark}']['id']}"
        ahead = {"zone": "Europe/Berlin", "starts": "2090-01-07T09:00", "ends": "2090-01-07T12:00"}
        late = await sent(page, f"{base}/rota", f"{rota}/overrides", who=nina, **ahead)
        assert late.status_code == 303
        assert "Take back" in (await page.get(f"{base}/rota")).text
        drafted = (await page.get(f"{base}/rota?draft=true")).text
        assert "A draft for the coming weeks" in drafted
        assert f"{base}/rota?draft=true" in (await page.get("/on-call")).text
        away = {"kind": "holiday", "starts": "2090-01-01T00:00", "ends": "2089-01-01T00:00"}
        wrong = await sent(page, own, f"{own}/absences", **away)
        assert wrong.status_code == 422


async def test_roles_change_at_once_and_who_leaves_may_come_back(
    site: Caller, here: Ground
) -> None:
    admin, mark = here.people.admin, str(ids.new())
    address = f"otto-{mark}@provider.example"
    otto = await world.staff_person(
        admin.principal, "Otto", address, "agent", 1, [here.acme.client.id]
    )
    own = f"/administration/staff/{otto.id}"
    async with world.browser(site, admin) as page:
        said = {"name": "Otto", "tier": "2", "locale": "en", "zone": "UTC", "hours": "30.5"}
        same = await sent(page, own, own, **said, roles=["agent"])
        assert same.status_code == 303 and await otto.again() is not None
        assert 'value="30.5"' in (await page.get(own)).text
        wrong = await sent(page, own, own, **{**said, "hours": "169"}, roles=["agent"])
        assert wrong.status_code == 422 and "Hours: of a week" in wrong.text
        none = await sent(page, own, own, **said)
        assert none.status_code == 422
        await sent(page, own, own, **said, roles=["agent", "service_lead"])
        assert await otto.again() is None
        assert (await sent(page, own, f"{own}/deactivation")).status_code == 303
        assert "Let them come back" in (await page.get(own)).text
        assert (await sent(page, own, f"{own}/return")).status_code == 303
        assert "Invite again" in (await page.get(own)).text
    async with world.browser(site, here.people.lead) as page:
        assert (await page.get("/administration/staff")).status_code == 403
        teams = await page.get("/administration/teams")
        assert teams.status_code == 200 and "New team" not in teams.text
