"""The pages of macros and rules: forms that work without scripts and keep what was typed."""

from __future__ import annotations

import re

from tests.service.desk.deeds.test_macros import raised
from tests.world import World, browser

NEW = {
    "name": "Printers on a page",
    "position": "10",
    "when": "raised",
    "if-0-what": "words",
    "if-0-values": "print*",
    "deed-0-do": "tag",
    "deed-0-value": "printer, onsite",
    "deed-1-do": "write",
    "deed-1-value": "en",
    "deed-1-text": "We look at it.",
    "deed-2-do": "write",
    "deed-2-value": "pl",
    "deed-2-text": "Sprawdzamy.",
}


async def test_a_rule_is_written_tried_and_switched_on(
    deeds_world: World, desk_app: object
) -> None:
    world, client = deeds_world, deeds_world.acme
    await raised(client, "Printer on a page")
    tell = {"deed-3-do": "tell", "deed-3-value": world.l2.email, "deed-3-text": "Look"}
    form = NEW | tell | {"client": client.key}
    async with browser(desk_app, world.lead) as page:
        wrong = await page.post("/automation", data=form | {"deed-1-text": "{{nobody}}"})
        assert (wrong.status_code, "print*" in wrong.text, "printer, onsite" in wrong.text) == (
            *(422, True, True),
        )
        tried = await page.post("/automation", data=form | {"try": "yes"})
        assert "Printer on a page" in tried.text
        assert "Nothing was changed." in tried.text
        assert "Printers on a page" not in (await page.get("/automation")).text
        odd = await page.post(
            "/automation", data=form | {"if-1-what": "field", "if-1-values": "A = 1"}
        )
        assert (odd.status_code, "A = 1" in odd.text) == (422, True), "no field is called so"
        tasks = {"deed-4-do": "begin_tasks", "deed-4-value": "starter"}
        filed = {"if-1-what": "category", "if-1-values": "-"}
        assert (await page.post("/automation", data=form | tasks | filed)).status_code == 303
        listed = (await page.get("/automation")).text
        found = re.search(r'href="(/automation/[0-9a-f-]{36})"><bdi>Printers on a page', listed)
        assert found is not None
        shown = (await page.get(found[1])).text
        assert world.l2.email in shown, "people stand there by their address"
        assert "Sprawdzamy." in shown
        assert 'value="starter"' in shown
        assert (await page.post(f"{found[1]}/activity", data={"on": "yes"})).status_code == 303
        stale = await page.post(found[1], data=form | {"version": "9"})
        assert stale.status_code in (409, 412)
        assert (await page.get(f"/automation/log?client={client.key}")).status_code == 200
        assert (await page.post(f"{found[1]}/retirement")).status_code == 303
    async with browser(desk_app, world.agent) as page:
        assert (await page.get("/automation")).status_code == 403


async def test_a_macro_is_written_picked_and_used(deeds_world: World, desk_app: object) -> None:
    world, client = deeds_world, deeds_world.acme
    name = f"{client.key}-{await raised(client)}"
    said = {"name": "Thank on a page", "audience": "own", "says": "reply"}
    form = said | {"text-en": "Thanks, {{requester.first_name}}.", "version": "0"}
    async with browser(desk_app, world.agent) as page:
        wrong = await page.post("/macros", data=form | {"text-en": "{{x}}"})
        assert (wrong.status_code, "Thank on a page" in wrong.text) == (422, True)
        assert (await page.post("/macros", data=form)).status_code == 303
        picker = await page.get(
            f"/tickets/{name}/macros?words=thank", headers={"X-Fragment": "macro_picker"}
        )
        assert "<html" not in picker.text
        found = re.search(rf'href="(/tickets/{name}/macros/[0-9a-f-]{{36}})"', picker.text)
        assert found is not None
        assert "Thanks, Requester." in (await page.get(found[1])).text
        used = await page.post(f"{found[1]}/use", data={"text": "Thanks a lot."})
        assert used.status_code == 303
        assert "Thanks a lot." in (await page.get(f"/tickets/{name}")).text
        macro = found[1].removeprefix(f"/tickets/{name}")
        assert "Thank on a page" in (await page.get(macro)).text
        assert (await page.post(f"{macro}/retirement")).status_code == 303
        assert "Thank on a page" not in (await page.get("/macros")).text
