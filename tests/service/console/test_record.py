"""A contract's own page: its terms, notice and services, each change an amendment on record."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import httpx

from contracts.agreements import provider_agreement
from contracts.escalation import policy
from contracts.signed import contract
from contracts.signed.contract import Contract
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_contract_editor import fields
from underpin.desk.cases import sharing_rule
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def signed(here: Ground) -> Contract:
    """A contract of this story's own with ACME, that runs until notice of 30 days."""
    async with db.open(Work(here.acme.client.id)):
        today = (await db.now()).date()
    words = (f"Managed {ids.new()}", today - timedelta(days=40))
    manager, tenant = here.people.manager.principal, here.acme.client.id
    made = await verb.perform(contract.sign, manager, *words, notice_days=30, tenant=tenant)
    return await newest(here, made.id)


async def newest(here: Ground, contract_id: UUID) -> Contract:
    tenant, manager = here.acme.client.id, here.people.manager.principal
    every = await verb.perform(contract.of_tenant, manager, tenant)
    found: Contract = next(each for each in every if each.id == contract_id)
    return found


async def press(page: httpx.AsyncClient, where: str, what: str, **words: str) -> httpx.Response:
    """One of the page's forms, filled in against what it shows."""
    shown = (await page.get(where)).text
    assert f'action="{what}"' in shown
    return await page.post(what, data={"version": fields(shown)["version"], **words})


async def test_terms_and_notice_are_amended_and_stay_on_record(site: Caller, here: Ground) -> None:
    made, slug = await signed(here), here.acme.client.slug
    where = f"/clients/{slug}/contracts/{made.id}/record"
    async with world.browser(site, here.people.manager) as page:
        assert where in (await page.get(f"/clients/{slug}/contracts")).text
        stands = fields((await page.get(where)).text)
        typed = {**stands, "notice_days": "60", "reason": "They asked."}
        refused = await page.post(f"{where}/terms", data={**typed, "notice_days": "soon"})
        assert refused.status_code == 422
        assert fields(refused.text)["notice_days"] == "soon", "what was typed is kept"
        assert await newest(here, made.id) == made
        assert (await page.post(f"{where}/terms", data=typed)).headers["location"] == where
        stale = await page.post(f"{where}/terms", data={**typed, "notice_days": "90"})
        assert stale.status_code == 409, "a colleague's change is not overwritten unseen"
        assert fields(stale.text)["notice_days"] == "90"
        assert (await newest(here, made.id)).notice_days == 60
        day = {"by": "client", "given_on": (made.starts_on + timedelta(days=35)).isoformat()}
        await press(page, where, f"{where}/notice", **day)
        given = (await newest(here, made.id)).notice
        assert given is not None
        assert given.last_day == made.starts_on + timedelta(days=95)
        await press(page, where, f"{where}/notice/end", reason="They stay.")
        shown = (await page.get(where)).text
        for said in ("Terms changed", "They asked.", "Notice given", "Notice withdrawn"):
            assert said in shown
        assert here.people.manager.name in shown
    assert (await newest(here, made.id)).notice is None


async def test_services_come_and_go_and_vendors_stand_behind_them(
    site: Caller, here: Ground
) -> None:
    made, client, people = await signed(here), here.acme.client, here.people
    where, name = f"/clients/{client.slug}/contracts/{made.id}/record", f"Backup {ids.new()}"
    every = await verb.perform(provider_agreement.of_provider, people.manager.principal)
    uc = next(each for each in every if each.kind == "UC")
    async with db.open(Work(client.id)):
        today = (await db.now()).date()
    async with world.browser(site, people.manager) as page:
        past = await press(
            page, where, f"{where}/services", service=name, from_day=made.starts_on.isoformat()
        )
        assert past.status_code == 409, "never backwards"
        await press(page, where, f"{where}/services", service=name)
        (service,) = (await newest(here, made.id)).services
        base = f"{where}/services/{service.id}"
        await press(page, where, f"{base}/coverage", uc=str(uc.id))
        assert uc.name in (await page.get(where)).text
        ends = await page.post(f"{base}/coverage/end", data={"vendor": str(uc.vendor_id)})
        assert ends.headers["location"] == where
        await press(page, where, f"{base}/sharing", **{"part.client": "yes"})
        last = (today + timedelta(days=9)).isoformat()
        await press(page, where, f"{base}/last-day", last_day=last, reason="Sold.")
        assert re.search(r"A service taken out.*Sold\.", (await page.get(where)).text, re.S)
    about = (client.id, service.id)
    rule = await verb.perform(sharing_rule.of_service, people.manager.principal, *about)
    assert rule.parts == ("client",)
    coverage = await verb.perform(contract.coverage, people.manager.principal, client.id)
    assert service.id not in {each.service_id for each in coverage}
    assert (await newest(here, made.id)).services[0].ends_on == today + timedelta(days=9)


async def test_who_keeps_no_contracts_reads_and_changes_nothing(site: Caller, here: Ground) -> None:
    where = f"/clients/{here.acme.client.slug}/contracts/{here.acme.contract_id}/record"
    before = await newest(here, here.acme.contract_id)
    async with world.browser(site, here.people.auditor) as page:
        shown = await page.get(where)
        assert shown.status_code == 200
        assert f"{where}/terms" not in shown.text
        for what in ("terms", "notice", "notice/end", "services"):
            assert (await page.post(f"{where}/{what}", data={})).status_code == 403
    assert await newest(here, here.acme.contract_id) == before


async def test_an_escalation_policy_takes_the_place_of_the_one_before(
    site: Caller, here: Ground
) -> None:
    made, people = await signed(here), here.people
    where = f"/clients/{here.acme.client.slug}/contracts/{made.id}/escalation"
    row = {"steps.0.metric": "resolution", "steps.0.percent": "80", "steps.0.action": "move_tier"}
    typed = {"name": "Up early", **row, "steps.0.priorities": "P1, P2"}
    async with world.browser(site, people.manager) as page:
        assert "nothing escalates by itself" in (await page.get(where)).text
        refused = await page.post(where, data=typed)
        assert refused.status_code == 422, "it moves, and nobody said where to"
        assert fields(refused.text)["name"] == "Up early"
        full = {**typed, "steps.0.to_tier": "2", "steps.0.automatic": "yes"}
        assert (await page.post(where, data=full)).headers["location"] == where
        shown = (await page.get(where)).text
        assert "Policy 1" in shown
        assert fields(shown)["steps.0.percent"] == "80"
    about = (here.acme.client.id, made.id)
    (kept,) = await verb.perform(policy.of_contract, people.manager.principal, *about)
    (step,) = kept.steps
    assert (step.to_tier, step.priorities, step.automatic) == (2, ("P1", "P2"), True)
    async with world.browser(site, people.auditor) as page:
        assert 'name="steps.0.percent"' not in (await page.get(where)).text
        assert (await page.post(where, data=full)).status_code == 403


async def test_which_agreement_wins_is_said_with_its_reasons(site: Caller, here: Ground) -> None:
    made, slug = await signed(here), here.acme.client.slug
    path = f"/clients/{slug}/agreement-choice"
    async with world.browser(site, here.people.manager) as page:
        shown = (await page.get(path)).text
        assert "governs" in shown
        assert made.name in shown
        assert "the contract has no SLA" in shown
        long_ago = (await page.get(f"{path}?day=2001-01-01&type=problem")).text
        assert "the contract has not begun" in long_ago
        assert (await page.get(f"{path}?day=soon")).status_code == 422
        assert (await page.get(f"{path}?service={ids.new()}")).status_code == 404
