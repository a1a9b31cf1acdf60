"""The contract editor: an account manager amends what a client was promised, sees while typing that
it cannot be kept, applies the smallest fix, and stores a draft that is kept."""

from __future__ import annotations

import re
from uuid import UUID

import httpx
import pytest

from contracts import instant
from contracts.agreements import agreement
from contracts.agreements.versions import Version
from tests import world
from tests.service.console.ground import Ground, Lived
from tests.world import Human, World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

LIFT = re.compile(r'name="deed" value="(lift:incident:P1:resolution:\d+)"')
CELL = "t.incident.P1.resolution"


async def newest(lived: Lived, people: World) -> Version:
    about = (lived.client.id, lived.contract_id)
    every = await verb.perform(agreement.of_contract, people.manager.principal, *about)
    found: Version = max(every, key=lambda each: each.number)
    return found


async def amended(page: httpx.AsyncClient, lived: Lived, people: World) -> str:
    """The editor's address of a draft, the one that waits or a new one."""
    slug = lived.client.slug
    version = await newest(lived, people)
    if version.state != "draft":
        went = await page.post(f"/clients/{slug}/agreements/{lived.agreement_id}/versions")
        return str(went.headers["location"])
    return f"/clients/{slug}/versions/{version.id}/edit"


def fields(text: str) -> dict[str, str]:
    """What a browser would send of the editor's form."""
    inputs = re.findall(r"<input([^>]*)>", text)
    found = {}
    for each in inputs:
        name, value = (re.search(rf'{key}="([^"]*)"', each) for key in ("name", "value"))
        if name is not None and ("checkbox" not in each or "checked" in each):
            found[name[1]] = value[1] if value else ""
    for name_, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        found[name_] = (chosen or first or [""])[1] if chosen or first else ""
    return found


def resolution(version: Version, priority: str) -> int:
    about = ("resolution", "incident", priority)
    return next(each.allowed_us for each in version.content.targets if each.about == about)


async def test_it_is_amended_found_wanting_fixed_and_stored(site: Caller, here: Ground) -> None:
    acme, people = here.acme, here.people
    async with world.browser(site, people.manager) as page:
        edit = await amended(page, acme, people)
        base = edit.removesuffix("/edit")
        before = await newest(acme, people)
        typed = {**fields((await page.get(edit)).text), CELL: "1h"}
        part = await page.post(f"{base}/check", data=typed, headers={"x-fragment": "picture"})
        assert part.status_code == 200
        assert 'data-fragment="picture"' in part.text
        assert "cannot be kept" in part.text
        assert "Worst case" in part.text
        assert "<html" not in part.text
        lift = LIFT.search(part.text)
        assert lift is not None, "the smallest promise that is kept is one click away"
        fixed = await page.post(f"{base}/check", data={**typed, "deed": lift[1]})
        assert fixed.status_code == 200
        kept = fields(fixed.text)
        assert kept[CELL] not in ("1h", "")
        assert LIFT.search(fixed.text) is None
        assert await newest(acme, people) == before, "nothing was stored yet"
        stored = await page.post(f"{base}/content", data=kept)
        assert stored.headers["location"].endswith(f"contract?version={before.id}")
        shown = (await page.get(stored.headers["location"])).text
        assert "What it changes" in shown
    after = await newest(acme, people)
    assert resolution(after, "P1") == int(lift[1].split(":")[-1])
    assert resolution(after, "P2") == resolution(before, "P2") == 8 * instant.HOUR
    assert {each.about for each in after.content.targets} == {
        each.about for each in before.content.targets
    }
    assert after.author_id == people.manager.id


async def test_what_cannot_be_read_is_kept_and_named(site: Caller, here: Ground) -> None:
    acme, people = here.acme, here.people
    async with world.browser(site, people.manager) as page:
        edit = await amended(page, acme, people)
        base = edit.removesuffix("/edit")
        before = await newest(acme, people)
        typed = {**fields((await page.get(edit)).text), CELL: "soon", "commitment": "95"}
        for what in ("check", "content"):
            refused = await page.post(f"{base}/{what}", data=typed)
            assert refused.status_code == 422
            assert fields(refused.text)[CELL] == "soon"
            assert "Write a time like 4h" in refused.text
        part = await page.post(f"{base}/check", data=typed, headers={"x-fragment": "picture"})
        assert part.status_code == 200, "while one types nothing is wrong yet"
        assert "cannot be read yet" in part.text
        doubt = {**typed, CELL: "4h", "exclusions.0.reason": "other"}
        refused = await page.post(f"{base}/content", data=doubt)
        assert refused.status_code == 422
        assert "an other reason has a name" in refused.text
    assert await newest(acme, people) == before


async def test_a_version_that_is_no_draft_is_shown_and_not_edited(
    site: Caller, here: Ground
) -> None:
    acme = here.acme
    path = f"/clients/{acme.client.slug}/versions/{acme.version_id}"
    async with world.browser(site, here.people.manager) as page:
        went = await page.get(f"{path}/edit")
        assert went.headers["location"].endswith(f"contract?version={acme.version_id}")
        typed = {"calendar": str(await _a_calendar(acme)), CELL: "1h"}
        assert (await page.post(f"{path}/content", data=typed)).status_code == 409


@pytest.mark.parametrize("who", ["agent", "lead", "auditor", "finance"])
async def test_only_who_keeps_contracts_edits_them(site: Caller, here: Ground, who: str) -> None:
    person: Human = getattr(here.people, who)
    path = f"/clients/{here.acme.client.slug}/versions/{here.acme.version_id}"
    async with world.browser(site, person) as page:
        assert (await page.get(f"{path}/edit")).status_code == 403
        for what in ("check", "content"):
            assert (await page.post(f"{path}/{what}", data={})).status_code == 403


async def _a_calendar(lived: Lived) -> UUID:
    async with db.open(Work(lived.client.id)):
        found = await db.value("SELECT id FROM calendar_version ORDER BY id LIMIT 1")
    return found or ids.new()
