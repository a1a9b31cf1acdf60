"""The pages of assets, remote support and trainings."""

from __future__ import annotations

import re

from tests.service.desk.deeds.test_macros import raised
from tests.world import World, browser
from underpin.desk.assets import assets
from underpin.desk.assets.asset import Row
from underpin.desk.remote import tools
from underpin.kernel import verb


async def test_a_sheet_is_looked_at_and_taken_in_and_an_asset_changed(
    deeds_world: World, desk_app: object
) -> None:
    client = deeds_world.bolt
    at, sheets = f"/clients/{client.key}/assets", f"/clients/{client.key}/asset-sheets"
    form = {"sheet": "Host,Art,Rack\nPAGE-1,server,B2\nPAGE-2,,\n", "source": "page"}
    columns = {"column-0": "Host", "field-0": "name", "column-1": "Art", "field-1": "kind"}
    async with browser(desk_app, deeds_world.lead) as page:
        looked = await page.post(sheets, data=form | columns)
        assert "New: 1, changed: 0, the same: 0, refused: 1." in looked.text
        assert "PAGE-1" not in (await page.get(at)).text
        taken = await page.post(sheets, data=form | columns | {"take": "yes"})
        assert taken.status_code == 303
        assert "refused.csv" in (await page.get(sheets)).text
        bad = await page.post(sheets, data={"sheet": '"open'})
        assert (bad.status_code, "&#34;open" in bad.text) == (422, True)
        found = re.search(rf'href="({at}/[0-9a-f-]{{36}})"><bdi>PAGE-1', (await page.get(at)).text)
        assert found is not None
        said = {"name": "PAGE-1", "kind": "server", "site": "Atlantis", "version": "1"}
        wrong = await page.post(found[1], data=said)
        assert (wrong.status_code, "Atlantis" in wrong.text) == (422, True)
        kept = await page.post(found[1], data=said | {"site": "", "attributes": "RAM: 64 GB"})
        assert kept.status_code == 303
        assert "RAM: 64 GB" in (await page.get(found[1])).text
        assert (await page.post(found[1], data=said)).status_code in (409, 412)
        new = await page.post(at, data={"name": "PAGE-3", "kind": "phone"})
        assert new.status_code == 303
        assert (await page.post(f"{found[1]}/retirement")).status_code == 303
        assert "PAGE-1" not in (await page.get(at)).text


async def test_at_the_portal_everybody_sees_what_is_theirs(
    deeds_world: World, desk_app: object
) -> None:
    client, lead = deeds_world.caro, deeds_world.lead.principal
    own = Row(
        kind="phone", name="OWN-PHONE", owner=client.requester.email, cost="9", currency="EUR"
    )
    for row in (own, Row(kind="server", name="THEIR-SERVER")):
        await verb.perform(assets.keep, lead, row, tenant=client.id)
    for person, sees in ((client.requester, False), (client.admin, True)):
        async with browser(desk_app, person) as page:
            text = (await page.get("/assets")).text
            assert ("OWN-PHONE" in text, "THEIR-SERVER" in text) == (True, sees)
            assert (await page.get(f"/clients/{client.key}/assets")).status_code == 404


async def test_remote_support_from_a_ticket(deeds_world: World, desk_app: object) -> None:
    client, lead = deeds_world.acme, deeds_world.lead.principal
    tool = await verb.perform(tools.keep, lead, "Page tool", "rustdesk://{id}", "desk")
    said = {"warranty_until": "2020-02-01", "vendor": "Fujitsu"}
    row = Row(kind="laptop", name="REMOTE-LT", attributes={"desk": "42"}, **said)
    asset = await verb.perform(assets.keep, lead, row, tenant=client.id)
    theirs = Row(kind="laptop", name="THEIRS-LT", owner=client.requester.email)
    await verb.perform(assets.keep, lead, theirs, tenant=client.id)
    at = f"/tickets/{client.key}-{await raised(client)}"
    async with browser(desk_app, deeds_world.agent) as page:
        offered = (await page.get(f"{at}/assets")).text
        assert ("What the requester has:" in offered, "THEIRS-LT" in offered) == (True, True)
        assert "REMOTE-LT" not in offered
        assert "REMOTE-LT" in (await page.get(f"{at}/assets?words=remote")).text
        assert (await page.post(f"{at}/assets", data={"asset": str(asset)})).status_code == 303
        linked = (await page.get(f"{at}/assets")).text
        assert f'href="/clients/{client.key}/assets/{asset}"' in linked
        assert all(each in linked for each in ("1 Feb 2020", ">expired<", "<bdi>Fujitsu</bdi>"))
        beside = (await page.get(at)).text
        assert all(each in beside for each in ("1 Feb 2020", ">expired<", "<bdi>Fujitsu</bdi>"))
        onto = {"tool": str(tool.id), "asset": str(asset)}
        begun = await page.post(f"{at}/remote-sessions", data=onto)
        assert 'href="rustdesk://42"' in begun.text
        for whose, number in (("requester", "77"), ("", "78"), (str(asset), "79")):
            typed = {"tool": str(tool.id), "asset": whose, "target": number}
            there = await page.post(f"{at}/remote-sessions", data=typed)
            assert f'href="rustdesk://{number}"' in there.text
        known = await page.get(f"{at}/assets")
        assert "<bdi>77</bdi>" in known.text
        again = await page.post(f"{at}/remote-sessions", data={"tool": str(tool.id)})
        assert 'href="rustdesk://77"' in again.text
        again = await page.post(f"{at}/remote-sessions", data=onto)
        assert 'href="rustdesk://79"' in again.text
        forgotten = await page.post(f"{at}/remote-numbers/{tool.id}/removal")
        assert forgotten.status_code == 303
        refused = await page.post(f"{at}/remote-sessions", data={"tool": str(tool.id)})
        assert refused.status_code == 422
        found = re.search(rf'action="({at}/remote-sessions/[0-9a-f-]{{36}})/end"', begun.text)
        assert found is not None
        assert (await page.post(f"{found[1]}/end")).status_code == 303
        assert '/time"' in (await page.get(f"{at}/assets")).text
        wrote = await page.post(f"{found[1]}/time", data={"minutes": "12", "text": "Done"})
        assert wrote.status_code == 303
        assert '/time"' not in (await page.get(f"{at}/assets")).text
        assert (await page.post(f"{at}/assets/{asset}/removal")).status_code == 303


async def test_a_training_is_recorded(deeds_world: World, desk_app: object) -> None:
    form = {
        "who": str(deeds_world.agent.principal.person_id),
        "skill_name": "Cabling",
        "title": "PAGE-COURSE",
        "completed_on": "2026-01-01",
        "expires_on": "2027-01-01",
        "issuer": "BICSI",
    }
    async with browser(desk_app, deeds_world.lead) as page:
        chosen = f'value="{deeds_world.agent.principal.person_id}">{deeds_world.agent.name}'
        assert chosen in (await page.get("/trainings")).text
        wrong = await page.post("/trainings", data=form | {"completed_on": "soon"})
        assert wrong.status_code == 422
        assert all(
            f'value="{each}"' in wrong.text for each in ("PAGE-COURSE", "2027-01-01", "BICSI")
        )
        assert ">Cabling</option>" not in (await page.get("/trainings")).text, "refused whole"
        assert (await page.post("/trainings", data=form)).status_code == 303
        assert "BICSI" in (await page.get("/trainings")).text
