"""A version's way from draft to active through the pages: approved by a second person, accepted by
the client's admin, activated from a day on (PRACTICE 26)."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import msgspec
import pytest
import pytest_asyncio

from contracts.agreements import agreement
from contracts.agreements.versions import Version
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_working import form
from tests.world import Human
from underpin.console.routes import look
from underpin.kernel import db, mail_channel, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.outgoing import Outgoing
from underpin.kernel.web.caller import Caller


@pytest_asyncio.fixture
async def draft(here: Ground) -> Version:
    """The next version of ACME's SLA, by its account manager; one that waits already, a draft."""
    acme, manager = here.acme, here.people.manager.principal
    about = {"tenant": acme.client.id}
    async with db.open(Work(acme.client.id)):
        waiting = await db.row(
            "SELECT id, state FROM agreement_version WHERE tenant_id = $1 AND agreement_id = $2 "
            "AND state IN ('draft', 'approved')",
            *(acme.client.id, acme.agreement_id),
        )
    if waiting is not None and waiting["state"] == "approved":
        await verb.perform(agreement.send_back, manager, waiting["id"], **about)
    if waiting is None:
        await verb.perform(agreement.amend, manager, acme.agreement_id, **about)
    every = await verb.perform(agreement.of_contract, manager, acme.client.id, acme.contract_id)
    found: Version = next(each for each in every if each.state == "draft")
    return found


async def state(here: Ground, version: Version) -> tuple[str, UUID | None, UUID | None]:
    """With who approved it and who accepted it."""
    async with db.open(Work(here.acme.client.id)):
        row = await db.row(
            "SELECT state, approver_id, accepted_by FROM agreement_version WHERE id = $1",
            version.id,
        )
    assert row is not None
    return row["state"], row["approver_id"], row["accepted_by"]


async def press(page: httpx.AsyncClient, where: str, action: str, **words: str) -> httpx.Response:
    """Send a form of the page, with what stands in it."""
    return await page.post(action, data={**await form(page, where, action), **words})


async def a_day_to_come(here: Ground) -> str:
    async with db.open(Work(here.acme.client.id)):
        return (await db.now() + timedelta(days=2)).date().isoformat()


async def test_from_draft_to_active(site: Caller, here: Ground, draft: Version) -> None:
    people, client = here.people, here.acme.client
    where = f"/clients/{client.slug}/contract?version={draft.id}"
    base = f"/clients/{client.slug}/versions/{draft.id}"
    async with world.browser(site, people.manager) as page:
        text = (await page.get(where)).text
        assert "a colleague has to approve it" in text
        assert f"{base}/approval" not in text
        assert (await press(page, where, f"{base}/verdicts")).headers["location"] == where
    async with world.browser(site, client.admin) as page:
        assert (await page.get(f"/consent/{draft.id}")).status_code == 404, "a draft is not shown"
        assert f"/consent/{draft.id}" not in (await page.get("/")).text
    async with world.browser(site, people.admin) as page:
        await press(page, where, f"{base}/approval")
    assert await state(here, draft) == ("approved", people.admin.id, None)
    async with world.browser(site, people.manager) as page:
        text = (await page.get(where)).text
        assert "It waits for the client" in text
        assert f"{base}/activation" not in text
    async with world.browser(site, client.admin) as page:
        assert f"/consent/{draft.id}" in (await page.get("/")).text
        assert "Accept this version" in (await page.get(f"/consent/{draft.id}")).text
        await press(page, f"/consent/{draft.id}", f"/consent/{draft.id}")
        text = (await page.get(f"/consent/{draft.id}")).text
        assert client.admin.name in text
        assert "Accept this version" not in text
        assert f"/consent/{draft.id}" not in (await page.get("/")).text
    assert await state(here, draft) == ("approved", people.admin.id, client.admin.id)
    async with world.browser(site, people.admin) as page:
        starts = {"from": await a_day_to_come(here)}
        risk = {"risk_until": "2029-12-31", "risk_reason": "They know."}
        done = await press(page, where, f"{base}/activation", **starts, **risk)
        assert done.headers["location"] == where, done.text
        text = (await page.get(where)).text
    assert (await state(here, draft))[0] == "active"
    assert "version-work" not in text, "nothing is left to decide"


