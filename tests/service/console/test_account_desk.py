"""The account desk around the editor: contracts from a template, calendars, what stands behind the
promises, templates and what they propose, reminders, and what if."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from urllib.parse import urlencode

import httpx
import pytest

from contracts.agreements import provider_agreement
from contracts.calendars import calendars
from contracts.instant import HOUR
from contracts.signed import default_agreement
from contracts.templates import template
from contracts.what_if import what_if_work
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.templates import a_template
from tests.service.console.test_contract_editor import fields
from tests.world import Human
from underpin.demo import price_lists
from underpin.kernel import db, ids, pulse, timers, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

WEEK = {f"week.{day}": "09:00-17:00" for day in ("mon", "tue", "wed", "thu", "fri")}


async def test_a_contract_is_signed_from_a_template(site: Caller, here: Ground) -> None:
    slug, made = here.acme.client.slug, await a_template(here)
    name = f"Managed {ids.new()}"
    form = {"template": str(made), "name": name, "starts_on": "2026-12-01"}
    async with world.browser(site, here.people.manager) as page:
        for wrong in ({**form, "name": ""}, {**form, "starts_on": "soon"}):
            refused = await page.post(f"/clients/{slug}/contracts", data=wrong)
            assert refused.status_code == 422
        assert name not in (await page.get(f"/clients/{slug}/contracts")).text
        went = await page.post(f"/clients/{slug}/contracts", data=form)
        edit = went.headers["location"]
        assert re.fullmatch(rf"/clients/{slug}/versions/[0-9a-f-]+/edit", edit), went.text
        assert name in html.unescape((await page.get(edit)).text)
        again = await page.post(f"/clients/{slug}/contracts", data=form)
        assert again.status_code == 409, "a name is taken once"
        longest = f"Long {ids.new()}".ljust(200, "x")
        went = await page.post(f"/clients/{slug}/contracts", data={**form, "name": longest})
        assert went.status_code == 303, "with its SLA, or not at all"
        assert longest in html.unescape((await page.get(went.headers["location"])).text)
        shown = (await page.get(f"/clients/{slug}/contracts")).text
        assert name in shown
        assert "Draft" in shown


async def test_hours_are_drawn_changed_and_never_edited(site: Caller, here: Ground) -> None:
    acme = here.acme.client
    base, name = f"/clients/{acme.slug}/calendars", f"Depot {ids.new()}"
    form = {"name": name, "time_zone": "Europe/Berlin", **WEEK}
    async with world.browser(site, here.people.manager) as page:
        refused = await page.post(base, data={**form, "week.mon": "nine to five"})
        assert refused.status_code == 422
        assert 'value="nine to five"' in refused.text, "what was typed is kept"
        assert name not in (await page.get(base)).text.split("new-calendar")[0]
        path = (await page.post(base, data=form)).headers["location"]
        assert "week-bar" in (await page.get(path)).text
        holiday = {**form, "overrides": "2030-12-24 09:00-12:00", "holidays": "12-31"}
        drawn = await page.post(f"{path}/check", data={**holiday, "week.sat": "10:00-14:00"})
        assert "As it is typed" in drawn.text
        assert (await page.post(f"{path}/versions", data=holiday)).headers["location"] == path
        wrong = await page.post(f"{path}/versions", data={**form, "time_zone": "Mars/Base"})
        assert wrong.status_code == 422
    found = await verb.perform(calendars.of_tenant, here.people.manager.principal, acme.id)
    kept = [each for each in found if each.name == name]
    assert [each.number for each in kept] == [2, 1]
    assert kept[0].definition["yearly_holidays"] == ["12-31"]
    assert "overrides" not in kept[1].definition


async def test_an_ola_is_drafted_written_approved_and_activated(site: Caller, here: Ground) -> None:
    name = f"OLA {ids.new()}"
    async with world.browser(site, here.people.admin) as page:
        listed = (await page.get("/agreements")).text
        calendar = re.search(r'name="calendar".*?value="([^"]+)"', listed, re.DOTALL)
        assert calendar is not None
        form = {"whose": "3", "name": name, "calendar": calendar[1]}
        assert (await page.post("/agreements", data={**form, "name": ""})).status_code == 422
        edit = (await page.post("/agreements", data=form)).headers["location"]
        typed = {**fields((await page.get(edit)).text), "t.incident.P1.hold": "3h"}
        base = edit.removesuffix("/edit")
        wrong = {**typed, "t.incident.P1.pickup": "soon"}
        assert (await page.post(f"{base}/content", data=wrong)).status_code == 422
        assert (await page.post(f"{base}/content", data=typed)).headers["location"] == "/agreements"
        assert (await page.post(f"{base}/approval")).status_code == 403, "nobody their own"
    every = await verb.perform(provider_agreement.of_provider, here.people.admin.principal)
    (found,) = [each for each in every if each.name == name]
    assert [each.allowed_us for each in found.versions[0].content.targets] == [3 * HOUR]
    assert found.versions[0].state == "draft"


async def test_a_stale_draft_behind_the_promises_is_told_beside_what_stands(
    site: Caller, here: Ground
) -> None:
    """An OLA and a UC as much as an SLA: what was stored meanwhile is shown, nothing typed lost."""
    async with world.browser(site, here.people.admin) as page:
        listed = (await page.get("/agreements")).text
        calendar = re.search(r'name="calendar".*?value="([^"]+)"', listed, re.DOTALL)
        vendor = re.search(r'<option value="([0-9a-f-]{36})"', listed.split('name="whose"')[1])
        assert calendar is not None and vendor is not None
        for whose, metric in (("2", "hold"), (vendor[1], "fix")):
            form = {"whose": whose, "name": f"Stale {ids.new()}", "calendar": calendar[1]}
            edit = (await page.post("/agreements", data=form)).headers["location"]
            first, second = [fields((await page.get(edit)).text) for _ in range(2)]
            cell, base = f"t.incident.P1.{metric}", edit.removesuffix("/edit")
            assert (await _stored(page, base, {**first, cell: "3h"})).status_code == 303
            refused = await _stored(page, base, {**second, cell: "5h"})
            assert refused.status_code == 409
            assert "saved this draft" in refused.text
            assert fields(refused.text)[cell] == "5h", "what was typed is kept"
            assert fields((await page.get(edit)).text)[cell] == "3h", "what was stored stands"


async def test_a_stale_template_is_told_beside_what_stands(site: Caller, here: Ground) -> None:
    made, cell = await a_template(here), "t.incident.P2.resolution"
    async with world.browser(site, here.people.manager) as page:
        edit = (await page.post(f"/templates/{made}/versions")).headers["location"]
        first, second = [fields((await page.get(edit)).text) for _ in range(2)]
        base = edit.removesuffix("/edit")
        assert (await _stored(page, base, {**first, cell: "7h"})).status_code == 303
        refused = await _stored(page, base, {**second, cell: "9h"})
        assert refused.status_code == 409
        assert fields(refused.text)[cell] == "9h"
        assert fields((await page.get(edit)).text)[cell] == "7h"


async def _stored(page: httpx.AsyncClient, base: str, typed: dict[str, str]) -> httpx.Response:
    return await page.post(f"{base}/content", data=typed)


async def test_a_first_template_begins_with_usual_promises(site: Caller, here: Ground) -> None:
    name = f"First {ids.new().hex[-8:]}"
    async with world.browser(site, here.people.manager) as page:
        assert "usual promises, in office hours" in (await page.get("/templates")).text
        made = await page.post("/templates", data={"name": name, "like": ""})
        typed = fields((await page.get(made.headers["location"])).text)
    assert typed["t.incident.P1.resolution"] == "4h"
    assert typed["t.incident.P1.first_response"] == "30m"


async def test_a_template_is_amended_by_the_same_editor(site: Caller, here: Ground) -> None:
    made = await a_template(here)
    async with world.browser(site, here.people.manager) as page:
        edit = (await page.post(f"/templates/{made}/versions")).headers["location"]
        base = edit.removesuffix("/edit")
        typed = fields((await page.get(edit)).text)
        assert typed["terms.notice"] == "90"
        changed = {**typed, "t.incident.P2.resolution": "7h", "terms.uplift": "3"}
        refused = await page.post(f"{base}/content", data={**changed, "terms.notice": "long"})
        assert refused.status_code == 422
        assert (await page.post(f"{base}/content", data=changed)).headers[
            "location"
        ] == "/templates"
        assert (await page.post(f"{base}/approval")).status_code == 403
    async with world.browser(site, here.people.admin) as page:
        assert (await page.post(f"{base}/approval")).status_code == 303
        assert (await page.post(f"{base}/publication")).status_code == 303
        assert "Current" in (await page.get("/templates")).text
    newest = (await verb.perform(template.versions, here.people.manager.principal, made))[0]
    assert (newest.number, newest.state) == (2, "current")
    assert newest.body.terms.uplift_percent == 3
    assert 7 * HOUR in {each.allowed_us for each in newest.body.content.targets}


async def test_a_draft_is_tried_against_the_past(site: Caller, here: Ground) -> None:
    acme = here.acme
    path = f"/clients/{acme.client.slug}/versions/{acme.version_id}/what-if"
    async with world.browser(site, here.people.manager) as page:
        assert 'name="since"' in (await page.get(path)).text
        form = {"since": "2026-01-01", "until": "2026-01-01"}
        refused = await page.post(path, data=form)
        assert refused.status_code == 422
        assert 'value="2026-01-01"' in refused.text
        assert "within five years" in refused.text
        went = await page.post(path, data={**form, "until": date(2030, 1, 1).isoformat()})
        running = await page.get(went.headers["location"])
        assert "Living" in running.text or "Kept in time" in running.text
        assert went.headers["location"] in (await page.get(path)).text


async def test_a_draft_is_tried_together_with_a_plan(site: Caller, here: Ground) -> None:
    """What the same days would have cost stands beside what would have been kept."""
    acme, plan = here.acme, f"{price_lists.PLAN}:{price_lists.SILVER.number}"
    path = f"/clients/{acme.client.slug}/versions/{acme.version_id}/what-if"
    async with world.browser(site, here.people.manager) as page:
        usual = fields((await page.get(path)).text)
        until = date.fromisoformat(usual["until"])
        since = (until - timedelta(days=1)).replace(day=1)
        form = {**usual, "since": since.isoformat(), "plan": plan}
        went = (await page.post(path, data=form)).headers["location"]
        assert went.endswith(f"?{urlencode({'plan': plan})}")
        timers.handle(what_if_work.kind())
        while await pulse.drain(acme.client.id):
            pass
        done = html.unescape((await page.get(went)).text)
        assert "Plan in force" in done
        assert "the same" in done, "it is the plan they are on"
        run = went.split("?")[0]
        assert "Plan in force" not in (await page.get(run)).text
        assert (await page.get(f"{run}?plan=cheap")).status_code == 422
        assert (await page.get(f"{run}?plan={ids.new()}:1")).status_code == 404


@pytest.mark.parametrize("who", ["agent", "lead", "auditor", "finance"])
async def test_who_keeps_no_contracts_changes_nothing(site: Caller, here: Ground, who: str) -> None:
    person: Human = getattr(here.people, who)
    slug = here.acme.client.slug
    before = await _counts(here)
    async with world.browser(site, person) as page:
        for path in (f"/clients/{slug}/contracts", f"/clients/{slug}/calendars", "/agreements"):
            assert (await _post(page, path)).status_code == 403
        for path in ("/templates", "/provider/calendars", "/template-proposals/drafts"):
            assert (await _post(page, path)).status_code == 403
        assert (await page.get("/template-proposals")).status_code == 403
        assert (await page.get("/reminders")).status_code == 403
    assert await _counts(here) == before


async def test_what_waits_and_what_comes_up_is_shown(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.manager) as page:
        for path in ("/template-proposals", "/reminders", "/templates", "/agreements"):
            assert (await page.get(path)).status_code == 200
        assert (await page.get("/provider/calendars")).status_code == 200
        nobody = f"/clients/{here.acme.client.key}/reminders/{ids.new()}/completion"
        assert (await _post(page, nobody)).status_code == 404


async def _post(page: httpx.AsyncClient, path: str) -> httpx.Response:
    return await page.post(path, data={"name": "x"})


async def _counts(here: Ground) -> object:
    async with db.open(Work(here.acme.client.id)):
        return await db.row(
            "SELECT (SELECT count(*) FROM contract) AS contracts, "
            "(SELECT count(*) FROM calendar) AS calendars"
        )


async def test_a_contract_and_its_sla_are_begun_without_a_template(
    site: Caller, here: Ground
) -> None:
    slug, name = here.acme.client.slug, f"Plain {ids.new()}"
    path = f"/clients/{slug}/contracts"
    async with world.browser(site, here.people.manager) as page:
        form = {"template": "own", "name": name, "starts_on": "soon"}
        assert (await page.post(path, data=form)).status_code == 422
        begun = {**form, "starts_on": "2026-12-01"}
        left_open = await page.post(path, data={**begun, "template": ""})
        assert left_open.status_code == 422, "that it promises nothing yet has to be chosen"
        assert name not in (await page.get(path)).text
        went = await page.post(path, data=begun)
        record = went.headers["location"]
        assert name in (await page.get(record)).text
        shown = (await page.get(path)).text
        hours = re.search(r'name="calendar".*?value="([^"]+)"', shown, re.DOTALL)
        assert hours is not None
        draft = record.replace("/record", "/agreements")
        sla = {"template": "", "name": f"SLA {name}", "calendar": hours[1]}
        edit = (await page.post(draft, data=sla)).headers["location"]
        assert edit.endswith("/edit")
        assert fields((await page.get(edit)).text)["t.incident.P1.resolution"] == ""
        assert (await page.post(f"/clients/{slug}/template-proposals")).headers["location"] == path


async def test_holidays_are_looked_up_again(site: Caller, here: Ground) -> None:
    client, manager = here.acme.client, here.people.manager
    every = await verb.perform(calendars.of_tenant, manager.principal, client.id)
    own = f"/clients/{client.slug}/calendars/{every[0].calendar_id}"
    provided = (await verb.perform(calendars.of_provider, manager.principal))[0]
    behind = f"/provider/calendars/{provided.calendar_id}"
    async with world.browser(site, manager) as page:
        assert f"{own}/refresh" in (await page.get(own)).text
        assert "nothing differs" in (await page.post(f"{own}/refresh")).text
        assert (await page.post(f"{behind}/refresh")).status_code == 403
    async with world.browser(site, here.people.admin) as page:
        assert "nothing differs" in (await page.post(f"{behind}/refresh")).text


async def test_what_counts_out_of_contract_is_chosen(site: Caller, here: Ground) -> None:
    made, chosen = await a_template(here), default_agreement.chosen
    admin = here.people.admin
    before = await verb.perform(chosen, admin.principal)
    async with world.browser(site, here.people.manager) as page:
        assert 'id="default-template"' not in (await page.get("/templates")).text
        assert (await page.post("/templates/default", data={})).status_code == 403
    assert await verb.perform(chosen, admin.principal) == before
    async with world.browser(site, admin) as page:
        wrong = await page.post("/templates/default", data={"template": "gold"})
        assert wrong.status_code == 422
        await page.post("/templates/default", data={"template": str(made)})
        assert "no contract covers are on" in (await page.get("/templates")).text
        now = await verb.perform(chosen, admin.principal)
        assert now is not None
        assert now.template_id == made
        await page.post("/templates/default", data={"template": ""})
        assert "no promise at all" in (await page.get("/templates")).text
