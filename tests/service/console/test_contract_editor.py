"""The contract editor: an account manager amends what a client was promised, sees while typing that
it cannot be kept, applies the smallest fix, and stores a draft that is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import httpx
import pytest
import pytest_asyncio

from contracts import instant
from contracts.agreements import agreement
from contracts.agreements.versions import Version
from contracts.coherence.promised import Risk
from tests import world
from tests.service.console.ground import Ground
from tests.world import Human
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

LIFT = re.compile(r'name="deed" value="(lift:incident:P1:resolution:\d+)"')
CELL = "t.incident.P1.resolution"


@dataclass(frozen=True)
class Own:
    """An SLA of this file's own, in force, so that no other story's draft waits."""

    here: Ground
    active: Version

    @property
    def base(self) -> str:
        return f"/clients/{self.here.acme.client.slug}"

    async def newest(self) -> Version:
        about = (self.here.acme.client.id, self.here.acme.contract_id)
        manager = self.here.people.manager.principal
        every = await verb.perform(agreement.of_contract, manager, *about)
        own = [each for each in every if each.agreement_id == self.active.agreement_id]
        found: Version = max(own, key=lambda each: each.number)
        return found


@pytest_asyncio.fixture
async def own(here: Ground) -> Own:
    people, acme = here.people, here.acme
    about = {"tenant": acme.client.id}
    manager, admin = people.manager.principal, people.admin.principal
    every = await verb.perform(agreement.of_contract, manager, acme.client.id, acme.contract_id)
    content = next(each.content for each in every if each.id == acme.version_id)
    words = (acme.contract_id, f"Silver {ids.new()}", content)
    made = await verb.perform(agreement.draft, manager, *words, **about)
    await verb.perform(agreement.approve, admin, made.id, **about)
    await verb.perform(agreement.accept, acme.client.admin.principal, made.id, **about)
    async with db.open(Work(acme.client.id)):
        now = await db.now()
    risk = Risk(date(2099, 12, 31), "They know.")
    active = await verb.perform(agreement.activate, admin, made.id, now, risk=risk, **about)
    return Own(here, active)


async def amended(page: httpx.AsyncClient, own: Own) -> str:
    """The editor's address of its next version."""
    went = await page.post(f"{own.base}/agreements/{own.active.agreement_id}/versions")
    return str(went.headers["location"])


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


async def test_it_is_amended_found_wanting_fixed_and_stored(site: Caller, own: Own) -> None:
    people = own.here.people
    async with world.browser(site, people.manager) as page:
        edit = await amended(page, own)
        base = edit.removesuffix("/edit")
        before = await own.newest()
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
        assert await own.newest() == before, "nothing was stored yet"
        stored = await page.post(f"{base}/content", data=kept)
        assert stored.headers["location"].endswith(f"contract?version={before.id}")
        shown = (await page.get(stored.headers["location"])).text
        assert "What it changes" in shown
    after = await own.newest()
    assert resolution(after, "P1") == int(lift[1].split(":")[-1])
    assert resolution(after, "P2") == resolution(before, "P2") == 8 * instant.HOUR
    assert {each.about for each in after.content.targets} == {
        each.about for each in before.content.targets
    }
    assert after.author_id == people.manager.id


async def test_what_cannot_be_read_is_kept_and_named(site: Caller, own: Own) -> None:
    people = own.here.people
    async with world.browser(site, people.manager) as page:
        edit = await amended(page, own)
        base = edit.removesuffix("/edit")
        before = await own.newest()
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
    assert await own.newest() == before


async def test_a_version_that_is_no_draft_is_shown_and_not_edited(site: Caller, own: Own) -> None:
    path = f"{own.base}/versions/{own.active.id}"
    async with world.browser(site, own.here.people.manager) as page:
        went = await page.get(f"{path}/edit")
        assert went.headers["location"].endswith(f"contract?version={own.active.id}")
        typed = {"calendar": str(own.active.content.calendar_version_id), CELL: "1h"}
        assert (await page.post(f"{path}/content", data=typed)).status_code == 409
    assert await own.newest() == own.active


@pytest.mark.parametrize("who", ["agent", "lead", "auditor", "finance"])
async def test_only_who_keeps_contracts_edits_them(site: Caller, here: Ground, who: str) -> None:
    person: Human = getattr(here.people, who)
    path = f"/clients/{here.acme.client.slug}/versions/{here.acme.version_id}"
    async with world.browser(site, person) as page:
        assert (await page.get(f"{path}/edit")).status_code == 403
        for what in ("check", "content"):
            assert (await page.post(f"{path}/{what}", data={})).status_code == 403


async def test_two_write_one_draft_and_neither_is_lost(site: Caller, own: Own) -> None:
    """Marta and the admin open the same draft; whoever saves second sees what the first changed
    beside what they typed, and takes either with one click."""
    people = own.here.people
    second, other = "t.incident.P2.resolution", "t.incident.P3.resolution"
    async with (
        world.browser(site, people.manager) as marta,
        world.browser(site, people.admin) as olivia,
    ):
        edit = await amended(marta, own)
        base = edit.removesuffix("/edit")
        hers, his = [fields((await page.get(edit)).text) for page in (marta, olivia)]
        first = {**his, CELL: "9h", second: "11h", other: "30h"}
        assert (await olivia.post(f"{base}/content", data=first)).status_code == 303
        stored = await own.newest()
        refused = await marta.post(f"{base}/content", data={**hers, CELL: "7h", other: "30h"})
        assert refused.status_code == 409
        assert await own.newest() == stored, "theirs stands"
        assert f"{people.admin.name}</bdi> saved this draft" in refused.text
        assert "9 h on" in refused.text
        shown = fields(refused.text)
        assert shown[CELL] == "7h", "what was typed is kept"
        assert "take.resolution.incident.P3" not in shown, "both typed the same"
        took = re.findall(r'name="take\.([^"]*)" value="(\w+)" checked', refused.text)
        assert took == [("resolution.incident.P1", "mine"), ("resolution.incident.P2", "theirs")]
        chosen = {**shown, **{f"take.{unit}": side for unit, side in took}}
        everything = await marta.post(f"{base}/check", data={**chosen, "deed": "take:theirs"})
        assert everything.text.count('value="theirs" checked') == 2
        assert (await marta.post(f"{base}/content", data=chosen)).status_code == 303
        after = await own.newest()
        assert resolution(after, "P1") == 7 * instant.HOUR
        assert resolution(after, "P2") == 11 * instant.HOUR
        stale = {**await _revision(marta, base), "version": str(stored.revision)}
        assert (await olivia.post(f"{base}/approval", data=stale)).status_code == 409
    assert await own.newest() == after


async def _revision(page: httpx.AsyncClient, base: str) -> dict[str, str]:
    return fields((await page.get(f"{base}/edit")).text)