async def test_the_clients_admins_are_asked_by_mail(
    site: Caller, here: Ground, draft: Version
) -> None:
    """Each in their language; asked again, taken back, and then nobody accepts until asked anew."""
    people, client = here.people, here.acme.client
    where = f"/clients/{client.slug}/contract?version={draft.id}"
    base = f"/clients/{client.slug}/versions/{draft.id}"
    asks, ends = f"{base}/consent-requests", f"{base}/consent-requests/end"
    async with world.browser(site, people.manager) as page:
        assert (await page.post(asks, data={})).status_code == 409, "nobody approved it yet"
    await verb.perform(agreement.approve, people.admin.principal, draft.id, tenant=client.id)
    async with world.browser(site, people.lead) as page:
        assert (await page.post(asks, data={})).status_code == 403
    async with world.browser(site, people.manager) as page:
        assert "Nobody was asked by mail yet" in (await page.get(where)).text
        assert (await press(page, where, asks)).headers["location"] == where
        text = (await page.get(where)).text
        assert client.admin.name in text
        assert "on its way" in text
        await press(page, where, asks)
        first, second = await letters(client.id, draft.id)
        assert first.withdrawn, "what was asked before does not leave any more"
        assert not second.withdrawn
        assert second.mail.to[0].address == client.admin.email
        assert f"/consent/{draft.id}" in second.mail.text
        await press(page, where, ends)
        assert (await letters(client.id, draft.id))[1].withdrawn
        assert (await page.post(ends, data={})).status_code == 409, "nothing stands any more"
    async with world.browser(site, client.admin) as page:
        assert f"/consent/{draft.id}" not in (await page.get("/")).text
        assert "not asked of you any more" in (await page.get(f"/consent/{draft.id}")).text
        assert (await page.post(f"/consent/{draft.id}", data={})).status_code == 409
    assert await state(here, draft) == ("approved", people.admin.id, None)
    path = f"/api/v1/clients/{client.key}/versions/{draft.id}/consent-requests"
    async with world.browser(site, people.manager) as page:
        again, _ = await asyncio.gather(page.post(path), page.post(path))
        leaving = [each for each in await letters(client.id, draft.id) if not each.withdrawn]
        assert len(leaving) == 1, "asked twice at one instant, they have one mail"
        assert [each["name"] for each in again.json()[:1]] == [client.admin.name]
    async with world.browser(site, client.admin) as page:
        await press(page, f"/consent/{draft.id}", f"/consent/{draft.id}")
        assert (await page.get(path)).status_code in (403, 404), "whom we asked is ours to know"
    assert (await state(here, draft))[2] == client.admin.id


async def test_what_was_signed_on_paper_is_the_consent(
    site: Caller, here: Ground, draft: Version
) -> None:
    people, client = here.people, here.acme.client
    where = f"/clients/{client.slug}/contract?version={draft.id}"
    path = f"/clients/{client.slug}/versions/{draft.id}/document"
    await verb.perform(agreement.approve, people.admin.principal, draft.id, tenant=client.id)
    async with world.browser(site, people.manager) as page:
        assert (await page.post(path, data={})).status_code == 422
        fields = await form(page, where, path)
        paper = {"document": ("signed.pdf", b"%PDF-1.7 signed", "application/pdf")}
        done = await page.post(path, data=fields, files=paper)
        assert done.headers["location"] == where
        assert "signed document" in (await page.get(where)).text
    one = await verb.perform(agreement.one, people.manager.principal, client.id, draft.id)
    assert one.document_sha256 == hashlib.sha256(b"%PDF-1.7 signed").hexdigest()


@dataclass(frozen=True)
class Sealed:
    mail: OutgoingMail
    withdrawn: bool


