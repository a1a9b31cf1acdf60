"""The pages: a member finds an item, fills in its form, and staff do what it takes."""

from __future__ import annotations

import re
from typing import Any

import httpx
import msgspec
import pytest

from tests import served
from tests import world as people
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.requests import form
from tests.world import World, build, credentials
from underpin.console.routes.requests.defining import items as item_form
from underpin.console.routes.requests.defining import steps as step_form
from underpin.desk.catalogue.definition import Definition
from underpin.desk.checklists.step import Step
from underpin.kernel import csrf

API = "/api/v1"


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


@pytest.fixture(scope="module")
def site(world: World) -> Any:
    return served.site()


async def posted(page: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    return await page.post(path, data=fields)


async def test_a_member_asks_by_a_form_and_staff_do_it(world: World, site: Any) -> None:
    async with people.browser(site, world.admin) as admin:
        steps = {"key": "joiner", "name": "Joiner", "active": "yes", **STEPS}
        got = await posted(admin, "/administration/catalogue/tasks", **steps)
        assert got.status_code == 303, got.text
        wrong = ITEM | {"name_en": "", "name_pl": "Zaczyna u nas"}
        refused = await posted(admin, "/administration/catalogue/items", **wrong)
        assert refused.status_code == 422
        assert "Zaczyna u nas" in refused.text, "what was typed comes back"
        assert (await posted(admin, "/administration/catalogue/items", **ITEM)).status_code == 303
        assert "Joiner at ACME" in (await admin.get("/administration/catalogue")).text
    name = await _asked(world, site)
    async with people.browser(site, world.lead) as lead:
        work = (await lead.get(f"/tickets/{name}/work")).text
        assert "Make the account" in work and "Zofia" in work
        (first, *_) = re.findall(rf"/tickets/{name}/tasks/([0-9a-f-]+)/completion", work)
        got = await posted(lead, f"/tickets/{name}/tasks/{first}/completion")
        assert got.headers["location"] == f"/tickets/{name}/work"
        watcher = {"person": str(world.acme.colleague.id)}
        await posted(lead, f"/tickets/{name}/watchers", **watcher)
        visit = {"technician": str(world.agent.id), "starts_at": "2026-03-04T10:00"}
        got = await posted(lead, f"/tickets/{name}/visits", **visit, minutes="45", place="Hall 3")
        assert got.status_code == 303, got.text
        shown = (await lead.get(f"/tickets/{name}/work")).text
        assert "1 of 3" in shown and "Hall 3" in shown and world.acme.colleague.name in shown
        assert f"/tickets/{name}/work" in (await lead.get(f"/tickets/{name}")).text
    async with people.browser(site, world.acme.requester) as anna:
        own = (await anna.get(f"/tickets/{name}")).text
        assert "Hall 3" in own
        (visit_id,) = re.findall(rf"/tickets/{name}/visits/([0-9a-f-]+)/answer", own)[:1]
        got = await posted(anna, f"/tickets/{name}/visits/{visit_id}/answer", answer="accepted")
        assert got.status_code == 303
        assert (await anna.get(f"/tickets/{name}/work")).status_code == 404


async def _asked(world: World, site: Any) -> str:
    """Through the form, with a file, as a browser without scripts sends it."""
    proof = credentials(world.acme.requester)[csrf.HEADER]
    async with people.browser(site, world.acme.requester) as anna:
        del anna.headers[csrf.HEADER]
        assert "Joiner at ACME" in (await anna.get("/catalogue", params={"q": "joiner"})).text
        assert "Joiner at ACME" not in (await anna.get("/catalogue", params={"q": "boat"})).text
        assert "Joiner at ACME" in (await anna.get("/catalogue/joiner")).text
        said = {"csrf": proof, "idempotency_key": "once", "name": "Zofia", "device": ""}
        file = {"contract": ("c.pdf", b"%PDF-1.7", "application/pdf")}
        where = "/catalogue/joiner/requests"
        refused = await anna.post(where, data=said, files=file)
        assert refused.status_code == 422, refused.text
        assert "Zofia" in refused.text and "Files that wait here: 1" in refused.text
        (waits,) = re.findall(r'name="contract" value="([^"]+)"', refused.text)
        said |= {"device": "none", "contract": waits, "wanted_at": "2026-03-10T12:00"}
        empty = {"unused": ("", b"", "application/octet-stream")}
        made = await anna.post(where, data=said, files=empty)
        again = await anna.post(where, data=said, files=empty)
        assert made.status_code == 303, made.text
        assert again.headers["location"] == made.headers["location"], "pressed twice, asked once"
        forged = await anna.post(where, data=said | {"csrf": "x"}, files=empty)
        assert forged.status_code == 403
        page = (await anna.get(made.headers["location"])).text
        assert "c.pdf" in page, "its file hangs on the message"
    return made.headers["location"].rsplit("/", 1)[1]


def typed(prefix: str, rows: Any) -> dict[str, str]:
    """As the rows of a form name what stands in them."""
    return {
        f"{prefix}-{place}-{name}": value
        for place, row in enumerate(rows)
        for name, value in row.items()
    }


STARTER = msgspec.convert(form.STARTER, Definition)
STEPS = typed("step", step_form.rows(msgspec.convert(form.STEPS, list[Step])))
ITEM = {
    **item_form.head(STARTER),
    **typed("field", item_form.rows(STARTER)),
    "key": "joiner",
    "active": "yes",
    "name_en": "Joiner at ACME",
    "tasks": "joiner",
    "wanted": "must",
}


async def test_what_to_read_first_is_chosen_and_spares_the_request(world: World, site: Any) -> None:
    acme = world.acme
    async with people.browser(site, world.lead) as lead:
        texts = {"en": {"title": "Wombat docks stay dark", "body": "Unplug it."}}
        about = {"category": "Devices", "audience": "members", "language": "en", "texts": texts}
        mine = f"{API}/clients/{acme.key}/articles"
        made = await lead.post(mine, json=about)
        article = made.json()["article"]["id"]
        await lead.put(f"{mine}/{article}/publication")
        home = f"/clients/{acme.key}/catalogue"
        assert "Wombat docks stay dark" in (await lead.get(f"{home}/items/new")).text
        item = ITEM | {"key": "wombat-dock", "tasks": "", "read_first_2": article}
        twice = await posted(lead, f"{home}/items", **item | {"read_first_1": article})
        assert (twice.status_code, "at most 5 articles" in twice.text) == (422, True)
        kept = await posted(lead, f"{home}/items", **item)
        assert kept.status_code == 303, kept.text
        written = (await lead.get(f"{home}/items/wombat-dock")).text
        assert f'<option value="{article}" selected' in written
    async with people.browser(site, acme.requester) as anna:
        form_page = (await anna.get("/catalogue/wombat-dock")).text
        assert "Wombat docks stay dark" in form_page
        spared = await posted(anna, f"/knowledge/{article}/solutions")
        assert spared.status_code == 303, spared.text
        thanked = (await anna.get(spared.headers["location"])).text
        assert "Good to hear that it is solved." in thanked
    async with people.browser(site, world.lead) as lead:
        await lead.delete(f"{mine}/{article}/publication")
    async with people.browser(site, acme.requester) as anna:
        assert "Wombat docks" not in (await anna.get("/catalogue/wombat-dock")).text


async def test_what_comes_again_is_set_up_and_paused_on_a_page(world: World, site: Any) -> None:
    async with people.browser(site, world.manager) as manager:
        page = (await manager.get("/recurring", params={"client": world.acme.key})).text
        assert "Nothing comes again yet" in page
        said = {
            "name": "Patches",
            "subject": "Patch check {month}",
            "person": str(world.acme.requester.id),
            "rule": "FREQ=MONTHLY;BYDAY=2TU",
            "starts_on": "2026-03-01",
            "at": "08:00",
        }
        where = f"/clients/{world.acme.key}/recurring"
        wrong = await posted(manager, where, **said | {"rule": "FREQ=NEVER"})
        assert (wrong.status_code, "Patch check" in wrong.text) == (422, True)
        assert (await posted(manager, where, **said)).status_code == 303
        shown = (await manager.get("/recurring")).text
        (one,) = re.findall(rf"{where}/([0-9a-f-]+)/pause", shown)
        assert (await posted(manager, f"{where}/{one}/pause")).status_code == 303
        assert "Paused" in (await manager.get("/recurring")).text
