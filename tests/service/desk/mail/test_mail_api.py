"""Mail over the JSON API: triage, what waits, files on their own origin, leaving by one click."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests import served
from tests import world as people
from tests.conftest import Database
from tests.service.desk.mail import post
from tests.world import SETTINGS, World, build
from underpin.desk.mail.arriving import signed

API = "/api/v1"


@pytest.fixture
async def world(scopes: Database) -> World:
    return await build()


@pytest.fixture(scope="module")
def site() -> Any:
    return served.site()


async def test_a_lead_gives_mail_in_triage_to_a_client(world: World, site: Any) -> None:
    stranger = f"api@{world.acme.slug}.nowhere"
    await post.deliver(post.letter(stranger, f"help@{post.DOMAIN}"))
    (row,) = await post.triage(stranger)
    one = f"{API}/triage/{row['id']}"

    async with people.browser(site, world.agent) as page:
        assert (await page.get(f"{API}/triage")).status_code == 403
    async with people.browser(site, world.lead) as page:
        listed = (await page.get(f"{API}/triage?after={row['id']}")).json()
        assert str(row["id"]) not in {each["id"] for each in listed}
        assert (await page.get(one)).json()["text"] == "It is dead."
        strange = await page.put(f"{one}/client", json={"client": "NOBODY"})
        assert strange.status_code == 404
        given = await page.put(f"{one}/client", json={"client": world.acme.key})
        assert given.status_code == 200
        assert (await page.get(one)).status_code == 404
    await post.settle(world.acme)
    assert len(await post.tickets(world.acme)) == 1


async def test_what_waits_is_listed_taken_and_refused(world: World, site: Any) -> None:
    acme = world.acme
    await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme)))
    for body in ("Me too.", "And me."):
        about = f"Re: {acme.key}-1"
        await post.sent(acme, post.letter(acme.colleague.email, post.address_of(acme), about, body))
    first, second = [row["id"] for row in await post.mails(acme)][1:]
    of = f"{API}/clients/{acme.key}/mail"

    async with people.browser(site, world.agent) as page:
        waits = (await page.get(f"{API}/tickets/{acme.key}-1/mail")).json()
        assert [each["id"] for each in waits["waiting"]] == [str(first), str(second)]
        assert [each["kind"] for each in waits["sent"]] == ["acknowledgement"]
        words = (await page.get(f"{of}/{first}")).json()
        assert (words["text"], words["source"]) == ("Me too.", None)
        taken = await page.put(f"{of}/{first}/acceptance", json={})
        refused = await page.put(f"{of}/{second}/refusal", json={"reason": "Chatter."})
        assert taken.status_code == refused.status_code == 200
        assert (await page.get(f"{API}/tickets/{acme.key}-1/mail")).json()["waiting"] == []
        assert (await page.get(f"{of}/{first}")).status_code == 404
    assert [row["body"] for row in await post.messages(acme)] == ["It is dead.", "Me too."]
    async with people.browser(site, world.stranger) as page:
        assert (await page.get(f"{API}/tickets/{acme.key}-1/mail")).status_code == 404
        assert (await page.put(f"{of}/{first}/acceptance", json={})).status_code == 404


async def test_a_file_is_an_attachment_on_the_content_origin_alone(world: World, site: Any) -> None:
    acme, anna = world.acme, world.acme.requester
    mail = post.letter(anna.email, post.address_of(acme))
    mail.add_attachment(b"<script>1</script>", maintype="text", subtype="html", filename="a.html")
    await post.sent(acme, mail, post.address_of(acme))

    async with people.browser(site, anna) as page:
        (attached,) = (await page.get(f"{API}/tickets/{acme.key}-1/attachments")).json()
    path = attached["url"].removeprefix(SETTINGS.content_origin)
    async with _nobody(site, SETTINGS.content_origin) as page:
        got = await page.get(path)
        assert (await page.get(path[:-4] + "aaaa")).status_code == 404
    async with _nobody(site, SETTINGS.portal_origin) as page:
        assert (await page.get(path)).status_code == 404

    assert got.content == b"<script>1</script>"
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment; filename=")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    async with people.browser(site, acme.colleague) as page:
        assert (await page.get(f"{API}/tickets/{acme.key}-1/attachments")).status_code == 404


async def test_a_mail_program_ends_its_readers_watching(world: World, site: Any) -> None:
    acme = world.acme
    await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme)))
    (sent,) = await post.rows(acme, "SELECT id FROM mail_sent WHERE tenant_id = $1")
    token = signed.address(signed.LEAVE, acme.id, sent["id"]).partition("@")[0].partition("+")[2]
    async with _nobody(site, SETTINGS.portal_origin) as page:
        said = {"List-Unsubscribe": "One-Click"}
        done = await page.post(f"{API}/mail/leaving/{token}", data=said)
        wrong = await page.post(f"{API}/mail/leaving/{'a' * 48}", data=said)
        looked = await page.get(f"{API}/mail/leaving/{token}")

    assert (done.status_code, wrong.status_code, looked.status_code) == (204, 404, 405)


async def test_names_and_mailboxes_are_kept_over_the_api(world: World, site: Any) -> None:
    acme = world.acme
    of = f"{API}/clients/{acme.key}/mail"
    box = {
        "address": f"api@{acme.slug}.org",
        "kind": "imap",
        "imap_host": "imap.example",
        "username": "u",
        "secret": {"password": "p"},
        "client": acme.key,
    }
    async with people.browser(site, world.admin) as page:
        claimed = (await page.post(f"{of}/domains", json={"domain": f"{acme.slug}.org"})).json()
        assert claimed["at"] == f"_underpin.{acme.slug}.org"
        one = f"{of}/domains/{claimed['id']}"
        proven = (await page.put(f"{one}/confirmation", json={"reason": "By phone."})).json()
        assert proven["verified_how"] == "staff"
        assert (await page.get(f"{of}/domains")).json() == [proven]
        assert (await page.delete(one)).status_code == 204
        made = (await page.post(f"{of}/addresses", json={"local_part": f"z{acme.slug}"})).json()
        own, other = (await page.get(f"{of}/addresses")).json()
        assert (own["id"], other) == (None, made)
        assert (await page.post(f"{API}/mailboxes", json=box | {"kind": "pop"})).status_code == 422
        added = (await page.post(f"{API}/mailboxes", json=box)).json()
        assert "secret" not in str(added)
        listed = (await page.get(f"{API}/mailboxes")).json()
        assert added["id"] in {each["id"] for each in listed}
        gone = f"{API}/mailboxes/{added['id']}"
        assert (await page.put(f"{gone}/state", json={"state": "off"})).status_code == 200
        assert (await page.delete(gone)).status_code == 204
        assert (await page.delete(gone)).status_code == 404
    async with people.browser(site, world.lead) as page:
        assert (await page.get(f"{API}/mailboxes")).status_code == 403


def _nobody(site: Any, base: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url=base)