async def letters(tenant: int, about: UUID) -> list[Sealed]:
    async with db.open(Work(tenant)):
        rows = await db.rows(
            "SELECT tenant_id, id, channel, identity, subject_id, payload, simulated, withdrawn_at "
            "FROM outgoing WHERE tenant_id = $1 AND subject_id = $2 ORDER BY id",
            *(tenant, about),
        )
    return [
        Sealed(
            mail_channel.opened(
                Outgoing(
                    *(row[n] for n in ("tenant_id", "id", "channel", "identity", "subject_id")),
                    msgspec.json.decode(row["payload"]),
                    row["simulated"],
                )
            ),
            row["withdrawn_at"] is not None,
        )
        for row in rows
    ]


async def test_it_can_be_sent_back(site: Caller, here: Ground, draft: Version) -> None:
    client = here.acme.client
    where = f"/clients/{client.slug}/contract?version={draft.id}"
    base = f"/clients/{client.slug}/versions/{draft.id}"
    async with world.browser(site, here.people.admin) as page:
        await press(page, where, f"{base}/approval")
        await press(page, where, f"{base}/approval/end")
    assert await state(here, draft) == ("draft", None, None)


async def test_a_day_is_never_before_today(site: Caller, here: Ground, draft: Version) -> None:
    client, admin = here.acme.client, here.people.admin
    base = f"/clients/{client.slug}/versions/{draft.id}"
    about = {"tenant": client.id}
    await verb.perform(agreement.approve, admin.principal, draft.id, **about)
    await verb.perform(agreement.accept, client.admin.principal, draft.id, **about)
    before = await state(here, draft)
    async with world.browser(site, admin) as page:
        where = f"/clients/{client.slug}/contract?version={draft.id}"
        for never in ("2020-01-01", "soon", ""):
            refused = await press(page, where, f"{base}/activation", **{"from": never})
            assert refused.status_code == 422
    assert await state(here, draft) == before


@pytest.mark.parametrize("who", ["agent", "lead", "auditor", "finance", "stranger"])
async def test_who_may_not_decide_decides_nothing(
    site: Caller, here: Ground, draft: Version, who: str
) -> None:
    person: Human = getattr(here.people, who)
    client = here.acme.client
    base = f"/clients/{client.slug}/versions/{draft.id}"
    before = await state(here, draft)
    async with world.browser(site, person) as page:
        for action in ("verdicts", "approval", "approval/end", "activation"):
            said = await page.post(f"{base}/{action}", data={"from": "2030-01-01"})
            assert said.status_code == 403
        if who == "auditor":
            text = (await page.get(f"/clients/{client.slug}/contract?version={draft.id}")).text
            assert "version-work" not in text
    assert await state(here, draft) == before


@pytest.mark.parametrize("who", ["requester", "observer", "approver", "finance", "it_partner"])
async def test_only_a_client_admin_is_asked_and_accepts(
    site: Caller, here: Ground, draft: Version, who: str
) -> None:
    client = here.acme.client
    about = {"tenant": client.id}
    await verb.perform(agreement.approve, here.people.admin.principal, draft.id, **about)
    before = await state(here, draft)
    path = f"/consent/{draft.id}"
    async with world.browser(site, getattr(client, who)) as page:
        assert (await page.get(path)).status_code == 403
        assert (await page.post(path)).status_code == 403
        assert path not in (await page.get("/")).text
    async with world.browser(site, here.bolt.client.admin) as page:
        assert (await page.get(path)).status_code == 404
        assert (await page.post(path)).status_code == 404
    assert await state(here, draft) == before


async def test_what_is_asked_is_in_the_readers_language(
    site: Caller, here: Ground, draft: Version
) -> None:
    client = here.acme.client
    await verb.perform(agreement.approve, here.people.admin.principal, draft.id, tenant=client.id)
    async with world.browser(site, client.admin) as page:
        for language, said in (("pl", "Zaakceptuj"), ("zh", "接受此版本"), ("ar", "قبول")):
            asked = {"Cookie": f"{page.headers['Cookie']}; {look.COOKIE}=auto.{language}"}
            text = (await page.get(f"/consent/{draft.id}", headers=asked)).text
            assert said in text, language
